// What is being written is kept in the vault: a moment after the last key, when the field is left, and when the page goes.
// A form that is being sent says nothing more: what was sent is no draft. One after the other, and htmx in the same line: an older
// state of a form that arrives behind a newer one would take back what was written in between.
const pause = 700;

export function keepDraft(selector) {
  let timer;
  let isDirty = false;
  let isWanted = false;
  let sending = null;

  function keep() {
    clearTimeout(timer);
    const form = document.querySelector(selector);
    if (!isDirty || !form) {
      return;
    }
    if (sending || form.matches(".htmx-request") || form.querySelector("[hx-post].htmx-request")) {
      isWanted = true;
      return;
    }
    send(form);
  }

  function send(form) {
    isDirty = false;
    sending = fetch(form.dataset.draft, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" })
      .then(
        (answer) => {
          isDirty ||= !answer.ok;
        },
        () => {
          isDirty = true;
        },
      )
      .finally(() => {
        sending = null;
        keepIfWanted();
      });
  }

  function keepIfWanted() {
    if (isWanted) {
      isWanted = false;
      keep();
    }
  }

  /** The page goes: there is no later. */
  function keepLast() {
    clearTimeout(timer);
    const form = document.querySelector(selector);
    if (isDirty && form) {
      send(form);
    }
  }

  const isOurs = (event) => event.target instanceof Element && event.target.closest(selector) !== null;
  // What is posted from inside a form takes all of the form along, and is kept.
  const isPost = (event) => isOurs(event) && (event.detail.verb ?? event.detail.requestConfig.verb) === "post";

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
  document.addEventListener("htmx:confirm", (event) => {
    if (isPost(event) && sending) {
      event.preventDefault();
      sending.finally(() => event.detail.issueRequest(true));
    }
  });
  document.addEventListener("htmx:beforeSend", (event) => {
    if (isPost(event)) {
      // It takes along all that stands in the form now.
      clearTimeout(timer);
      isDirty = false;
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (isPost(event)) {
      isDirty ||= !event.detail.successful;
      keepIfWanted();
    }
  });
  addEventListener("pagehide", keepLast);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keepLast());
}
