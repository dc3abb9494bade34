"""The charting form. It is lenient: a draft may be unfinished; only what cannot be kept is refused."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from medmassage.clinic.models import Note
from medmassage.clinic.services.charting import WORDS, Draft, Line
from medmassage.codes import listed
from medmassage.knowledge import anatomy
from medmassage.web.visits import regions

PAIN = [("", "not asked"), *((str(n), str(n)) for n in range(11))]
LEAST_ROWS, MOST_ROWS = 4, 20
FOUND = "found."
TECHNIQUES = (
    "Swedish massage", "Effleurage and petrissage", "Deep tissue massage", "Myofascial release",
    "Trigger point release",
    "Cross-fiber friction", "Manual lymphatic drainage", "Muscle energy technique", "Positional release",
    "Soft-tissue mobilization", "Passive stretching", "Cranial-sacral technique", "Gentle joint movement",
)  # fmt: skip
FINDINGS = ("tension", "trigger point", "tenderness", "spasm", "swelling", "numbness", "guarding", "adhesion", "scar")


def codes() -> list[tuple[str, str]]:
    """The procedure codes met on massage claims, with our own plain labels."""
    rows = listed.rows("procedure").items()
    return [("", "code"), *((code, f"{code} {row['label']}") for code, row in rows if row["massage_therapist"] != "no")]


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
    minutes = forms.IntegerField(required=False, min_value=0, max_value=600)
    started = forms.TimeField(required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, *args: Any, first: Iterable[str] = (), **kwargs: Any) -> None:
        """``first`` names the regions that stand on top of the list."""
        super().__init__(*args, **kwargs)
        self.fields["region"].widget.choices = regions.options(first)
        self.fields["code"].widget.choices = codes()

    def line(self) -> Line | None:
        """The line, or ``None`` for a row where nothing stands."""
        kept = self.cleaned_data
        if not any(kept.get(name) for name in self.fields):
            return None
        return Line(
            region=kept["region"],
            technique=kept["technique"],
            code=kept["code"],
            minutes=kept["minutes"] or 0,
            started=kept["started"],
            modifiers=tuple(kept["modifiers"].upper().replace(",", " ").split()),
        )


Lines = forms.formset_factory(LineForm, extra=0, max_num=MOST_ROWS, validate_max=True)


class Sheet:
    """All that the charting page sends: the note, its lines, and what was found in each region."""

    def __init__(self, note: NoteForm, lines: "forms.BaseFormSet[LineForm]", found: Mapping[str, str]) -> None:
        """Use :meth:`of` or :meth:`sent`."""
        self.note, self.lines, self.found = note, lines, found

    @classmethod
    def of(cls, note: Note, first: Sequence[str] = ()) -> "Sheet":
        """The form of a note as it is kept, with empty rows to write in."""
        rows = [_row(line) for line in draft_of(note).lines]
        rows += [{}] * max(LEAST_ROWS - len(rows), 1)
        kept = {name: getattr(note, name) for name in (*WORDS, "pain_before", "pain_after", "started", "ended")}
        found = {f["region"]: f.get("words", "") for f in note.findings}
        lines = Lines(initial=rows, prefix="lines", form_kwargs={"first": (*found, *first)})
        return cls(NoteForm(initial={**kept, "version": note.version}), lines, found)

    @classmethod
    def sent(cls, posted: QueryDict, first: Sequence[str] = ()) -> "Sheet":
        """The form as it came back."""
        chosen = [r for r in posted.getlist("regions") if anatomy.is_place(r)]
        found = {r: str(posted.get(FOUND + r, "")).strip()[:200] for r in chosen}
        lines = Lines(posted, prefix="lines", form_kwargs={"first": (*found, *first)})
        return cls(NoteForm(posted), lines, found)

    def is_valid(self) -> bool:
        """Whether all of it can be kept."""
        return all([self.note.is_valid(), self.lines.is_valid()])

    @property
    def draft(self) -> Draft:
        """What the service keeps."""
        kept = self.note.cleaned_data
        return Draft(
            words={name: kept[name] for name in WORDS},
            lines=tuple(line for form in self.lines if (line := form.line())),
            findings=tuple({"region": region, "words": words} for region, words in self.found.items()),
            pain_before=kept["pain_before"],
            pain_after=kept["pain_after"],
            started=kept["started"],
            ended=kept["ended"],
        )

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What cannot be kept, in words, each with the fragment of its place."""
        found = [(f"{self.note[name].label}: {e}", f"at-{name}") for name, es in self.note.errors.items() for e in es]
        for number, form in enumerate(self.lines, start=1):
            for name, errors in form.errors.items():
                found += [(f"Line {number}, {name}: {e}", form[name].auto_id) for e in errors]
        return found + [(str(e), "at-lines") for e in self.lines.non_form_errors()]


def draft_of(note: Note) -> Draft:
    """A note as it is kept, in the shape it is sent in."""
    return Draft(
        words={name: getattr(note, name) for name in WORDS},
        lines=tuple(
            Line(row.region, row.technique, row.code, row.minutes, row.started, tuple(row.modifiers))
            for row in note.lines.all()
        ),
        findings=tuple(note.findings),
        pain_before=note.pain_before,
        pain_after=note.pain_after,
        started=note.started,
        ended=note.ended,
    )


def _row(line: Line) -> dict[str, Any]:
    return {
        "region": line.region,
        "technique": line.technique,
        "code": line.code,
        "modifiers": " ".join(line.modifiers),
        "minutes": line.minutes or None,
        "started": line.started,
    }
