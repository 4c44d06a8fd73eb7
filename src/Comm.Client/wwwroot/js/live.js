import { hush, say } from "./shell.js";

// One event stream per browser. The tab that holds the lock listens and tells the others; when it closes, the lock passes on.
const channel = new BroadcastChannel("comm-live");
// Why there is no stream: the program has stopped, another launch of it answers here, or it does not know this browser any more.
const losses = ["stopped", "moved", "over"];
let isLeaving = false;

function lose(how) {
  say(document.body.dataset[how]);
  const line = document.getElementById("connection");
  line.className = "connection is-offline";
  line.lastElementChild.textContent = line.dataset.lost;
}

function announce(name) {
  if (name === "locked") {
    location.assign(`/unlock?return=${location.pathname}`);
    return;
  }
  if (losses.includes(name)) {
    lose(name);
    return;
  }
  if (name === "listening") {
    hush();
  }
  document.body.dispatchEvent(new CustomEvent(name));
  if (name.startsWith("group-")) {
    document.body.dispatchEvent(new CustomEvent("any-group"));
  }
}

function tell(name) {
  announce(name);
  channel.postMessage(name);
}

channel.addEventListener("message", (event) => announce(event.data));
addEventListener("pagehide", () => {
  isLeaving = true;
});

/** What a broken stream means; null when the program answers as ever. */
async function reason() {
  try {
    const answer = await fetch("/frame/connection", { cache: "no-store", redirect: "manual" });
    if (answer.type === "opaqueredirect") {
      return "locked";
    }
    return { 401: "over", 421: "moved" }[answer.status] ?? (answer.ok ? null : "stopped");
  } catch {
    return "stopped";
  }
}

function listen() {
  return new Promise((resolve) => {
    const source = new EventSource("/events");
    // The server's events have names that are not known beforehand: the name travels as the data of one kind.
    source.addEventListener("message", (event) => tell(event.data));
    source.addEventListener("error", async () => {
      const why = await reason();
      if (why && !isLeaving) {
        tell(why);
      }
      // A refused stream stays closed; a broken one reconnects by itself.
      if (source.readyState === EventSource.CLOSED) {
        resolve();
      }
    });
    addEventListener("pagehide", () => source.close());
  });
}

async function lead() {
  for (;;) {
    await navigator.locks.request("comm-live", listen);
    await new Promise((resolve) => setTimeout(resolve, 3000));
  }
}

lead();
