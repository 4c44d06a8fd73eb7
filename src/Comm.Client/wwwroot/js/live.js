// One event stream per browser. The tab that holds the lock listens and tells the others; when it closes, the lock passes on.
const channel = new BroadcastChannel("comm-live");

function announce(name) {
  if (name === "locked") {
    location.assign("/unlock");
    return;
  }
  document.body.dispatchEvent(new CustomEvent(name));
  if (name.startsWith("group-")) {
    document.body.dispatchEvent(new CustomEvent("any-group"));
  }
}

channel.addEventListener("message", (event) => announce(event.data));

function listen() {
  return new Promise((resolve) => {
    const source = new EventSource("/events");
    const tell = (name) => {
      announce(name);
      channel.postMessage(name);
    };
    // The server's events have names that are not known beforehand: the name travels as the data of one kind.
    source.addEventListener("message", (event) => tell(event.data));
    source.addEventListener("error", () => {
      // A refused stream (locked, or the client has stopped) stays closed; a broken one reconnects by itself.
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
