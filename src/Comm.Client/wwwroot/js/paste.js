// Rows of a spreadsheet that are pasted into a field of a line become lines: they go the way of the box that is there for them.
document.addEventListener("paste", (event) => {
  const field = event.target instanceof Element && event.target.closest(".goods-line input");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!field || !/[\t\n]/.test(text.trimEnd())) {
    return;
  }
  const repeat = field.closest(".goods-lines");
  const box = repeat.querySelector("[data-paste-into]");
  const button = box?.parentElement.querySelector("button[name=paste]");
  if (!button) {
    return;
  }
  event.preventDefault();
  box.value = text;
  button.click();
});
