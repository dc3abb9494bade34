/* medmassage: the day of a law page by a slider. Without this script a date and a button do the same.

   form[data-days="2026-10-31 2026-11-01 …"]  the days of its range; the day itself is its field "on"
   [data-moves="NAME"]                        a part of the page that another day changes

   A tile that leads to a state in a folded list opens the list. */
(() => {
  "use strict";
  const unfold = () => {
    const place = document.getElementById(location.hash.slice(1)), list = place?.closest("details");
    if (list && !list.open) { list.open = true; place.scrollIntoView(); }
  };
  addEventListener("hashchange", unfold);
  unfold();
  const form = document.querySelector("form[data-days]");
  const range = form?.querySelector("input[type=range]");
  if (!form) return;
  const days = form.dataset.days.split(" ");
  const words = (iso, how) => new Date(`${iso}T12:00:00`).toLocaleDateString("en-GB", how);
  let asked = 0;

  const show = (iso) => {
    form.elements.on.value = iso;
    const day = words(iso, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).replace(",", "");
    form.querySelectorAll("[data-day]").forEach((place) => { place.textContent = day; });
    range?.setAttribute("aria-valuetext", words(iso, { day: "numeric", month: "short", year: "numeric" }));
  };
  const address = () => `${form.action.split("#")[0].split("?")[0]}?${new URLSearchParams(new FormData(form))}`;
  const parts = () => [...document.querySelectorAll("[data-moves]")];
  const move = async () => {
    const mine = ++asked, where = address();
    parts().forEach((part) => part.setAttribute("aria-busy", "true"));
    try {
      const answer = await fetch(where, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) { location.assign(where); return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== asked) return;
      parts().forEach((part) => {
        const fresh = page.querySelector(`[data-moves="${part.dataset.moves}"]`);
        if (fresh) part.replaceChildren(...document.importNode(fresh, true).childNodes);
        part.removeAttribute("aria-busy");
      });
      history.replaceState(null, "", where);
    } catch {
      location.assign(where);
    }
  };

  let waiting = 0;
  range?.addEventListener("input", () => {
    show(days[Number(range.value)]);
    clearTimeout(waiting);
    waiting = setTimeout(move, 120);
  });
  form.querySelector("select[name=ask]")?.addEventListener("change", () => form.requestSubmit());
})();
