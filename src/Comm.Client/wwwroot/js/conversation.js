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

  // One stop for Tab in the whole log, at the newest link; from there the arrow keys go from entry to entry.
  const links = () => [...entries.querySelectorAll(".entry a")];
  const stop = (one) => {
    for (const link of links()) {
      link.tabIndex = link === one ? 0 : -1;
    }
  };
  stop(links().at(-1));
  log.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const all = links();
    const next = all[all.indexOf(event.target) + step];
    if (step && event.target.matches(".entry a") && next) {
      event.preventDefault();
      stop(next);
      next.focus();
    }
  });

  let wasAtEnd = true;
  entries.addEventListener("htmx:beforeSwap", () => {
    wasAtEnd = isAtEnd();
  });
  new MutationObserver((changes) => {
    const added = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.matches?.("li.entry"));
    const arrived = added.filter((node) => node === entries.lastElementChild || node.nextElementSibling?.matches("li"));
    if (added.length > 0 && !entries.contains(document.activeElement)) {
      stop(links().at(-1));
    }
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
