// A link to a question or a section opens what is folded around it. Whoever folds or opens a section finds it so after every change.
function openAround(target) {
  for (let around = target?.closest("details"); around; around = around.parentElement?.closest("details")) {
    around.open = true;
  }
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a[href^='#']");
  const target = link && document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
  if (!target?.closest("#report-fields")) {
    return;
  }
  openAround(target);
  const place = target.matches("details") ? target.querySelector("summary") : target;
  const control = place.matches("div, output") ? place.querySelector("input:not([type=hidden]), select, textarea, button") : place;
  if (control && !control.matches("output")) {
    event.preventDefault();
    control.focus();
    control.scrollIntoView({ block: "center" });
  }
});
