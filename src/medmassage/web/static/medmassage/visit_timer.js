/* medmassage: the timer of the charting page. One line runs at a time; its minutes are those of the wall clock, so that
   lines that follow one another come to exactly the time between the first start and the last end.

   [name=timer]   {"line": place of the row, "since": milliseconds, or null while it rests}: saved with the draft, so that
                  the clock goes on over a reload; minutes enter the row when it stops, once. */
(() => {
  "use strict";
  const timer = document.querySelector("[data-timer]");
  if (!timer || !window.charting) return;
  const { form, changed, put, rows, of, title, blank, mine, name } = window.charting;
  const field = form.elements.timer;
  const part = (which) => timer.querySelector(`[data-timer-${which}]`);
  const news = form.querySelector("[data-timer-news]");
  const wall = new Intl.DateTimeFormat("en-GB", { timeZone: form.dataset.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const minute = (ms) => Math.floor(ms / 60000);
  const state = () => { try { return JSON.parse(field.value); } catch { return null; } };
  const keep = (now) => { field.value = now ? JSON.stringify(now) : ""; changed(field); show(); };
  const current = () => rows()[state()?.line];
  const since = () => state()?.since ?? null;
  const minutes = (row) => Number(of(row, "minutes").value) || 0;
  const waiting = () => rows().filter((row) => !blank(row) && row !== current() && (of(row, "carried").value || !minutes(row)));

  const bank = () => {
    const row = current();
    if (!row || since() === null) return;
    const spent = minute(Date.now()) - minute(since());
    if (spent) put(of(row, "minutes"), minutes(row) + spent);
  };
  const begin = (row) => {
    bank();
    if (of(row, "carried").value) { mine(row); of(row, "minutes").value = ""; of(row, "started").value = ""; }
    const others = rows().some((one) => one !== row && of(one, "started").value > of(row, "started").value);
    // Gone back to after another line: no single start is true any longer.
    if (!minutes(row)) of(row, "started").value = wall.format(Date.now());
    else if (others) of(row, "started").value = "";
    if (!form.elements.started.value) put(form.elements.started, wall.format(Date.now()));
    form.elements.ended.value = "";
    name(row);
    keep({ line: rows().indexOf(row), since: Date.now() });
    news.textContent = `Timer started on ${title(row) || "this line"}.`;
  };
  const pause = () => {
    bank();
    keep({ ...state(), since: null });
    news.textContent = "Timer paused.";
  };
  const done = () => {
    bank();
    put(form.elements.ended, wall.format(Date.now()));
    keep(null);
    news.textContent = "Timer stopped.";
  };
  // The main button: start, go on after a pause, the next line while one runs, and the end after the last.
  const next = () => (since() === null ? (current() || waiting()[0] || rows().find((row) => !blank(row))) : waiting()[0]);
  const go = () => {
    const row = next();
    if (row) begin(row); else if (since() !== null) done();
    else { news.textContent = "Mark a region and choose a technique first."; part("state").textContent = "Choose a region and a technique first."; }
  };

  const show = () => {
    const runs = since() !== null, row = current(), spent = runs ? Math.max(0, Math.floor((Date.now() - since()) / 1000)) : 0;
    const whole = spent + (row ? minutes(row) * 60 : 0);
    part("clock").textContent = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
    part("state").textContent = runs ? "running on" : row ? "resting on" : form.elements.ended.value ? "Done" : "Not running";
    part("where").textContent = row ? [title(row), of(row, "code").value].filter(Boolean).join(" · ") : "";
    part("pause").hidden = !runs;
    part("done").hidden = !state() || (runs && !waiting().length);
    part("go-words").textContent = !runs ? (row ? "Go on" : "Start") : waiting().length ? "Next region" : "Done";
    timer.classList.toggle("is-running", runs);
    rows().forEach((one) => one.classList.toggle("now", runs && one === row));
  };
  timer.addEventListener("click", (event) => {
    if (event.target.closest("[data-timer-pause]")) pause();
    else if (event.target.closest("[data-timer-done]")) done();
    else if (event.target.closest("[data-timer-go]")) go();
  });
  form.addEventListener("click", (event) => {
    const start = event.target.closest("[data-start]");
    if (start) begin(start.closest(".line"));
  });
  form.addEventListener("change", show);
  setInterval(show, 1000);
  show();
})();
