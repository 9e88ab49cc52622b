// Keeps what an officer types on this device until the form has been filed, and says so when
// there is no connection. The form works without it; files cannot be kept.
(() => {
  const filed = document.querySelector("[data-draft-filed]");
  if (filed) localStorage.removeItem(`draft:${filed.dataset.draftFiled}`);
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const key = `draft:${form.dataset.draft}`;
  const status = form.querySelector("[data-draft-status]");
  const say = (what) => { status.textContent = status.dataset[what]; };
  const kept = [...form.elements].filter((field) =>
    field.name && !["hidden", "file", "submit"].includes(field.type) && field.name !== "staged");
  const isChoice = (field) => ["radio", "checkbox"].includes(field.type);

  const read = () => {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  };
  const write = () => {
    const values = {};
    for (const field of kept) {
      if (!isChoice(field)) values[field.name] = field.value;
      else if (field.checked) values[field.name] = field.value;
    }
    try { localStorage.setItem(key, JSON.stringify(values)); say("kept"); } catch { /* a full or closed store keeps nothing */ }
  };
  const restore = (values) => {
    let changed = false;
    for (const field of kept) {
      if (!(field.name in values)) continue;
      if (isChoice(field)) field.checked = values[field.name] === field.value;
      else if (field.value !== values[field.name]) { field.value = values[field.name]; changed = true; }
    }
    for (const part of form.querySelectorAll("details")) {
      if ([...part.querySelectorAll("input, textarea")].some((field) => field.type !== "checkbox" && field.value)) part.open = true;
    }
    if (changed) say("restored");
  };

  // A page that already carries typed text (an error, a conflict) is newer than what is stored.
  const values = read();
  if (values && !document.querySelector(".error-summary, #changes-heading, .notice")) restore(values);
  form.addEventListener("input", write);
  form.addEventListener("submit", (event) => {
    write();
    if (!navigator.onLine) { event.preventDefault(); say("offline"); }
  });
})();
