// The engine is made for browsers: it gets a document from jsdom, and while it loads it must not find out that this is Node.
import { JSDOM } from "jsdom";

const names = [
  "window", "document", "DOMParser", "XMLSerializer", "Node", "Element", "Document", "Attr", "Text", "Comment", "CDATASection",
  "ProcessingInstruction", "HTMLElement", "NodeFilter", "XPathEvaluator", "XPathExpression", "XPathResult",
];

export async function loadEngine() {
  const { window } = new JSDOM("");
  for (const name of names) {
    globalThis[name] = name === "window" ? window : window[name];
  }

  const { process } = globalThis;
  globalThis.process = undefined;
  try {
    return await import("@getodk/xforms-engine");
  } finally {
    globalThis.process = process;
  }
}
