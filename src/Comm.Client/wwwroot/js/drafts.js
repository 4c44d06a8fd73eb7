// What is being written is kept in the vault: a moment after the last key, when the field is left, and when the page goes.
// A form that is being sent says nothing more: what was sent is no draft.
const pause = 700;

export function keepDraft(selector) {
  let timer;
  let isDirty = false;

  function keep() {
    clearTimeout(timer);
    const form = document.querySelector(selector);
    if (!isDirty || !form) {
      return;
    }
    isDirty = false;
    fetch(form.dataset.draft, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" }).then(
      (answer) => {
        isDirty ||= !answer.ok;
      },
      () => {
        isDirty = true;
      },
    );
  }

  const isOurs = (event) => event.target instanceof Element && event.target.closest(selector) !== null;

  document.addEventListener("input", (event) => {
    if (isOurs(event)) {
      isDirty = true;
      clearTimeout(timer);
      timer = setTimeout(keep, pause);
    }
  });
  document.addEventListener("focusout", (event) => isOurs(event) && keep());
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target.matches(selector)) {
        clearTimeout(timer);
        isDirty = false;
      }
    },
    { capture: true },
  );
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
}
