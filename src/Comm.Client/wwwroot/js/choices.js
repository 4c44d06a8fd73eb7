// Many boxes to tick: typing leaves those in view that fit, and those that are ticked.
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

function filter(root) {
  const search = document.createElement("input");
  search.type = "search";
  search.autocomplete = "off";
  search.placeholder = root.dataset.filter;
  search.setAttribute("aria-label", root.dataset.filter);
  search.addEventListener("input", (event) => {
    event.stopPropagation();
    for (const choice of root.querySelectorAll("label.choice")) {
      choice.hidden = !choice.querySelector("input").checked && !fold(choice.textContent).includes(fold(search.value));
    }
  });
  search.addEventListener("change", (event) => event.stopPropagation());
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
    }
  });
  root.prepend(search);
}

export function startFilters(scope) {
  for (const root of scope.querySelectorAll("[data-filter]:not([data-started])")) {
    root.dataset.started = "";
    filter(root);
  }
}
