/* medmassage: what the charting page gains from a script. It works without: rows stand ready, regions get their line when saved.

   Marks it reads:
     [data-add-line]         adds a row from template[data-line-row] to [data-line-rows]
     [data-found]            the list of found lines; template[data-found-row] is one of them, [data-region-row="ID"] each
     [data-carried="NAME"]   last visit's words; its button puts them into the field NAME of the same form */
(() => {
  "use strict";
  const form = document.querySelector("form[data-lines]");
  if (!form) return;
  const changed = (field) => ["input", "change"].forEach((name) => field.dispatchEvent(new Event(name, { bubbles: true })));

  const addLine = () => {
    const total = form.elements["lines-TOTAL_FORMS"];
    const number = Number(total.value);
    if (number >= Number(form.elements["lines-MAX_NUM_FORMS"].value)) return;
    const row = form.querySelector("template[data-line-row]").content.cloneNode(true).firstElementChild;
    row.querySelector("legend").textContent = `Line ${number + 1}`;
    row.querySelectorAll("[id], [name], [for]").forEach((one) => ["id", "name", "for"].forEach((key) => {
      if (one.hasAttribute(key)) one.setAttribute(key, one.getAttribute(key).replace("__prefix__", number));
    }));
    form.querySelector("[data-line-rows]").append(row);
    total.value = number + 1;
    row.querySelector("select, input").focus();
  };

  // Rows stand ready for those without a script; with one, a single empty row is enough.
  const blank = (row) => [...row.querySelectorAll("input, select")].every((field) => !field.value);
  const rows = () => [...form.querySelectorAll("[data-line-rows] .line")];
  while (rows().length > 1 && rows().slice(-2).every(blank)) {
    rows().at(-1).remove();
    form.elements["lines-TOTAL_FORMS"].value = rows().length;
    form.elements["lines-INITIAL_FORMS"].value = Math.min(form.elements["lines-INITIAL_FORMS"].value, rows().length);
  }

  const words = (box) => {
    const label = box.labels?.[0]?.cloneNode(true);
    label?.querySelector(".bm-word")?.remove();
    return (label?.textContent || box.value.replaceAll("_", " ")).trim();
  };
  const find = (box) => {
    const list = form.querySelector("[data-found]");
    const old = list.querySelector(`[data-region-row="${CSS.escape(box.value)}"]`);
    if (!box.checked) { old?.remove(); return; }
    if (old) return;
    const row = form.querySelector("template[data-found-row]").content.cloneNode(true).firstElementChild;
    row.dataset.regionRow = box.value;
    const [label, input] = [row.querySelector("label"), row.querySelector("input")];
    label.textContent = words(box);
    label.htmlFor = input.id = `found-${box.value}`;
    input.name = `found.${box.value}`;
    list.append(row);
  };

  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-add-line]")) addLine();
    const keep = event.target.closest("[data-carried] button[name=keep]");
    if (!keep) return;
    event.preventDefault();
    const block = keep.closest("[data-carried]");
    const field = form.elements[block.dataset.carried];
    field.value = block.querySelector("p").innerText;
    block.remove();
    field.focus();
    changed(field);
  });
  form.addEventListener("input", (event) => {
    if (event.target.value) form.querySelector(`[data-carried="${event.target.name}"]`)?.remove();
  });
  form.addEventListener("change", (event) => { if (event.target.name === "regions") find(event.target); });
})();
