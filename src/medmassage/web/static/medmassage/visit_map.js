/* medmassage: marks and ink on the body map. Marks follow the chips of each region; the list says the same in words.

   svg[data-layer="FIGURE"]   lies over a figure: g[data-marks], g[data-ink], g[data-ghost] (last visit)
   [data-ink-field]           {"front": [[[x, y], …], …], …} in the figure's units; the server checks it
   [data-draw] [data-erase] [data-undo] [data-ghosts]   the tools */
(() => {
  "use strict";
  if (!window.charting) return;
  const { form, all, changed } = window.charting;
  const NS = "http://www.w3.org/2000/svg", MARK = 46, STEP = 3, MOST = 600, MOST_STROKES = 300, MOST_POINTS = 6000;
  const field = form.querySelector("[data-ink-field]");
  const layers = () => all("svg[data-layer]");
  const make = (name, values) => {
    const made = document.createElementNS(NS, name);
    Object.entries(values).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  };

  /* Marks: a symbol for each sign that is chosen, side by side at the region's own point ------------------------ */
  const drawMarks = () => layers().forEach((layer) => {
    const group = layer.querySelector("[data-marks]");
    group.replaceChildren();
    all("[data-region-row]").forEach((row) => {
      const region = layer.parentElement.querySelector(`[data-region="${CSS.escape(row.dataset.regionRow)}"][data-at]`);
      if (!region) return;
      const [x, y] = region.dataset.at.split(" ").map(Number), signs = all("[data-sign-of]:checked", row);
      signs.forEach((sign, at) => group.append(make("use", {
        href: `#bm-${sign.value}`, x: x - MARK * signs.length / 2 + at * MARK, y: y - MARK / 2, width: MARK, height: MARK,
      })));
    });
  });

  /* Ink --------------------------------------------------------------------------------------------------------------- */
  const ink = () => { try { return JSON.parse(field.value) || {}; } catch { return {}; } };
  const d = ([first, ...rest]) => `M${first.join(" ")}L${(rest.length ? rest : [first]).map((point) => point.join(" ")).join(" ")}`;
  const drawInk = () => {
    const drawn = ink();
    layers().forEach((layer) => layer.querySelector("[data-ink]").replaceChildren(
      ...(drawn[layer.dataset.layer] || []).map((stroke) => make("path", { class: "bm-stroke", d: d(stroke) }))));
    form.querySelector("[data-undo]").disabled = form.querySelector("[data-erase]").disabled = !field.value;
  };
  const keep = (drawn) => {
    const whole = Object.fromEntries(Object.entries(drawn).filter(([, strokes]) => strokes.length));
    field.value = Object.keys(whole).length ? JSON.stringify(whole) : "";
    changed(field);
  };
  const order = [];  // the figures in the order drawn on, for undo; after a reload the last stroke of the last figure goes first
  const add = (figure, stroke) => {
    const drawn = ink(), strokes = Object.values(drawn).flat();
    if (strokes.length >= MOST_STROKES || strokes.flat().length + stroke.length > MOST_POINTS) return;
    drawn[figure] = [...(drawn[figure] || []), stroke];
    order.push(figure);
    keep(drawn);
  };
  const undo = () => {
    const drawn = ink(), figure = order.pop() || Object.keys(drawn).at(-1);
    if (drawn[figure]) { drawn[figure].pop(); keep(drawn); }
  };
  const tool = () => form.querySelector("[data-draw][aria-pressed=true], [data-erase][aria-pressed=true]");
  const take = (button) => {
    const on = button.getAttribute("aria-pressed") !== "true";
    all("[data-draw], [data-erase]").forEach((one) => one.setAttribute("aria-pressed", String(one === button && on)));
    layers().forEach((layer) => layer.classList.toggle("is-open", Boolean(tool())));
  };

  layers().forEach((layer) => {
    const [, , width, height] = layer.getAttribute("viewBox").split(" ").map(Number);
    const within = (value, most) => Math.round(Math.min(Math.max(value, 0), most));
    const point = (event) => {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(layer.getScreenCTM().inverse());
      return [within(at.x, width), within(at.y, height)];
    };
    let stroke = null, trace = null;
    const rub = (event) => {
      const [x, y] = point(event), drawn = ink(), strokes = drawn[layer.dataset.layer] || [];
      const hit = strokes.findLastIndex((one) => one.some(([a, b]) => Math.hypot(a - x, b - y) < 18));
      if (hit >= 0) { strokes.splice(hit, 1); keep(drawn); }
    };
    layer.addEventListener("pointerdown", (event) => {
      if (!tool() || !event.isPrimary) return;
      event.preventDefault();
      layer.setPointerCapture(event.pointerId);
      if (tool().matches("[data-erase]")) { rub(event); stroke = []; return; }
      stroke = [point(event)];
      trace = make("path", { class: "bm-stroke", d: d(stroke) });
      layer.querySelector("[data-ink]").append(trace);
    });
    layer.addEventListener("pointermove", (event) => {
      if (!stroke || !tool()) return;
      if (!trace) { rub(event); return; }
      const next = point(event), last = stroke.at(-1);
      if (stroke.length >= MOST || Math.hypot(next[0] - last[0], next[1] - last[1]) < STEP) return;
      stroke.push(next);
      trace.setAttribute("d", d(stroke));
    });
    ["pointerup", "pointercancel"].forEach((name) => layer.addEventListener(name, () => {
      if (trace && stroke) add(layer.dataset.layer, stroke);
      stroke = trace = null;
    }));
  });

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-draw], [data-erase]");
    if (button) take(button);
    if (event.target.closest("[data-undo]")) undo();
    const ghosts = event.target.closest("[data-ghosts]");
    if (ghosts) {
      const shown = ghosts.getAttribute("aria-pressed") !== "true";
      ghosts.setAttribute("aria-pressed", String(shown));
      all("[data-ghost]").forEach((one) => one.classList.toggle("is-off", !shown));
    }
  });
  form.addEventListener("keydown", (event) => { if (event.key === "Escape" && tool()) take(tool()); });
  form.addEventListener("change", (event) => {
    if (event.target === field) drawInk();
    if (event.target.matches("[data-sign-of], [name=regions]")) drawMarks();
  });
  drawMarks();
  drawInk();
})();
