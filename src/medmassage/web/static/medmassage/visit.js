/* medmassage: what the charting page gains from a script. It works without: rows stand ready, regions get their row when saved.

   Marks it reads:
     form[data-lines]           the charting form; data-mode="quick|full", data-zone the clinic's time zone
     [data-add-line]            adds a row from template[data-line-row] to [data-line-rows]
     [data-found]               the list of found regions; template[data-found-row] is one of them, [data-region-row="ID"] each
     [data-carried="NAME"]      says that the field NAME still holds last visit's words; its button keeps them
     [data-feeling], [data-next], [data-booked], [data-work], [data-same], [data-slider]   chips and sliders of quick mode
     [data-modes="COOKIE"]      quick or full, remembered in the cookie
   What other scripts of the page use stands in window.charting. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-lines]");
  if (!form) return;
  const all = (selector, within = form) => [...within.querySelectorAll(selector)];
  let ours = false;  // what this page writes by itself is no touch of the person's
  const changed = (field) => {
    ours = true;
    ["input", "change"].forEach((name) => field.dispatchEvent(new Event(name, { bubbles: true })));
    ours = false;
  };
  const put = (field, value) => { if (field.value !== String(value)) { field.value = value; changed(field); } };

  /* Lines of work ---------------------------------------------------------------------------------------------- */
  const rows = () => all("[data-line-rows] .line");
  const of = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const NAMES = ["region", "technique", "code", "modifiers", "minutes", "started"];
  const blank = (row) => NAMES.every((name) => !of(row, name).value);
  const title = (row) => of(row, "region").selectedOptions[0]?.value ? of(row, "region").selectedOptions[0].textContent : "";
  const name = (row) => {
    const where = title(row);
    row.querySelector("[data-line-where]").textContent = where;
    row.querySelector("[data-line-of]").textContent = ` the timer on ${where || "this line"}`;
    row.classList.toggle("is-blank", blank(row));
    row.classList.toggle("is-nowhere", !where);
    row.classList.toggle("is-carried", Boolean(of(row, "carried").value));
    form.querySelector("[data-keep-lines]").hidden = !rows().some((one) => of(one, "carried").value);
  };
  const newLine = () => {
    const total = form.elements["lines-TOTAL_FORMS"], number = Number(total.value);
    if (number >= Number(form.elements["lines-MAX_NUM_FORMS"].value)) return null;
    const row = form.querySelector("template[data-line-row]").content.cloneNode(true).firstElementChild;
    row.querySelector("legend").textContent = `Line ${number + 1}`;
    all("[id], [name], [for], [aria-labelledby]", row).forEach((one) => ["id", "name", "for", "aria-labelledby"].forEach((key) => {
      if (one.hasAttribute(key)) one.setAttribute(key, one.getAttribute(key).replace("__prefix__", number));
    }));
    all("[data-with-script]", row).forEach((one) => { one.hidden = false; });
    form.querySelector("[data-line-rows]").append(row);
    total.value = number + 1;
    name(row);
    return row;
  };
  const press = (row, value) => all('[name$="-pressure"]', row).forEach((one) => { one.checked = one.value === (value || ""); });
  const line = (values) => {
    const row = rows().find((one) => blank(one) && !one.hidden) || newLine();
    if (!row) return null;
    NAMES.forEach((key) => { of(row, key).value = values[key] || ""; });
    press(row, values.pressure);
    of(row, "carried").value = values.carried ? "1" : "";
    name(row);
    spare();
    changed(of(row, "region"));
    paintWork();
    return row;
  };
  const drop = (row) => {
    NAMES.forEach((key) => { of(row, key).value = ""; });
    of(row, "carried").value = "";
    press(row, "");
    name(row);
    row.hidden = true;
    changed(of(row, "region"));
    paintWork();
  };
  const mine = (row) => { if (of(row, "carried").value) { of(row, "carried").value = ""; name(row); } };
  // One empty row to write in is enough, and the first is never shown in quick mode: there a tap makes a line.
  const spare = () => { if (!rows().some((row) => blank(row) && !row.hidden) && form.dataset.mode === "full") newLine(); };
  const trim = () => {
    while (rows().length > 1 && rows().slice(-2).every(blank)) {
      rows().at(-1).remove();
      form.elements["lines-TOTAL_FORMS"].value = rows().length;
      form.elements["lines-INITIAL_FORMS"].value = Math.min(form.elements["lines-INITIAL_FORMS"].value, rows().length);
    }
  };
  const codeOf = (technique) => all("#techniques option").find((one) => one.value === technique)?.dataset.code || "";

  /* What was found ---------------------------------------------------------------------------------------------- */
  const boxes = () => all('input[name="regions"]');
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
    const where = words(box);
    const [label, input] = [row.querySelector("label.where"), row.querySelector("input.input")];
    label.textContent = where;
    row.querySelector("[data-unfold] .sr").textContent += `, ${where}`;
    label.htmlFor = input.id = `found-${box.value}`;
    input.name = `found.${box.value}`;
    all("[data-sign-of]", row).forEach((one) => { one.name = `symbol.${box.value}`; });
    all("[role=group]", row).forEach((one) => { one.setAttribute("aria-label", `${one.getAttribute("aria-label")}, ${where}`); });
    all("[data-with-script]", row).forEach((one) => { one.hidden = false; });
    list.append(row);
    if (!copying) unfold(row, true);
    paintWork();
  };
  // One region stands open at a time; the others say in a line what was found there.
  const told = (row) => {
    const signs = all("[data-sign-of]:checked", row).map((one) => one.parentElement.textContent.trim().toLowerCase()).join(", ");
    row.querySelector("[data-told]").textContent = [signs, row.querySelector("input.input").value].filter(Boolean).join(": ") || "marked";
  };
  const unfold = (row, open) => all("[data-region-row]").forEach((one) => {
    const is = one === row && open;
    one.classList.toggle("is-open", is);
    one.querySelector("[data-unfold]").setAttribute("aria-expanded", String(is));
    told(one);
  });
  const base = (region) => region.replace(/_[lr]$/, "");
  const works = (region, technique) => rows().find((row) => of(row, "technique").value === technique
    && [region, base(region)].includes(of(row, "region").value));
  const paintWork = () => all("[data-region-row] [data-work]").forEach((chip) => {
    chip.setAttribute("aria-pressed", String(Boolean(works(chip.closest("[data-region-row]").dataset.regionRow, chip.dataset.work))));
  });
  const work = (chip) => {
    const region = chip.closest("[data-region-row]").dataset.regionRow, known = works(region, chip.dataset.work);
    if (known && (!of(known, "minutes").value || of(known, "carried").value)) drop(known);
    else if (!known) line({ region, technique: chip.dataset.work, code: chip.dataset.code });
  };
  let copying = false;
  const same = (button) => {
    copying = true;
    const kept = form.querySelector("[data-again]");
    all("li", kept).forEach((one) => {
      if (!works(one.dataset.region, one.dataset.technique)) line({ ...one.dataset, carried: true });
    });
    kept.dataset.again.split(" ").forEach((region) => {
      const box = boxes().find((one) => one.value === region);
      if (box && !box.checked) { box.checked = true; changed(box); }
    });
    copying = false;
    button.closest("[data-again-row]").hidden = true;
    form.querySelector("[data-timer-go]:not([hidden])")?.focus();
  };

  /* Carried over, drafted ---------------------------------------------------------------------------------------- */
  const settle = (part) => form.querySelector(`[data-carried="${part}"]`)?.remove();
  const keep = (button) => {
    if (button.value === "lines") rows().forEach(mine);
    settle(button.value);
    changed(form.elements[button.value] || form.elements.timer);
  };
  const use = (button) => {
    const field = form.elements[button.value], own = field.value.trim();
    const text = button.parentElement.querySelector("[data-drafted]").textContent;
    field.value = own && !form.querySelector(`[data-carried="${button.value}"]`) ? `${own}\n${text}` : text;
    settle(button.value);
    button.parentElement.replaceChildren();
    changed(field);
  };
  const anew = (button) => {
    const field = form.elements[button.closest("[data-carried]").dataset.carried];
    settle(field.name);
    field.value = "";
    changed(field);
    field.focus();
  };

  /* Chips that write ---------------------------------------------------------------------------------------------- */
  const feelings = () => all("[data-feeling]").map((one) => one.dataset.feeling);
  const feel = (chip) => {
    const field = form.elements.subjective, own = field.value, old = feelings().find((one) => own.startsWith(one));
    const rest = (old ? own.slice(old.length) : own).trimStart(), now = old === chip.dataset.feeling ? "" : chip.dataset.feeling;
    put(field, [now, rest].filter(Boolean).join(" "));
    if (now.endsWith(":")) { field.value += " "; field.focus(); }
  };
  const pressed = () => {
    const own = form.elements.subjective.value, next = form.elements.next_visit.value;
    all("[data-feeling]").forEach((one) => one.setAttribute("aria-pressed", String(own.startsWith(one.dataset.feeling))));
    all("[data-next]").forEach((one) => one.setAttribute("aria-pressed", String(next === one.dataset.next)));
  };
  const booked = (chip) => {
    const [begins, ends] = chip.dataset.booked.split(" ");
    put(form.elements.started, begins);
    put(form.elements.ended, ends);
  };

  /* Pain: a slider sets the chips ---------------------------------------------------------------------------------- */
  all("[data-slider]").forEach((slider) => {
    const [range, output] = [slider.querySelector("input"), slider.querySelector("output")];
    const chips = () => all(`input[name="${slider.dataset.slider}"]`);
    const show = () => {
      const value = chips().find((one) => one.checked)?.value || "";
      if (value) range.value = value;
      output.textContent = value || "–";
      range.setAttribute("aria-valuetext", value || "not asked");
      slider.classList.toggle("is-open", !value);
    };
    const set = () => {
      const chip = chips().find((one) => one.value === range.value);
      if (chip && !chip.checked) { chip.checked = true; changed(chip); }
    };
    // A tap where the knob already stands changes nothing for the browser; it says something all the same.
    ["input", "click"].forEach((one) => range.addEventListener(one, set));
    range.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) { event.preventDefault(); set(); } });
    form.addEventListener("change", (event) => { if (event.target.name === slider.dataset.slider) show(); });
    show();
  });

  /* Events ---------------------------------------------------------------------------------------------------------- */
  const PRESSES = {
    "[data-add-line]": () => { const row = newLine(); row?.classList.add("is-whole"); row?.querySelector("select, input:not([type=hidden])").focus(); },
    "button[name=keep]": keep, "button[name=use]": use, "[data-anew]": anew, "[data-same]": same, "[data-work]": work,
    "[data-feeling]": feel, "[data-next]": (chip) => put(form.elements.next_visit, chip.dataset.next), "[data-booked]": booked,
    "[data-unfold]": (button) => { const row = button.closest("[data-region-row]"); unfold(row, !row.classList.contains("is-open")); },
    "[data-drop]": (button) => drop(button.closest(".line")),
    "[data-more]": (button) => button.setAttribute("aria-expanded", String(button.closest(".line").classList.toggle("is-whole"))),
  };
  form.addEventListener("click", (event) => {
    const found = Object.keys(PRESSES).find((one) => event.target.closest(one));
    if (!found) return;
    event.preventDefault();
    PRESSES[found](event.target.closest(found));
  });
  form.addEventListener("input", (event) => {
    const row = event.target.closest(".line"), region = event.target.closest("[data-region-row]");
    if (region) told(region);
    if (!ours && row) mine(row);
    if (!ours && event.target.name) settle(event.target.name);
    if (row) {
      if (event.target === of(row, "technique") && !of(row, "code").value) of(row, "code").value = codeOf(event.target.value);
      name(row);
      paintWork();
    }
    pressed();
  });
  form.addEventListener("change", (event) => { if (event.target.name === "regions") find(event.target); });

  document.querySelector("[data-modes]")?.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-mode-choice]");
    if (!choice || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    form.dataset.mode = choice.dataset.modeChoice;
    all("[data-mode-choice]", choice.parentElement).forEach((one) => one.removeAttribute("aria-current"));
    choice.setAttribute("aria-current", "page");
    document.cookie = `${choice.parentElement.dataset.modes}=${form.dataset.mode};path=/;samesite=lax;max-age=31536000${location.protocol === "https:" ? ";secure" : ""}`;
    spare();
  });
  const PARTS = ["subjective", "objective", "assessment", "plan"];
  document.addEventListener("keydown", (event) => {
    const part = event.altKey && !event.ctrlKey && !event.metaKey && PARTS[["Digit1", "Digit2", "Digit3", "Digit4"].indexOf(event.code)];
    if (!part) return;
    event.preventDefault();
    document.getElementById(`at-${part}`).scrollIntoView();
    form.elements[part].focus({ preventScroll: part === "objective" });
  });

  /* A form put back as it was (visit_unsent.js) ------------------------------------------------------------------------ */
  const putBack = (entries) => {
    const was = new Map();
    entries.forEach(([key, value]) => was.set(key, [...(was.get(key) || []), value]));
    while (rows().length < Math.min(Number(was.get("lines-TOTAL_FORMS")?.[0] || 0), 20)) if (!newLine()) break;
    copying = true;
    boxes().forEach((box) => { box.checked = (was.get("regions") || []).includes(box.value); find(box); });
    [...form.elements].filter((one) => one.name && !["csrfmiddlewaretoken", "version", "carried", "regions"].includes(one.name)
      && !one.name.endsWith("_FORMS") && one.type !== "submit").forEach((one) => {
      const values = was.get(one.name) || [];
      if (["checkbox", "radio"].includes(one.type)) one.checked = values.includes(one.value);
      else if (values.length) one.value = values[0];
    });
    copying = false;
    unfold(null, false);
    PARTS.filter((part) => !(was.get("carried") || []).includes(part)).forEach(settle);
    rows().forEach(name);
    ["regions", "pain_before", "pain_after", "ink", "timer"].forEach((one) => {
      const field = form.elements[one];
      changed(field instanceof RadioNodeList ? field[0] : field);
    });
    paintWork();
    pressed();
  };

  form.classList.add("is-live");
  trim();
  rows().forEach(name);
  spare();
  unfold(null, false);
  paintWork();
  pressed();
  if (rows().some((row) => !blank(row))) form.querySelector("[data-again-row]")?.setAttribute("hidden", "");
  window.charting = { form, all, changed, put, rows, of, title, blank, mine, name, putBack };
})();
