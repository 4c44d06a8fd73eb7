// Arrival never moves what somebody reads: it follows only who is at the end already, and tells the others how much is below.
import "./composer.js";

const log = document.getElementById("log");
const marker = document.getElementById("new-marker");
const near = 60;

if (log) {
  const entries = document.getElementById("entries");
  const rules = new Intl.PluralRules(document.documentElement.lang);
  let below = 0;

  const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < near;
  const toEnd = () => log.scrollTo({ top: log.scrollHeight, behavior: "instant" });
  let readUpTo = "";
  const read = () => {
    const last = document.getElementById("after").value;
    if (isAtEnd() && document.visibilityState === "visible" && last !== readUpTo) {
      readUpTo = last;
      htmx.trigger("#read", "read-here");
    }
  };
  const mark = () => {
    marker.hidden = below === 0;
    const sentence = marker.dataset[rules.select(below)] ?? marker.dataset.other;
    marker.textContent = sentence.replace("{0}", below);
  };

  let wasAtEnd = true;
  entries.addEventListener("htmx:beforeSwap", () => {
    wasAtEnd = isAtEnd();
  });
  new MutationObserver((changes) => {
    const added = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.matches?.("li.entry"));
    const arrived = added.filter((node) => node === entries.lastElementChild || node.nextElementSibling?.matches("li"));
    const newest = added.length > 0 && added.at(-1) === entries.lastElementChild;
    if (!newest) {
      return;
    }
    log.querySelector(".empty")?.remove();
    if (wasAtEnd || added.at(-1).dataset.mine) {
      toEnd();
      read();
    } else {
      below += arrived.filter((node) => !node.dataset.mine).length;
      mark();
    }
  }).observe(entries, { childList: true });

  marker.addEventListener("click", () => {
    toEnd();
    log.focus();
  });
  log.addEventListener("scroll", () => {
    if (isAtEnd()) {
      below = 0;
      mark();
      read();
    }
  });
  document.addEventListener("visibilitychange", read);

  // Where the address points, else where the new begins, else the end.
  const named = /^#entry-\d+$/.test(location.hash) ? document.getElementById(location.hash.slice(1)) : null;
  (named ?? document.getElementById("unread-here") ?? entries.lastElementChild)?.scrollIntoView({ block: "center", behavior: "instant" });
  if (!named && !document.getElementById("unread-here")) {
    toEnd();
  }
  addEventListener("load", read);
}
