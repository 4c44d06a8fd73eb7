// Dragging a question to its place, and Alt with the arrow keys: both press the buttons of the page, which also work without this.
import { keepDraft } from "./drafts.js";

const tree = () => document.getElementById("question-tree");
const place = () => document.getElementById("place-form");
let dragged = null;

const itemOf = (event) => (event.target instanceof Element ? event.target.closest("#question-tree li[data-question]") : null);

function unmark() {
  for (const marked of tree()?.querySelectorAll(".is-before, .is-into") ?? []) {
    marked.classList.remove("is-before", "is-into");
  }
}

/** Onto the lower half of a section: into it. Else before what lies under the pointer. */
function isInto(event, item) {
  const box = item.querySelector("a").getBoundingClientRect();
  return item.dataset.holds !== undefined && event.clientY > box.top + box.height / 2;
}

document.addEventListener("dragstart", (event) => {
  const item = itemOf(event);
  if (item) {
    dragged = item.dataset.question;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged);
  }
});

document.addEventListener("dragover", (event) => {
  const item = itemOf(event);
  if (!dragged || !item || item.dataset.question === dragged) {
    return;
  }
  event.preventDefault();
  unmark();
  item.classList.add(isInto(event, item) ? "is-into" : "is-before");
});

document.addEventListener("dragend", () => {
  dragged = null;
  unmark();
});

document.addEventListener("drop", (event) => {
  const item = itemOf(event);
  if (!dragged || !item || item.dataset.question === dragged) {
    return;
  }
  event.preventDefault();
  const form = place();
  form.elements.namedItem("name").value = dragged;
  form.elements.namedItem("target").value = item.dataset.question;
  form.elements.namedItem("into").value = isInto(event, item) ? "true" : "false";
  form.submit();
});

// Towards the start of the line is out of a section, in each direction of writing.
function stepOf(key) {
  const isRtl = document.documentElement.dir === "rtl";
  return { ArrowUp: "Up", ArrowDown: "Down", ArrowLeft: isRtl ? "Into" : "Out", ArrowRight: isRtl ? "Out" : "Into" }[key];
}

document.addEventListener("keydown", (event) => {
  const isOurs = event.target instanceof Element && event.target.closest(".question-tree, .question-head");
  const step = event.altKey && isOurs ? stepOf(event.key) : undefined;
  const button = step && document.querySelector(`.question-head button[data-step="${step}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
});

// A question that was opened has the reader's attention; after a move, the keys go on working.
if (location.hash === "#question" && document.querySelector("[data-designer]")) {
  document.querySelector(".question-tree a[aria-current]")?.scrollIntoView({ block: "nearest" });
  document.getElementById("question")?.focus({ preventScroll: true });
}

// What is being typed is kept before the field is left, too.
keepDraft("#design-form");
keepDraft("#texts");
