// A button that prints the page it stands on. The browser's own way, Ctrl+P, does the same.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) {
    print();
  }
});
