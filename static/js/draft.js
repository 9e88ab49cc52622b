// Keeps what an officer types on this device until the form has been filed, and says so when
// there is no connection. The form works without it; files cannot be kept.
(() => {
  const filed = document.querySelector("[data-draft-filed]");
  if (filed) {
    localStorage.removeItem(`draft:${filed.dataset.draftFiled}`);
    // Whoever comes back to this page later must not lose what was typed since.
    history.replaceState(null, "", location.pathname + location.hash);
  }
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const key = `draft:${form.dataset.draft}`;
  const status = form.querySelector("[data-draft-status]");
  const restored = form.querySelector("[data-draft-restored]");
  const say = (what) => { if (status.textContent !== status.dataset[what]) status.textContent = status.dataset[what]; };
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
      else if (field.checked) values[field.name] = [...(values[field.name] ?? []), field.value];
    }
    try { localStorage.setItem(key, JSON.stringify(values)); say("kept"); } catch { /* a full or closed store keeps nothing */ }
  };
  const restore = (values) => {
    for (const field of kept) {
      if (!(field.name in values)) continue;
      const [property, value] = isChoice(field)
        ? ["checked", values[field.name].includes(field.value)] : ["value", values[field.name]];
      if (field[property] === value) continue;
      field[property] = value;
      restored.hidden = false;
    }
    for (const part of form.querySelectorAll("details")) {
      if ([...part.querySelectorAll("input, textarea")].some((field) => field.type !== "checkbox" && field.value)) part.open = true;
    }
  };

  // A page that already carries typed text (an error, a conflict) is newer than what is stored.
  const values = read();
  if (values && !document.querySelector(".error-summary, #changes-heading")) restore(values);
  restored.querySelector("button").addEventListener("click", () => {
    localStorage.removeItem(key);
    form.reset();
    restored.hidden = true;
    status.textContent = "";
    kept[0].focus();
  });
  form.addEventListener("input", write);
  let last = -Infinity;
  form.addEventListener("submit", (event) => {
    write();
    // A second tap is not a second update.
    if (event.timeStamp - last < 2000) event.preventDefault();
    else if (!navigator.onLine) { event.preventDefault(); say("offline"); }
    else last = event.timeStamp;
  });
})();
