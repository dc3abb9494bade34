/* medmassage: words that could not be sent. While the form holds something the server does not have, a copy lies in this
   browser, encrypted (AES-GCM) with a key that only a signed-in page of this person and visit gets. It goes once the server
   has it, at sign-out (app.js) and after a day (app.js).

   form[data-copy="NAME"][data-copy-key="HEX"]   under which name, behind which key
   [data-unsent]                                 where is said what was put back, or both versions stand side by side
   form[data-unkept]                             what stands in it is not kept by the server
   [data-copy-done="NAME"]                       the note is signed: no copy is needed */
(() => {
  "use strict";
  // Each page has a copy of its own, so that two tabs of one note never take away what the other could not send.
  const copies = (which) => { try { return Object.keys(localStorage).filter((one) => one.startsWith(`note:${which}.`)); } catch { return []; } };
  const remove = (names) => names.forEach((one) => localStorage.removeItem(one));
  const done = document.querySelector("[data-copy-done]");
  if (done) remove(copies(done.dataset.copyDone));
  if (!window.charting) return;
  const { form, putBack } = window.charting;
  const copy = `note:${form.dataset.copy}.${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  const place = document.querySelector("[data-unsent]");
  const SKIP = ["csrfmiddlewaretoken", "version"];
  const entries = () => [...new FormData(form)].filter(([key]) => !SKIP.includes(key)).map(([key, value]) => [key, String(value)]);
  const text = () => JSON.stringify(entries());
  const clock = (ms) => new Date(ms).toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" }).toLowerCase();
  const say = (words) => { place.hidden = false; place.className = "banner gap-s"; place.textContent = words; };

  if (!window.isSecureContext || !window.crypto?.subtle) {
    // Without encryption nothing of a patient is laid down in the browser.
    form.addEventListener("unsent", () => form.querySelectorAll("[data-autosave-state]").forEach((one) => {
      one.textContent = "No connection. What you wrote is kept in this page only, until it is closed: this address is not a secure one.";
    }));
    return;
  }

  let closed = false;
  document.addEventListener("signing-out", () => { closed = true; });
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const key = crypto.subtle.importKey("raw", bytes(form.dataset.copyKey), "AES-GCM", false, ["encrypt", "decrypt"]);
  const to64 = (buffer) => btoa(Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join(""));
  const from64 = (letters) => Uint8Array.from(atob(letters), (one) => one.charCodeAt(0));
  const lay = async (kept) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, new TextEncoder().encode(JSON.stringify(kept)));
    if (closed) return;
    try { localStorage.setItem(copy, JSON.stringify({ at: kept.at, iv: to64(iv), data: to64(data) })); } catch { /* no room: the page still has it */ }
  };
  const take = async (one) => {
    try {
      const kept = JSON.parse(localStorage.getItem(one));
      const open = await crypto.subtle.decrypt({ name: "AES-GCM", iv: from64(kept.iv) }, await key, from64(kept.data));
      return JSON.parse(new TextDecoder().decode(open));
    } catch { return null; }
  };

  // A form that came back refused stands only in this page.
  let sent = "unkept" in form.dataset ? "" : text(), waiting = 0, turn = Promise.resolve();
  const later = (work) => { turn = turn.then(work, work); };
  const store = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => later(async () => {
      const now = text();
      if (now === sent) remove([copy]);
      else await lay({ at: Date.now(), version: form.elements.version.value, entries: JSON.parse(now) });
    }), 150);
  };
  ["input", "change"].forEach((one) => form.addEventListener(one, store));
  form.addEventListener("saved", (event) => {
    if (event.detail?.whole) sent = text();
    store();
  });
  form.addEventListener("unsent", () => form.querySelectorAll("[data-autosave-state]").forEach((one) => {
    one.textContent = "No connection. What you wrote is kept on this device, encrypted, and is sent again in a moment.";
  }));

  /* On opening: put back what was not sent ------------------------------------------------------------------------ */
  // The old copies go only after this page has laid its own.
  const back = (kept, old) => { putBack(kept.entries); store(); setTimeout(() => later(() => remove(old)), 300); };
  const WORDS = { subjective: "Subjective", objective: "Objective", assessment: "Assessment", plan: "Plan", next_visit: "Next visit" };
  const both = (kept, old) => {
    const theirs = new Map(kept.entries), make = (tag, words) => Object.assign(document.createElement(tag), { textContent: words });
    const card = make("div", ""), list = make("dl", ""), row = make("p", "");
    card.className = "grow stack"; list.className = "facts"; row.className = "row";
    card.append(make("p", `What you wrote at ${clock(kept.at)} was not sent, and the note was saved since from another page. The note as it was saved stands below.`));
    Object.entries(WORDS).filter(([part]) => (theirs.get(part) || "") !== form.elements[part].value).forEach(([part, label]) =>
      list.append(make("dt", `${label}, not sent`), make("dd", theirs.get(part) || "nothing"), make("dt", `${label}, saved`), make("dd", form.elements[part].value || "nothing")));
    const mine = Object.assign(make("button", "Put mine back"), { type: "button", className: "btn" });
    const leave = Object.assign(make("button", "Leave what was saved"), { type: "button", className: "btn" });
    mine.addEventListener("click", () => { place.hidden = true; back(kept, old); });
    leave.addEventListener("click", () => { place.hidden = true; remove(old); form.elements.subjective.focus(); });
    row.append(mine, leave);
    card.append(list, row);
    place.hidden = false;
    place.className = "banner gap-s is-care";
    place.replaceChildren(card);
  };
  later(async () => {
    const old = copies(form.dataset.copy).filter((one) => one !== copy);
    const kept = (await Promise.all(old.map(take))).filter(Boolean).sort((a, b) => b.at - a.at)[0];
    if (!kept) return;
    if (JSON.stringify(kept.entries) === text()) { if (sent) remove(old); return; }
    if (kept.version !== form.elements.version.value) { both(kept, old); return; }
    back(kept, old);
    say(`What you wrote at ${clock(kept.at)} was not sent; it is put back.`);
  });
  if (!sent) store();
})();
