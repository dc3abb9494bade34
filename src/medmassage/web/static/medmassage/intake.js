/* medmassage: the intake. A no takes back what was chosen under a yes, which is out of sight by then. */
(() => {
  "use strict";
  document.addEventListener("change", (event) => {
    const at = event.target;
    const question = at.matches("input[type=radio][value=no]") ? at.closest(".question") : null;
    const then = question && [...question.children].find((part) => part.classList.contains("then"));
    if (!then || then.classList.contains("is-shown")) return;
    then.querySelectorAll("input[type=checkbox]").forEach((box) => { box.checked = false; });
    then.querySelectorAll("textarea, input:not([type=checkbox])").forEach((field) => { field.value = ""; });
  });
  // Choosing "none" or "not sure" of a list: one of the two.
  document.addEventListener("change", (event) => {
    const at = event.target;
    if (!at.matches('input[type=checkbox][name$=".answer"]') || !at.checked) return;
    document.getElementsByName(at.name).forEach((other) => { if (other !== at) other.checked = false; });
  });
})();
