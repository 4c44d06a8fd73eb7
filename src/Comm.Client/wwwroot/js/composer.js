// The composer is free as soon as its text is on the way: what somebody types next is the next message, and no answer takes it away.
import { keepDraft } from "./drafts.js";

const composer = () => document.getElementById("composer");
const field = () => document.getElementById("composer-text");
const isComposer = (event) => event.detail.elt?.id === "composer";
let onTheWay = "";

// Enter sends, as in every messenger; Shift+Enter makes a line; Ctrl+Enter sends too. Not while an input method is composing.
document.addEventListener("keydown", (event) => {
  if (event.target.id === "composer-text" && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    if (event.target.value.trim() !== "") {
      event.target.form.requestSubmit();
    }
  }
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (isComposer(event)) {
    onTheWay = field().value;
    field().value = "";
  }
});

// Refused, or no answer: the text is there again, before what was typed meanwhile.
function giveBack() {
  const next = field().value;
  field().value = next === "" ? onTheWay : `${onTheWay}\n${next}`;
}

for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failure, (event) => isComposer(event) && giveBack());
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event;
  if (detail.requestConfig?.elt.id !== "composer" || !detail.shouldSwap) {
    return;
  }
  const answer = new DOMParser().parseFromString(detail.serverResponse, "text/html");
  const fresh = answer.getElementById("composer");
  if (!fresh) {
    return;
  }
  // Only what surrounds the text is taken over: the id of the next message, and what was wrong with this one.
  detail.shouldSwap = false;
  document.getElementById("composer-problem")?.remove();
  composer().querySelector("input[name=message]").value = fresh.querySelector("input[name=message]").value;
  for (const name of ["aria-invalid", "aria-describedby"]) {
    const value = fresh.querySelector("textarea").getAttribute(name);
    value === null ? field().removeAttribute(name) : field().setAttribute(name, value);
  }
  const problem = fresh.querySelector("#composer-problem");
  if (problem) {
    giveBack();
    composer().insertBefore(document.importNode(problem, true), composer().querySelector(".composer-row"));
  }
  htmx.trigger(document.body, `group-${document.getElementById("conversation").dataset.group}`);
});

keepDraft("#composer");
