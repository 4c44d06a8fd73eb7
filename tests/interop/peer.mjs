// An independent MLS client (ts-mls) as a process: one JSON command per line on standard input, one JSON answer per line on
// standard output. All MLS values travel as MLSMessage bytes in base64, so that only the wire of RFC 9420 is shared.
import { createInterface } from "node:readline";
import { p256, p384, p521 } from "@noble/curves/nist.js";
import {
  createApplicationMessage,
  createCommit,
  createGroup,
  createProposal,
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
  acceptAll,
} from "ts-mls";

const suiteNames = {
  1: "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519",
  2: "MLS_128_DHKEMP256_AES128GCM_SHA256_P256",
  3: "MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519",
  5: "MLS_256_DHKEMP521_AES256GCM_SHA512_P521",
  7: "MLS_256_DHKEMP384_AES256GCM_SHA384_P384",
};

const nistCurves = { 2: p256, 5: p521, 7: p384 };

// ts-mls 1.6.4 makes compressed signature keys of these; RFC 9420 §5.1.2 wants the uncompressed form, which it reads as well.
async function signatureKeys(id) {
  const curve = nistCurves[id];
  if (curve === undefined) {
    return suite.signature.keygen();
  }
  const signKey = curve.utils.randomSecretKey();
  return { signKey, publicKey: curve.getPublicKey(signKey, false) };
}

let suite;
let own;
let state;

const encode = (message) => Buffer.from(encodeMlsMessage({ version: "mls10", ...message })).toString("base64");

function decode(text) {
  const bytes = new Uint8Array(Buffer.from(text, "base64"));
  const decoded = decodeMlsMessage(bytes, 0);
  if (decoded === undefined || decoded[1] !== bytes.length) {
    throw new Error("not an MLSMessage");
  }
  return decoded[0];
}

const authenticator = () => Buffer.from(state.keySchedule.epochAuthenticator).toString("hex");

function proposalOf(command) {
  switch (command.kind) {
    case "add":
      return { proposalType: "add", add: { keyPackage: decode(command.keyPackage).keyPackage } };
    case "remove":
      return { proposalType: "remove", remove: { removed: command.leaf } };
    default:
      throw new Error(`unknown proposal ${command.kind}`);
  }
}

const commands = {
  async keyPackage({ suite: id, name }) {
    suite = await getCiphersuiteImpl(getCiphersuiteFromName(suiteNames[id]));
    const credential = { credentialType: "basic", identity: new TextEncoder().encode(name) };
    own = await generateKeyPackageWithKey(credential, defaultCapabilities(), defaultLifetime, [], await signatureKeys(id), suite);
    return { message: encode({ wireformat: "mls_key_package", keyPackage: own.publicPackage }) };
  },
  async create({ groupId }) {
    state = await createGroup(new Uint8Array(Buffer.from(groupId, "hex")), own.publicPackage, own.privatePackage, [], suite);
    return { authenticator: authenticator() };
  },
  async join({ message }) {
    state = await joinGroup(decode(message).welcome, own.publicPackage, own.privatePackage, emptyPskIndex, suite);
    return { authenticator: authenticator() };
  },
  async commit({ proposals, publicMessage }) {
    const result = await createCommit(
      { state, cipherSuite: suite },
      { wireAsPublicMessage: publicMessage, ratchetTreeExtension: true, extraProposals: proposals.map(proposalOf) },
    );
    state = result.newState;
    return {
      message: encode(result.commit),
      welcome: result.welcome && encode({ wireformat: "mls_welcome", welcome: result.welcome }),
      authenticator: authenticator(),
    };
  },
  async propose({ proposal, publicMessage }) {
    const result = await createProposal(state, publicMessage, proposalOf(proposal), suite);
    state = result.newState;
    return { message: encode(result.message) };
  },
  async send({ text }) {
    const result = await createApplicationMessage(state, new Uint8Array(Buffer.from(text, "base64")), suite);
    state = result.newState;
    return { message: encode({ wireformat: "mls_private_message", privateMessage: result.privateMessage }) };
  },
  async receive({ message }) {
    const result = await processMessage(decode(message), state, emptyPskIndex, acceptAll, suite);
    state = result.newState;
    return {
      text: result.kind === "applicationMessage" ? Buffer.from(result.message).toString("base64") : undefined,
      authenticator: result.kind === "applicationMessage" ? undefined : authenticator(),
    };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const command = JSON.parse(line);
    answer = await commands[command.do](command);
  } catch (error) {
    // Told to the test, which fails with it.
    answer = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
