// ts-mls as a member of a group of Comm.Mls, and what each operation takes it. One JSON command per line on standard input,
// one JSON answer per line on standard output; MLS values are MLSMessage bytes in base64. Times are the best of many, in
// microseconds, by the clock and of processors; decoding and encoding of the message are in them, as they are on the other side.
import { createInterface } from "node:readline";
import {
  acceptAll,
  createApplicationMessage,
  createCommit,
  decodeMlsMessage,
  defaultCapabilities,
  defaultLifetime,
  emptyPskIndex,
  encodeMlsMessage,
  generateKeyPackageWithKey,
  getCiphersuiteFromName,
  getCiphersuiteImpl,
  joinGroup,
  processMessage,
} from "ts-mls";

const suite = await getCiphersuiteImpl(getCiphersuiteFromName("MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519"));

let own;
let state;

const encode = (message) => encodeMlsMessage({ version: "mls10", ...message });
const bytesOf = (text) => new Uint8Array(Buffer.from(text, "base64"));
const decode = (bytes) => decodeMlsMessage(bytes, 0)[0];

// Of one operation, the least by the clock and the least of processors.
class Best {
  microseconds = Infinity;
  processorMicroseconds = Infinity;

  async time(operation) {
    const worked = process.cpuUsage();
    const start = performance.now();
    const result = await operation();
    this.microseconds = Math.min(this.microseconds, (performance.now() - start) * 1000);
    const { user, system } = process.cpuUsage(worked);
    this.processorMicroseconds = Math.min(this.processorMicroseconds, user + system);
    return result;
  }
}

// The first calls are the compiler's; a slow operation is called three times at least.
async function best(seconds, operation) {
  const least = new Best();
  const until = performance.now() + seconds * 1000;
  for (let count = 0; count < 3 || performance.now() < until; count++) {
    await least.time(operation);
  }
  return least;
}

const commands = {
  async keyPackage() {
    const credential = { credentialType: "basic", identity: new TextEncoder().encode("ts-mls") };
    const keys = await suite.signature.keygen();
    own = await generateKeyPackageWithKey(credential, defaultCapabilities(), defaultLifetime, [], keys, suite);
    return { message: Buffer.from(encode({ wireformat: "mls_key_package", keyPackage: own.publicPackage })).toString("base64") };
  },
  join({ message, seconds }) {
    const bytes = bytesOf(message);
    return best(seconds, async () => {
      state = await joinGroup(decode(bytes).welcome, own.publicPackage, own.privatePackage, emptyPskIndex, suite);
    });
  },
  encrypt({ text, seconds }) {
    const bytes = bytesOf(text);
    return best(seconds, async () => {
      const { newState, privateMessage } = await createApplicationMessage(state, bytes, suite);
      encode({ wireformat: "mls_private_message", privateMessage });
      state = newState;
    });
  },
  // Each message once, in the order in which it was sent.
  async decrypt({ messages }) {
    const least = new Best();
    for (const message of messages.map(bytesOf)) {
      const result = await least.time(() => processMessage(decode(message), state, emptyPskIndex, acceptAll, suite));
      if (result.kind !== "applicationMessage") {
        throw new Error("not an application message");
      }
      state = result.newState;
    }
    return least;
  },
  commit({ seconds }) {
    return best(seconds, async () => {
      const { commit } = await createCommit({ state, cipherSuite: suite }, { wireAsPublicMessage: true });
      encode(commit);
    });
  },
  process({ message, seconds }) {
    const bytes = bytesOf(message);
    return best(seconds, () => processMessage(decode(bytes), state, emptyPskIndex, acceptAll, suite));
  },
  add({ keyPackage, seconds }) {
    const bytes = bytesOf(keyPackage);
    return best(seconds, async () => {
      const add = { proposalType: "add", add: { keyPackage: decode(bytes).keyPackage } };
      const options = { wireAsPublicMessage: true, ratchetTreeExtension: true, extraProposals: [add] };
      const { commit, welcome } = await createCommit({ state, cipherSuite: suite }, options);
      encode(commit);
      encode({ wireformat: "mls_welcome", welcome });
    });
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const command = JSON.parse(line);
    answer = await commands[command.do](command);
  } catch (error) {
    // Told to whoever measures, who fails with it.
    answer = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
