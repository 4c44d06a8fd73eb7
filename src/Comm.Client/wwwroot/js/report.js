// Choosing a value may change which fields, lines and units the report has: the page asks for them anew, and takes of the answer what
// is new. A field that has the focus, or was written in since the question left, stays as it is, its value and its selection.
import { start } from "./combobox.js";
import { keepDraft } from "./drafts.js";
import { startFilters } from "./choices.js";
import "./sections.js";
import "./paste.js";
import "./bulk.js";

const fields = () => document.getElementById("report-fields");
const edits = new WeakMap();
let edit = 0;
let asked = 0;

const isOurs = (event) => event.target instanceof Element && event.target.closest("#report-fields") !== null;

function note(event) {
  const control = isOurs(event) && event.target.closest("[data-control]");
  if (control) {
    edits.set(control, ++edit);
  }
}

// Before the request that the change sends.
document.addEventListener("input", note, { capture: true });
document.addEventListener("change", note, { capture: true });
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.path.endsWith("/report/draft")) {
    asked = edit;
  }
});

// With a line gone, moved or put between, the lines behind it have other names: nothing of them may be taken for what it was.
const renames = ["remove", "duplicate", "up", "down", "cut", "paste"];
const has = (parameters, name) => parameters.has?.(name) ?? name in parameters;

document.addEventListener("htmx:beforeSwap", (event) => {
  const detail = event.detail;
  if (!detail.requestConfig?.path.endsWith("/report/draft") || !detail.shouldSwap) {
    return;
  }
  detail.shouldSwap = false;
  const answer = new DOMParser().parseFromString(detail.serverResponse, "text/html").getElementById("report-fields");
  if (!answer) {
    return;
  }
  const parameters = detail.requestConfig.parameters;
  const isRenamed = renames.some((name) => has(parameters, name));
  const old = fields();
  const whole = merge(old, document.importNode(answer, true), isRenamed);
  if (!whole) {
    // Something was left as it was: a shape that no report has makes the next change ask again.
    old.querySelector("input[name=shape]").value = "";
  }
  htmx.process(old);
  start(old);
  startFilters(old);
  document.querySelectorAll("[data-day-of]").forEach(tellDay);
  attend(detail.xhr.getResponseHeader("Comm-Attention"), old);
});

/** After a line was added, moved or taken away, the keyboard is where it happened. */
function attend(line, whole) {
  const place = line ? document.getElementById(line) : whole.querySelector("[data-pasted]");
  const target = place?.matches("[data-pasted]") ? place : place?.querySelector("input:not([type=hidden]), select, textarea");
  const repeat = line && document.getElementById(line.replace(/\[\d+\]$/, ""));
  (target ?? repeat?.querySelector(".acts button"))?.focus();
}

const keyOf = (node) => node.dataset.key || node.id || `${node.localName}.${node.className}.${node.getAttribute("name") ?? ""}`;
const isStill = (node) => node.contains(document.activeElement) || (edits.get(node) ?? 0) > asked;
const boxes = ["div", "fieldset", "details"];
const isBox = (node) => boxes.includes(node.localName) && node.dataset.control === undefined;

/** Makes `old` like `fresh`, and leaves out what must stay. True when nothing was left out. What is folded stays folded. */
function merge(old, fresh, isRenamed) {
  for (const name of ["class", "hx-post", "data-lines"]) {
    if (fresh.hasAttribute(name)) {
      old.setAttribute(name, fresh.getAttribute(name));
    }
  }
  const known = new Map([...old.children].map((child) => [keyOf(child), child]));
  const stays = new Set();
  let whole = true;
  let at = old.firstElementChild;
  for (const child of [...fresh.children]) {
    const before = known.get(keyOf(child));
    if (!before) {
      old.insertBefore(child, at);
      continue;
    }
    // The order of a form never changes: what stands between is gone.
    while (at && at !== before) {
      const gone = at;
      at = at.nextElementSibling;
      gone.remove();
    }
    at = before.nextElementSibling;
    stays.add(before);
    if (isRenamed && before.matches(".goods-lines")) {
      before.replaceWith(child);
    } else if (isBox(before)) {
      whole = merge(before, child, isRenamed) && whole;
    } else if (isStill(before)) {
      whole = false;
    } else if (!before.isEqualNode(child)) {
      before.replaceWith(child);
    }
  }
  while (at) {
    const gone = at;
    at = at.nextElementSibling;
    gone.remove();
  }
  return whole;
}

// A browser writes dates as its own language does; ours stands beneath in words, so that nobody reads the month for the day.
const days = new Intl.DateTimeFormat(`${document.documentElement.lang}-u-ca-gregory-nu-latn`, { dateStyle: "long", timeZone: "UTC" });

function tellDay(words) {
  const day = document.getElementById(words.dataset.dayOf)?.valueAsDate;
  words.textContent = day ? days.format(day) : "";
}

document.addEventListener("input", (event) => {
  if (isOurs(event) && event.target.type === "date") {
    const words = document.getElementById(`${event.target.id}-words`);
    tellDay(words);
  }
});

startFilters(document);
keepDraft("#report");
