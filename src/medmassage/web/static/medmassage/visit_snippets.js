/* medmassage: ";key" and a space write a snippet, in every text field of the charting form. The list of them on the page,
   [data-snippets], is what is offered. */
(() => {
  "use strict";
  if (!window.charting) return;
  const { form, changed } = window.charting;
  const list = new Map(window.charting.all("[data-snippets] dt").map((key) => [key.textContent.trim(), key.nextElementSibling.textContent]));
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.matches("textarea, input[type=text], input:not([type])")) return;
    const at = field.selectionStart, found = /(?:^|\s)(;[a-z0-9_-]+)\s$/i.exec(field.value.slice(0, at));
    const words = found && list.get(found[1].toLowerCase());
    if (!words) return;
    field.setRangeText(`${words} `, at - found[1].length - 1, at, "end");
    changed(field);
  });
})();
