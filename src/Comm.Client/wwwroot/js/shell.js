// What every page does: say when an answer did not come, and close what Esc closes.
const notice = document.getElementById("notice");

export function say(sentence) {
  notice.textContent = sentence;
  notice.classList.add("is-shown");
}

export const hush = () => notice.classList.remove("is-shown");

document.addEventListener("htmx:responseError", (event) => {
  const { over, moved, failed } = document.body.dataset;
  say({ 401: over, 421: moved }[event.detail.xhr.status] ?? failed);
});
// The other end is a program on this machine: when no answer comes at all, it is not there.
document.addEventListener("htmx:sendError", () => say(document.body.dataset.stopped));
document.addEventListener("htmx:afterOnLoad", hush);

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
