// What every page does: say when an answer did not come, and close what Esc closes.
const notice = document.getElementById("notice");

function say(sentence) {
  notice.textContent = sentence;
  notice.classList.add("is-shown");
}

document.addEventListener("htmx:responseError", (event) => {
  say(event.detail.xhr.status === 401 ? document.body.dataset.over : document.body.dataset.failed);
});
document.addEventListener("htmx:sendError", () => say(document.body.dataset.failed));
document.addEventListener("htmx:afterOnLoad", () => notice.classList.remove("is-shown"));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const open of document.querySelectorAll("details.languages[open]")) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  }
});

// After a form came back, its summary speaks first.
document.querySelector(".error-summary[tabindex], .warning-summary[tabindex]")?.focus();
