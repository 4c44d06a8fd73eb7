// One ts-mls client: what a test can ask of it. Its own KeyPackage and one group.
import {
  acceptAll,
  branchGroup,
  createApplicationMessage,
  createCommit,
  createGroup,
  createProposal,
  decodeMlsMessage,
  defaultCapabilities,
  defaultLifetime,
  encodeMlsMessage,
  generateKeyPackageWithKey,
  getCiphersuiteFromName,
  getCiphersuiteImpl,
  joinGroup,
  joinGroupExternal,
  joinGroupFromBranch,
  joinGroupFromReinit,
  makePskIndex,
  mlsExporter,
  processPrivateMessage,
  processPublicMessage,
  proposeAddExternal,
  reinitCreateNewGroup,
} from "ts-mls";
import { decodeRatchetTree } from "ts-mls/ratchetTree.js";
import { groupInfoForJoiners, readingExternalPub, signatureKeys, treeOf, updateOf, withLeafKey } from "./bridges.mjs";

const suiteNames = {
  1: "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519",
  2: "MLS_128_DHKEMP256_AES128GCM_SHA256_P256",
  3: "MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519",
  5: "MLS_256_DHKEMP521_AES256GCM_SHA512_P521",
  7: "MLS_256_DHKEMP384_AES256GCM_SHA384_P384",
};

const base64 = (bytes) => Buffer.from(bytes).toString("base64");
const fromBase64 = (text) => new Uint8Array(Buffer.from(text, "base64"));
const fromHex = (text) => new Uint8Array(Buffer.from(text, "hex"));
const encode = (message) => base64(encodeMlsMessage({ version: "mls10", ...message }));

function decode(text) {
  const bytes = fromBase64(text);
  const decoded = decodeMlsMessage(bytes, 0);
  if (decoded === undefined || decoded[1] !== bytes.length) {
    throw new Error("not an MLSMessage");
  }
  return decoded[0];
}

const treeFrom = (text) => (text ? decodeRatchetTree(fromBase64(text), 0)[0] : undefined);
const extensionsFrom = (list) => list.map(({ type, data }) => ({ extensionType: type, extensionData: fromBase64(data) }));

function proposalOf(command) {
  switch (command.kind) {
    case "add":
      return { proposalType: "add", add: { keyPackage: decode(command.keyPackage).keyPackage } };
    case "remove":
      return { proposalType: "remove", remove: { removed: command.leaf } };
    case "psk":
      return {
        proposalType: "psk",
        psk: { preSharedKeyId: { psktype: "external", pskId: fromBase64(command.id), pskNonce: fromBase64(command.nonce) } },
      };
    case "resumption":
      return {
        proposalType: "psk",
        psk: {
          preSharedKeyId: {
            psktype: "resumption",
            usage: "application",
            pskGroupId: fromHex(command.groupId),
            pskEpoch: BigInt(command.epoch),
            pskNonce: fromBase64(command.nonce),
          },
        },
      };
    case "extensions":
      return {
        proposalType: "group_context_extensions",
        groupContextExtensions: { extensions: extensionsFrom(command.extensions) },
      };
    case "reinit":
      return {
        proposalType: "reinit",
        reinit: { groupId: fromHex(command.groupId), version: "mls10", cipherSuite: suiteNames[command.suite], extensions: [] },
      };
    default:
      throw new Error(`unknown proposal ${command.kind}`);
  }
}

export class Client {
  #psks = {};
  #keys = {};

  // A KeyPackage; of the same client as before where the suite's signature key is there already.
  async keyPackage({ suite: id, name, extensionTypes }) {
    this.suite = await getCiphersuiteImpl(getCiphersuiteFromName(suiteNames[id]));
    this.#keys[id] ??= await signatureKeys(id, this.suite);
    const credential = { credentialType: "basic", identity: new TextEncoder().encode(name) };
    const capabilities = defaultCapabilities();
    capabilities.extensions.push(...extensionTypes);
    this.own = await generateKeyPackageWithKey(credential, capabilities, defaultLifetime, [], this.#keys[id], this.suite);
    return { message: encode({ wireformat: "mls_key_package", keyPackage: this.own.publicPackage }) };
  }

  async create({ groupId, extensions }) {
    const { publicPackage, privatePackage } = this.own;
    this.state = await createGroup(fromHex(groupId), publicPackage, privatePackage, extensionsFrom(extensions), this.suite);
    return this.#epoch();
  }

  async join({ message, tree }) {
    const { publicPackage, privatePackage } = this.own;
    const index = makePskIndex(undefined, this.#psks);
    const { welcome } = decode(message);
    this.state = await joinGroup(welcome, publicPackage, privatePackage, index, this.suite, treeFrom(tree));
    return this.#epoch();
  }

  // Out of band: a key that commits may name by `id`.
  async psk({ id, secret }) {
    this.#psks[id] = fromBase64(secret);
    return {};
  }

  async commit({ proposals, publicMessage, tree }) {
    const result = await createCommit(
      { state: this.state, cipherSuite: this.suite, pskIndex: makePskIndex(this.state, this.#psks) },
      { wireAsPublicMessage: publicMessage, ratchetTreeExtension: tree, extraProposals: proposals.map(proposalOf) },
    );
    return this.#committed(result);
  }

  async propose({ proposal, publicMessage }) {
    return this.#proposed(await createProposal(this.state, publicMessage, proposalOf(proposal), this.suite));
  }

  async proposeUpdate({ publicMessage }) {
    const { proposal, privateKey } = await updateOf(this.state, this.suite);
    const answer = this.#proposed(await createProposal(this.state, publicMessage, proposal, this.suite));
    this.state = withLeafKey(this.state, privateKey);
    return answer;
  }

  async askToJoin({ groupInfo }) {
    const { publicPackage, privatePackage } = this.own;
    return { message: encode(await proposeAddExternal(decode(groupInfo).groupInfo, publicPackage, privatePackage, this.suite)) };
  }

  async send({ text }) {
    const result = await createApplicationMessage(this.state, fromBase64(text), this.suite);
    this.state = result.newState;
    return { message: encode({ wireformat: "mls_private_message", privateMessage: result.privateMessage }) };
  }

  async receive({ message }) {
    const { wireformat, publicMessage, privateMessage } = decode(message);
    const index = makePskIndex(this.state, this.#psks);
    const result =
      wireformat === "mls_public_message"
        ? await processPublicMessage(this.state, publicMessage, index, this.suite, acceptAll)
        : await processPrivateMessage(this.state, privateMessage, index, this.suite, acceptAll);
    this.state = result.newState;
    return result.kind === "applicationMessage" ? { text: base64(result.message) } : this.#epoch();
  }

  async groupInfo({ tree }) {
    return { message: encode({ wireformat: "mls_group_info", groupInfo: await groupInfoForJoiners(this.state, this.suite, tree) }) };
  }

  async tree() {
    return { tree: base64(treeOf(this.state)) };
  }

  async joinExternal({ groupInfo, tree, resync }) {
    const { publicPackage, privatePackage } = this.own;
    const suite = readingExternalPub(this.suite, publicPackage.initKey.length);
    const info = decode(groupInfo).groupInfo;
    const result = await joinGroupExternal(info, publicPackage, privatePackage, resync, suite, treeFrom(tree));
    this.state = result.newState;
    return { message: encode({ wireformat: "mls_public_message", publicMessage: result.publicMessage }), ...this.#epoch() };
  }

  // The group that a committed ReInit announced; `keyPackage` has been asked for in its suite before.
  async createReinitialized({ members }) {
    const { groupId, cipherSuite, extensions } = this.state.groupActiveState.reinit;
    const { publicPackage, privatePackage } = this.own;
    const others = members.map((text) => decode(text).keyPackage);
    return this.#committed(
      await reinitCreateNewGroup(this.state, publicPackage, privatePackage, others, groupId, cipherSuite, extensions),
    );
  }

  async joinReinitialized({ message, tree }) {
    const { publicPackage, privatePackage } = this.own;
    const { welcome } = decode(message);
    this.state = await joinGroupFromReinit(this.state, welcome, publicPackage, privatePackage, treeFrom(tree));
    return this.#epoch();
  }

  async branch({ members, groupId }) {
    const { publicPackage, privatePackage } = this.own;
    const others = members.map((text) => decode(text).keyPackage);
    return this.#committed(
      await branchGroup(this.state, publicPackage, privatePackage, others, fromHex(groupId), this.suite),
    );
  }

  async joinBranch({ message, tree }) {
    const { publicPackage, privatePackage } = this.own;
    const { welcome } = decode(message);
    this.state = await joinGroupFromBranch(this.state, welcome, publicPackage, privatePackage, treeFrom(tree), this.suite);
    return this.#epoch();
  }

  async exporter({ label, context, length }) {
    const secret = this.state.keySchedule.exporterSecret;
    return { secret: base64(await mlsExporter(secret, label, fromBase64(context), length, this.suite)) };
  }

  #proposed(result) {
    this.state = result.newState;
    return { message: encode(result.message) };
  }

  #committed(result) {
    this.state = result.newState;
    return {
      message: encode(result.commit),
      welcome: result.welcome && encode({ wireformat: "mls_welcome", welcome: result.welcome }),
      ...this.#epoch(),
    };
  }

  #epoch() {
    return { authenticator: Buffer.from(this.state.keySchedule.epochAuthenticator).toString("hex") };
  }
}
