// The editable combobox with list autocomplete of the ARIA Authoring Practices. The list comes from this machine's client; what is
// sent is the code in the hidden field, or, without a choice, the text as it was typed.
const pause = 60;

function combobox(root) {
  const input = root.querySelector("[role=combobox]");
  const list = root.querySelector("[role=listbox]");
  const code = root.querySelector("input[type=hidden]");
  const none = root.querySelector("[role=status]");
  let asked = 0;
  let timer;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const active = () => list.querySelector("[aria-selected=true]");

  function activate(option) {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option?.id ?? "");
  }

  function close() {
    asked++;
    clearTimeout(timer);
    list.hidden = true;
    none.textContent = "";
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-activedescendant", "");
  }

  function choose(option) {
    input.value = option.dataset.label;
    code.value = option.dataset.value;
    close();
    code.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function ask() {
    const address = new URL(root.dataset.source, location.href);
    address.searchParams.set("q", input.value);
    address.searchParams.set("list", list.id);
    const kind = root.dataset.narrow && document.getElementById(root.dataset.narrow)?.value;
    if (kind) {
      address.searchParams.set("kind", kind);
    }
    const answer = await fetch(address);
    return answer.ok && !answer.redirected ? answer.text() : null;
  }

  async function look() {
    const mine = ++asked;
    const answer = await ask();
    // Answers may come out of order; only the newest question counts.
    if (mine !== asked || answer === null) {
      return;
    }
    // Whoever has gone into the list already keeps the line that the arrow keys have marked.
    const marked = active()?.dataset.value;
    list.innerHTML = answer;
    const nothing = list.querySelector("[data-none]");
    none.textContent = nothing?.textContent ?? "";
    nothing?.remove();
    list.hidden = options().length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    activate(marked === undefined ? null : options().find((option) => option.dataset.value === marked));
  }

  input.addEventListener("input", () => {
    code.value = "";
    clearTimeout(timer);
    timer = setTimeout(look, pause);
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.indexOf(active());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) {
        look();
      } else {
        const step = event.key === "ArrowDown" ? 1 : -1;
        activate(at < 0 ? all.at(step > 0 ? 0 : -1) : all[(at + step + all.length) % all.length]);
      }
    } else if (event.key === "Enter" && !list.hidden && active()) {
      event.preventDefault();
      choose(active());
    } else if (event.key === "Escape") {
      if (!list.hidden) {
        event.stopPropagation();
        close();
      } else {
        input.value = "";
        code.value = "";
      }
    }
  });
  // Leaving takes what the arrow keys have marked, or what the text names in full; that only one choice begins so is no choice.
  async function leave() {
    const marked = list.hidden ? null : active();
    close();
    if (marked) {
      choose(marked);
      return;
    }
    const typed = input.value;
    if (code.value !== "" || typed.trim() === "") {
      return;
    }
    const answer = await ask();
    if (answer !== null && input.isConnected && input.value === typed && code.value === "") {
      const found = new DOMParser().parseFromString(`<ul>${answer}</ul>`, "text/html").querySelector("[data-exact]");
      if (found) {
        choose(found);
      }
    }
  }

  input.addEventListener("blur", leave);
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) {
      choose(option);
    }
  });
}

export function start(scope) {
  for (const root of scope.querySelectorAll("[data-combobox]:not([data-started])")) {
    root.dataset.started = "";
    combobox(root);
  }
}

start(document);
document.addEventListener("htmx:load", (event) => start(event.detail.elt.parentElement ?? document));
