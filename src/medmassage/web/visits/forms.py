"""The charting form. It is lenient: a draft may be unfinished; only what cannot be kept is refused."""

from collections.abc import Iterable
from typing import Any

from django import forms

from medmassage.care.charting import offer
from medmassage.clinic.services.charting import Line
from medmassage.codes import listed
from medmassage.web.visits import regions

PAIN = [("", "not asked"), *((str(n), str(n)) for n in range(11))]
MOST_ROWS = 20


def codes() -> list[tuple[str, str]]:
    """The procedure codes met on massage claims, with our own plain labels."""
    rows = listed.rows("procedure").items()
    return [("", "code"), *((code, f"{code} {row['label']}") for code, row in rows if row["massage_therapist"] != "no")]


def _pressures() -> list[tuple[str, str]]:
    return [("", "Not said"), *((one, one.capitalize()) for one in offer().pressures)]


class NoteForm(forms.Form):
    """The words, the pain and the times of a note."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    subjective = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    objective = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    assessment = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    plan = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    next_visit = forms.CharField(
        required=False,
        max_length=120,
        label="Next visit",
        help_text="A day, “in a week”, or that there is none.",
        widget=forms.TextInput(attrs={"list": "next-visits", "autocomplete": "off"}),
    )
    pain_before = forms.TypedChoiceField(
        required=False, choices=PAIN, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    pain_after = forms.TypedChoiceField(
        required=False, choices=PAIN, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    started = forms.TimeField(
        required=False, label="Began", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ended = forms.TimeField(
        required=False, label="Ended", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class LineForm(forms.Form):
    """One stretch of hands-on work; an empty row is no row."""

    region = forms.CharField(required=False, max_length=40, widget=forms.Select)
    technique = forms.CharField(
        required=False, max_length=80, widget=forms.TextInput(attrs={"list": "techniques", "autocomplete": "off"})
    )
    code = forms.CharField(required=False, max_length=5, widget=forms.Select)
    modifiers = forms.CharField(required=False, max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    minutes = forms.IntegerField(
        required=False, min_value=0, max_value=600, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    started = forms.TimeField(required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    pressure = forms.ChoiceField(required=False, choices=_pressures, widget=forms.RadioSelect)
    carried = forms.CharField(required=False, max_length=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, first: Iterable[str] = (), **kwargs: Any) -> None:
        """``first`` names the regions that stand on top of the list."""
        super().__init__(*args, **kwargs)
        self.fields["region"].widget.choices = regions.options(first)
        self.fields["code"].widget.choices = codes()

    def line(self) -> Line | None:
        """The line, or ``None`` for a row where nothing stands."""
        kept = self.cleaned_data
        if not any(kept.get(name) for name in ("region", "technique", "code", "modifiers", "minutes", "started")):
            return None
        return Line(
            region=kept["region"],
            technique=kept["technique"],
            code=kept["code"],
            minutes=kept["minutes"] or 0,
            started=kept["started"],
            modifiers=tuple(kept["modifiers"].upper().replace(",", " ").split()),
            pressure=kept["pressure"],
            carried=bool(kept["carried"]),
        )


Lines = forms.formset_factory(LineForm, extra=0, max_num=MOST_ROWS, validate_max=True)
