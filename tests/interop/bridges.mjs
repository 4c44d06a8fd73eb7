// Where ts-mls 1.6.4 departs from RFC 9420, or has no call for what the RFC has. README.md says what follows for the tests.
import { p256, p384, p521 } from "@noble/curves/nist.js";
import { encode } from "ts-mls/codec/tlsEncoder.js";
import { createGroupInfo } from "ts-mls/createCommit.js";
import { signLeafNodeCommit } from "ts-mls/leafNode.js";
import { ratchetTreeEncoder } from "ts-mls/ratchetTree.js";

const nistCurves = { 2: p256, 5: p521, 7: p384 };

// ts-mls makes compressed signature keys of these; RFC 9420 §5.1.2 wants the uncompressed form, which it reads as well.
export async function signatureKeys(id, suite) {
  const curve = nistCurves[id];
  if (curve === undefined) {
    return suite.signature.keygen();
  }
  const signKey = curve.utils.randomSecretKey();
  return { signKey, publicKey: curve.getPublicKey(signKey, false) };
}

// §12.4.3.2: external_pub is an HPKEPublicKey, a vector with its length header; ts-mls writes and reads the bare key.
const lengthHeader = (length) => (length < 64 ? [length] : [0x40 | (length >> 8), length & 0xff]);

export async function groupInfoForJoiners(state, suite, withTree) {
  const external = await suite.hpke.deriveKeyPair(state.keySchedule.externalSecret);
  const key = await suite.hpke.exportPublicKey(external.publicKey);
  const extensions = [
    { extensionType: "external_pub", extensionData: new Uint8Array([...lengthHeader(key.length), ...key]) },
    ...(withTree ? [{ extensionType: "ratchet_tree", extensionData: treeOf(state) }] : []),
  ];
  return createGroupInfo(state.groupContext, state.confirmationTag, state, extensions, suite);
}

export function readingExternalPub(suite, keySize) {
  const headerSize = lengthHeader(keySize).length;
  const importPublicKey = (bytes) =>
    suite.hpke.importPublicKey(bytes.length === headerSize + keySize ? bytes.slice(headerSize) : bytes);
  return { ...suite, hpke: { ...suite.hpke, importPublicKey } };
}

export const treeOf = (state) => encode(ratchetTreeEncoder)(state.ratchetTree);

// §12.1.2: ts-mls sends and applies Updates, but has no call that makes one.
export async function updateOf(state, suite) {
  const leafIndex = state.privatePath.leafIndex;
  const keys = await suite.hpke.generateKeyPair();
  const own = state.ratchetTree[2 * leafIndex].leaf;
  const { signature, ...leaf } = await signLeafNodeCommit(
    {
      hpkePublicKey: await suite.hpke.exportPublicKey(keys.publicKey),
      signaturePublicKey: own.signaturePublicKey,
      credential: own.credential,
      capabilities: own.capabilities,
      extensions: own.extensions,
      leafNodeSource: "update",
      groupId: state.groupContext.groupId,
      leafIndex,
    },
    state.signaturePrivateKey,
    suite.signature,
  );
  return {
    proposal: { proposalType: "update", update: { leafNode: { ...leaf, signature } } },
    privateKey: await suite.hpke.exportPrivateKey(keys.privateKey),
  };
}

// The next commit is taken to be the one that has our Update: the key to its leaf replaces the old one at once.
export const withLeafKey = (state, privateKey) => ({
  ...state,
  privatePath: {
    ...state.privatePath,
    privateKeys: { ...state.privatePath.privateKeys, [2 * state.privatePath.leafIndex]: privateKey },
  },
});
