/* medmassage: what the pages gain from a script. Every page works without it; nothing here decides anything.

   Marks it reads:
     [data-with-script]            shown only where this script runs
     [data-opens="ID"]             a button that opens the dialog with that id
     [data-close]                  closes the toast it stands in
     [data-key="n"]                a link or button that the key presses
     [data-item]                   a row where J and K stop; Enter opens its first link, X its checkbox
     [data-sign]                   the form, or the button, for Ctrl Enter
     [data-clean]                  a form that never asks before one leaves the page
     [data-again]                  a form that may be sent again at once (its answer is a download)
     form[data-autosave="URL"]     saved while writing; [data-autosave-state] inside says so; after each save it fires "saved"
     [data-bodymap="NAME"]         holds figures and the checkboxes called NAME (otherwise "regions", in the same form)
     [data-region="ID"]            a part of a figure, tied to the checkbox with that value
     [data-theme-choice]           light, dark or empty (as the system has it)
     body[data-idle="SECONDS"]     how long a session lasts without a request; body[data-sign-in] the way back in, [data-sign-out] out */
(() => {
  "use strict";
  const body = document.body;
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const stored = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const store = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private window: it lasts for this page */ } };

  /* Toasts ---------------------------------------------------------------------------------------------- */
  const toast = (words) => {
    const place = byId("toasts");
    if (!place || all(".toast span", place).some((old) => old.textContent === words)) return;
    const card = Object.assign(document.createElement("div"), { className: "toast" });
    const text = Object.assign(document.createElement("span"), { textContent: words });
    const close = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: "Close" });
    close.dataset.close = "";
    card.append(text, close);
    place.append(card);
  };

  /* Forms: leaving with changes, sending twice ------------------------------------------------------------ */
  const before = new WeakMap();
  const touched = new Set();
  const values = (form) => JSON.stringify([...new FormData(form)].map(([name, value]) =>
    [name, value instanceof File ? `${value.name} ${value.size}` : value]));
  const watched = (form) => form && form.method === "post" && !form.matches("[data-clean], [data-autosave]");
  const changed = (form) => form.isConnected && values(form) !== before.get(form);
  const settle = (form) => { touched.delete(form); before.delete(form); };
  const unsaved = () => [...touched].some(changed);

  // Focus comes before any change, so the values seen then are the ones the page came with.
  const remember = (event) => {
    const form = event.target.form || event.target.closest?.("form");
    if (watched(form) && !before.has(form) && !touched.has(form)) before.set(form, values(form));
  };
  ["focusin", "pointerdown"].forEach((name) => document.addEventListener(name, remember, true));
  document.addEventListener("input", (event) => { if (watched(event.target.form)) touched.add(event.target.form); });
  addEventListener("beforeunload", (event) => { if (unsaved()) event.preventDefault(); });

  const busy = (form, is) => {
    if (is) form.setAttribute("aria-busy", "true"); else form.removeAttribute("aria-busy");
    [...form.elements].filter((one) => one.matches("button:not([type=button]), input[type=submit]")).forEach((button) => {
      if (is && !button.disabled) { button.disabled = true; button.dataset.held = ""; }
      if (!is && "held" in button.dataset) { button.disabled = false; delete button.dataset.held; }
    });
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || event.submitter?.formMethod === "dialog" || form.method === "dialog") return;
    if (form.getAttribute("aria-busy") === "true") { event.preventDefault(); return; }
    const state = saving.get(form);
    clearTimeout(state?.timer);
    if (state?.now) {  // a save is on its way: the version it brings back must come along
      event.preventDefault();
      state.then = () => { delete state.then; clearTimeout(state.timer); form.requestSubmit(event.submitter); };
      return;
    }
    if (new URL(form.action, location.href).pathname === body.dataset.signOut) {
      document.dispatchEvent(new Event("signing-out"));  // nobody lays another copy from here on
      forget(0);
    }
    settle(form);
    if (form.method !== "post" || form.target === "_blank" || form.matches("[data-again]")) return;
    setTimeout(() => busy(form, true));  // after the browser has taken the pressed button's own value
    setTimeout(() => busy(form, false), 20000);
  });
  addEventListener("pageshow", (event) => { if (event.persisted) all("form[aria-busy]").forEach((form) => busy(form, false)); });

  // Copies of notes that were not sent (visit_unsent.js) go at sign-out, and after a day.
  const forget = (age) => {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith("note:")).forEach((key) => {
        let at = 0;
        try { at = JSON.parse(localStorage.getItem(key)).at; } catch { /* unreadable: it goes */ }
        if (!(Math.abs(Date.now() - at) < age)) localStorage.removeItem(key);
      });
    } catch { /* no storage: no copies */ }
  };
  forget(86400000);

  /* Saved while writing ----------------------------------------------------------------------------------- */
  const saving = new WeakMap();
  const say = (form, words) => all("[data-autosave-state]", form).forEach((place) => { place.textContent = words; });
  const time = () => new Date().toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" }).toLowerCase();
  const save = async (form) => {
    const state = saving.get(form);
    clearTimeout(state.timer);
    if (state.now || !form.isConnected || form.getAttribute("aria-busy") === "true" || values(form) === state.kept) return;
    const sent = values(form);
    let again = 0;
    state.now = true;
    say(form, "Saving");
    try {
      const answer = await fetch(form.dataset.autosave || form.action, {
        method: "POST", body: new FormData(form), headers: { "X-Autosave": "1", Accept: "application/json" },
      });
      if (signedOut(answer.url)) { toSignIn(); return; }
      const news = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (!answer.ok) { say(form, news.words || "Not saved. What you wrote is still on this page; reload it in another tab to see why."); return; }
      // A new version number comes back, so that the next save is not taken for a stale one. What was written meanwhile is not kept yet.
      const whole = values(form) === sent;
      Object.entries(news.fields || {}).forEach(([name, value]) => { if (form.elements[name]) form.elements[name].value = value; });
      state.kept = whole ? values(form) : sent;
      if (!whole) again = 1;
      say(form, news.words || `Saved at ${time()}`);
      form.dispatchEvent(new CustomEvent("saved", { bubbles: true, detail: { whole } }));  // what depends on it asks anew
      seen();
    } catch {
      say(form, "No connection. What you wrote is still on this page, and is sent again in a moment.");
      form.dispatchEvent(new CustomEvent("unsent", { bubbles: true }));
      again = 10000;
    } finally {
      state.now = false;
      if (again) state.timer = setTimeout(save, again, form);
      state.then?.();
    }
  };
  addEventListener("online", () => all("form[data-autosave]").forEach((form) => saving.has(form) && save(form)));
  const writing = (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-autosave]")) return;
    const state = saving.get(form) || saving.set(form, {}).get(form);
    clearTimeout(state.timer);
    state.timer = setTimeout(save, event.type === "change" ? 200 : 1500, form);
  };
  ["input", "change"].forEach((name) => document.addEventListener(name, writing));
  addEventListener("beforeunload", (event) => {
    if (all("form[data-autosave]").some((form) => saving.get(form)?.timer && form.getAttribute("aria-busy") !== "true"
      && saving.get(form).kept !== values(form))) event.preventDefault();
  });

  /* The session: a word before it ends, and a closed door after --------------------------------------------- */
  const idle = Number(body.dataset.idle || 0) * 1000;
  const warning = Math.min(120000, idle / 3);
  const away = byId("away");
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("medmassage") : null;
  let last = Date.now();
  let leaving = false;
  const signedOut = (url) => Boolean(url && body.dataset.signIn) && new URL(url, location.href).pathname === body.dataset.signIn;
  const toSignIn = () => {
    if (leaving) return;
    leaving = true;
    touched.clear();
    all("form[data-autosave]").forEach((form) => saving.delete(form));
    location.replace(`${body.dataset.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`);
  };
  const heard = () => { last = Date.now(); if (away?.open) away.close(); };
  const seen = () => { heard(); tabs?.postMessage("seen"); };
  // Whoever is signed in is sent on from the sign-in page; whoever is not, gets it. Either way nothing of a patient is read.
  const stay = async () => {
    last = Date.now();
    try {
      const answer = await fetch(body.dataset.signIn, { redirect: "manual", cache: "no-store" });
      if (answer.type === "opaqueredirect") seen(); else if (answer.ok) toSignIn();
    } catch { toast("The server does not answer. What you wrote is still on this page."); }
  };
  if (idle) {
    tabs?.addEventListener("message", heard);
    tabs?.postMessage("seen");
    setInterval(() => {
      const left = idle - (Date.now() - last);
      if (left <= 0) { toSignIn(); return; }
      if (left > warning || !away) return;
      if (!away.open) { all("form[data-autosave]").forEach((form) => saving.has(form) && save(form)); away.showModal(); }
      all("[data-idle-left]", away).forEach((place) => { place.textContent = left > 90000 ? "2 minutes" : left > 45000 ? "a minute" : "a moment"; });
    }, 5000);
    // Someone who writes is not away, though nothing was sent yet.
    ["keydown", "pointerdown"].forEach((name) => document.addEventListener(name, () => {
      if (!away?.open && Date.now() - last > idle / 3) stay();
    }, { passive: true }));
    away?.addEventListener("close", () => { if (idle - (Date.now() - last) <= warning) stay(); });
  }

  /* HTMX ---------------------------------------------------------------------------------------------------- */
  const formOf = (event) => (event.detail.elt?.matches?.("form") ? event.detail.elt : null);
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = formOf(event);
    if (form?.getAttribute("aria-busy") === "true") event.preventDefault(); else if (form) busy(form, true);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = formOf(event);
    if (form) busy(form, false);
    if (form && event.detail.successful) settle(form);
    if (event.detail.xhr?.status) seen();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (signedOut(event.detail.xhr.responseURL)) { event.detail.shouldSwap = false; toSignIn(); }
  });
  const WENT_WRONG = {
    403: "This was not done: it is not open to your role, or the page has grown old. Reload it and try again.",
    404: "This is no longer here. Reload the page to see how things stand.",
    413: "The file is too large. Send one of up to 30 MB.",
    429: "That was many tries in a short time. Wait a few minutes.",
  };
  document.addEventListener("htmx:responseError", (event) =>
    toast(WENT_WRONG[event.detail.xhr.status] || "This was not done: something broke on our side. What you wrote is still here."));
  ["htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, () =>
    toast("The server does not answer. What you wrote is still here; try again in a moment.")));
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    toast("The passkey was not used. Try again, or take another way.");
  });

  /* Body map: figures and checkboxes are one choice ------------------------------------------------------------ */
  const scope = (one) => one.closest("[data-bodymap]") || one.closest("form") || document;
  const called = (within) => within.dataset?.bodymap || "regions";
  const boxFor = (part) => {
    const within = scope(part);
    return all(`input[name="${CSS.escape(called(within))}"]`, within).find((box) => box.value === part.dataset.region);
  };
  const paint = (part) => {
    const box = boxFor(part);
    if (!box) return;
    part.classList.toggle("is-selected", box.checked);
    part.setAttribute("aria-pressed", String(box.checked));
    part.setAttribute("role", "button");
    part.setAttribute("tabindex", "0");
  };
  const choose = (part) => {
    const box = boxFor(part);
    if (!box || box.disabled) return false;
    if (box.form && watched(box.form) && !before.has(box.form) && !touched.has(box.form)) before.set(box.form, values(box.form));
    box.checked = !box.checked;
    ["input", "change"].forEach((name) => box.dispatchEvent(new Event(name, { bubbles: true })));
    return true;
  };
  const part = (event) => event.target.closest?.("svg [data-region]");
  document.addEventListener("change", (event) => {
    if (event.target.type !== "checkbox") return;
    const within = scope(event.target);
    if (event.target.name === called(within)) all("svg [data-region]", within).forEach(paint);
  });
  document.addEventListener("reset", (event) => setTimeout(() => all("svg [data-region]", event.target).forEach(paint)));

  /* Clicks ------------------------------------------------------------------------------------------------------ */
  const CARDS = "details.menu[open], details.more[open], details.cite[open]";
  document.addEventListener("click", (event) => {
    const at = event.target;
    if (part(event)) choose(part(event));
    const opener = at.closest("[data-opens]");
    if (opener) byId(opener.dataset.opens)?.showModal();
    at.closest("[data-close]")?.closest(".toast")?.remove();
    const theme = at.closest("[data-theme-choice]");
    if (theme) colors(theme.dataset.themeChoice);
    all(CARDS).filter((card) => !card.contains(at) || opener).forEach((card) => { card.open = false; });
    if (at.matches("dialog")) at.close();  // beside the card
  });
  const colors = (choice) => {
    if (choice) root.dataset.theme = choice; else delete root.dataset.theme;
    document.cookie = `theme=${choice};path=/;samesite=lax;max-age=${choice ? 31536000 : 0}${location.protocol === "https:" ? ";secure" : ""}`;
    all("[data-theme-choice]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.themeChoice === choice)));
  };

  /* Keys -------------------------------------------------------------------------------------------------------- */
  const writes = (one) => one.isContentEditable || one.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=range])");
  const sign = () => {
    const own = document.activeElement?.form;
    const marked = (own?.matches("[data-sign]") ? own : null) || own?.querySelector("[data-sign]") || document.querySelector("[data-sign]")
      || (own?.method === "post" ? own : null);
    if (marked?.matches("form")) marked.requestSubmit(); else marked?.click();
  };
  const rows = () => all("[data-item]").filter((row) => row.offsetParent !== null);
  const row = () => document.activeElement?.closest("[data-item]");
  const step = (by) => {
    const list = rows();
    const next = list[Math.min(Math.max(row() ? list.indexOf(row()) + by : 0, 0), list.length - 1)];
    if (!next) return;
    if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
    next.focus();
  };
  const KEYS = {
    "/": () => { byId("q")?.focus(); byId("q")?.select(); },
    "?": () => byId("keys")?.showModal(),
    t: () => (document.querySelector('[data-key="t"]') || document.querySelector("a.brand"))?.click(),
    j: () => step(1),
    k: () => step(-1),
    x: () => row()?.querySelector("input[type=checkbox]")?.click(),
  };
  const escape = () => {
    const open = all(CARDS);
    open.forEach((card) => { card.open = false; });
    open[0]?.querySelector("summary").focus();
    if (!open.length && document.activeElement?.id === "q") document.activeElement.blur();
  };
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key === "Escape") { escape(); return; }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); if (!document.querySelector("dialog[open]")) sign(); return; }
    if ((event.key === "Enter" || event.key === " ") && part(event)) { if (choose(part(event))) event.preventDefault(); return; }
    if (event.key === "Enter" && at.matches("[data-item]")) { at.querySelector("a[href]")?.click(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat && !"jk".includes(event.key)) return;
    if (stored("keys") === "off" || writes(at) || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    const marked = all("[data-key]").find((one) => one.dataset.key === key && !one.closest("[hidden]"));
    if (!KEYS[key] && !marked) return;
    event.preventDefault();
    if (KEYS[key]) KEYS[key](); else marked.click();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys-switch]")) store("keys", event.target.checked ? "on" : "off");
  });

  /* Each page, and each piece HTMX brings ------------------------------------------------------------------------ */
  const start = (within) => {
    all("[data-with-script][hidden]", within).forEach((one) => { one.hidden = false; });
    all("[data-keys-switch]", within).forEach((one) => { one.checked = stored("keys") !== "off"; });
    all("svg [data-region]", within).forEach(paint);
    // On a narrow screen the tabs scroll: the one that is open comes into sight.
    all(".tabs [aria-current]", within).forEach((tab) => {
      const bar = tab.parentElement, at = tab.getBoundingClientRect(), room = bar.getBoundingClientRect();
      bar.scrollLeft += at.left + at.width / 2 - room.left - room.width / 2;
    });
    // What came back with an error is not saved, whatever the page came with.
    all("[aria-invalid=true], [data-invalid], [data-errors]", within).map((one) => one.closest("form")).filter(watched).forEach((form) => touched.add(form));
    const wrong = within.querySelector("[aria-invalid=true], [data-invalid] input") || within.querySelector("[data-errors]");
    wrong?.focus();
  };
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== body) start(event.detail.elt); });
  start(document);
  // What was being written when the page came is a draft already kept: the first save is for what changes now.
  document.addEventListener("focusin", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-autosave]") && !saving.has(form)) saving.set(form, { kept: values(form) });
  });
})();
