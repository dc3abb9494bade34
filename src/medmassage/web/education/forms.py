"""The form of a course."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from medmassage.law.vocabulary import vocabulary
from medmassage.web.form_page import CalmForm, Choices, Groups, choice, day, scan_field, words

LEAST, MOST = Decimal("0.25"), Decimal(500)
_BOUNDS = "A number of hours from 0.25 to 500, such as 3 or 4.5."
_WRONG = ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits")
TRAINING = "_training"


class CourseForm(CalmForm):
    """A course, as its certificate says. What it was about and how it was taken decide who counts it."""

    GROUPS: ClassVar[Groups] = (("What it was about", ("categories", "proves")), ("The certificate", ("scan",)))

    title = words("Title", 160, required=True, autocomplete="off")
    provider = words("Given by", 120, required=True, autocomplete="off")
    approval = words("Approved by, with number", 120, autocomplete="off", hint="Some boards ask for it in an audit.")
    taken_on = day("Finished on", required=True)
    hours = forms.DecimalField(
        label="Contact hours",
        min_value=LEAST,
        max_value=MOST,
        max_digits=5,
        decimal_places=2,
        error_messages=dict.fromkeys(_WRONG, _BOUNDS),
    )
    delivery = choice("How it was taken", [])
    categories = forms.MultipleChoiceField(
        label="Choose all that the certificate names",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list."},
    )
    proves = choice("It proves", [], required=False, hint="Where a state asks for training in a special technique.")
    scan = scan_field("Certificate")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the words of the law room."""
        super().__init__(*args, **kwargs)
        terms = vocabulary()
        self._offer("delivery", [("", "Choose"), *((name, text.capitalize()) for name, text in terms.delivery.items())])
        self._offer("categories", list(terms.ce.items()))
        proofs = [(n, d["label"].capitalize()) for n, d in terms.documents.items() if n.endswith(TRAINING)]
        self._offer("proves", [("", "Nothing of this kind"), *proofs])

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
