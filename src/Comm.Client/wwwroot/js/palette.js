// Ctrl+K: go anywhere by typing a part of its name.
const palette = document.getElementById("palette");
const query = document.getElementById("palette-query");
const places = document.getElementById("palette-places");
const none = document.getElementById("palette-none");

let before;

const shown = () => [...places.children].filter((place) => !place.hidden);

function choose(place) {
  for (const other of places.children) {
    other.setAttribute("aria-selected", other === place);
  }
  query.setAttribute("aria-activedescendant", place?.id ?? "");
  place?.scrollIntoView({ block: "nearest" });
}

function filter() {
  const wanted = query.value.toLocaleLowerCase();
  for (const place of places.children) {
    place.hidden = !place.textContent.toLocaleLowerCase().includes(wanted);
  }
  choose(shown()[0]);
  none.hidden = shown().length > 0;
}

async function open() {
  before = document.activeElement;
  const answer = await fetch(palette.dataset.source);
  if (!answer.ok || answer.redirected) {
    location.assign("/");
    return;
  }
  places.innerHTML = await answer.text();
  query.value = "";
  query.setAttribute("aria-expanded", "true");
  filter();
  palette.showModal();
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    if (!palette.open) {
      open();
    }
  }
});
document.getElementById("palette-open").addEventListener("click", open);
palette.addEventListener("close", () => {
  query.setAttribute("aria-expanded", "false");
  // Where somebody was; who was nowhere goes on at the work.
  (before?.isConnected && before !== document.body ? before : document.getElementById("main")).focus({ preventScroll: true });
});
query.addEventListener("input", filter);
query.addEventListener("keydown", (event) => {
  const now = shown();
  const at = now.findIndex((place) => place.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(now[(at + (event.key === "ArrowDown" ? 1 : now.length - 1)) % now.length]);
  } else if (event.key === "Enter" && now[at]) {
    location.assign(now[at].dataset.href);
  }
});
places.addEventListener("click", (event) => {
  const place = event.target.closest("[role=option]");
  if (place) {
    location.assign(place.dataset.href);
  }
});
