// Choosing a value may change which fields and units the report has: the page asks for them anew. An answer never replaces what
// somebody has gone on to type meanwhile; leaving that field is a change again, and asks again.
const fields = "report-fields";
let entries = 0;
let isTyping = false;

const isOurs = (event) => event.target.closest(`#${fields}`) !== null;

document.addEventListener("input", (event) => {
  if (isOurs(event)) {
    entries++;
    isTyping = true;
  }
});
// Before the request that the change sends.
document.addEventListener("change", (event) => {
  if (isOurs(event)) {
    isTyping = false;
  }
}, { capture: true });
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.id === fields) {
    event.detail.headers["X-Entries"] = String(entries);
  }
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const asked = event.detail.requestConfig?.headers["X-Entries"];
  if (asked !== undefined && (isTyping || asked !== String(entries))) {
    event.detail.shouldSwap = false;
  }
});
