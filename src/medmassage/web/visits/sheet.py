"""All that the charting page sends and shows as typed: the note, its lines, what was found, the drawing, the timer."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from medmassage.care.charting import by_region, offer, rows_of
from medmassage.clinic import carried
from medmassage.clinic.models import Note
from medmassage.clinic.services.charting import WORDS, Draft, Line
from medmassage.knowledge import anatomy
from medmassage.web.visits.forms import LineForm, Lines, NoteForm

LEAST_ROWS = 4
FOUND, SIGN = "found.", "symbol."
Found = Mapping[str, tuple[str, Sequence[str]]]
KEPT = (*WORDS, "pain_before", "pain_after", "started", "ended")


class Sheet:
    """The form as a whole; ``extra`` holds what is no field of it: ink, carried parts, timer."""

    def __init__(
        self, note: NoteForm, lines: "forms.BaseFormSet[LineForm]", found: Found, extra: Mapping[str, Any]
    ) -> None:
        """Use :meth:`of` or :meth:`sent`."""
        self.note, self.lines, self.found = note, lines, found
        self.ink, self.carried, self.timer = extra["ink"], extra["carried"], extra["timer"]

    @classmethod
    def of(cls, note: Note, last: Note | None = None, first: Sequence[str] = ()) -> "Sheet":
        """The form of a note as it is kept, with empty rows; one never saved begins with words of ``last``."""
        draft = draft_of(note)
        rows = [_row(line) for line in draft.lines]
        rows += [{}] * max(LEAST_ROWS - len(rows), 1)
        words = {name: getattr(note, name) for name in KEPT}
        parts = list(draft.carried)
        if last and not note.version:
            parts = [part for part in carried.PARTS if getattr(last, part)]
            words |= {part: getattr(last, part) for part in parts}
        found = _sided(by_region(note.findings))
        lines = Lines(initial=rows, prefix="lines", form_kwargs={"first": (*found, *first)})
        extra = {"ink": draft.ink, "carried": parts, "timer": draft.timer}
        return cls(NoteForm(initial={**words, "version": note.version}), lines, found, extra)

    @classmethod
    def sent(cls, posted: QueryDict, first: Sequence[str] = ()) -> "Sheet":
        """The form as it came back."""
        chosen = [r for r in posted.getlist("regions") if anatomy.is_place(r)]
        found = {
            r: (
                str(posted.get(FOUND + r, "")).strip()[:200],
                [s for s in posted.getlist(SIGN + r) if s in offer().signs],
            )
            for r in chosen
        }
        lines = Lines(posted, prefix="lines", form_kwargs={"first": (*found, *first)})
        parts = [part for part in carried.PARTS if part in posted.getlist("carried") and posted.get(part, "").strip()]
        extra = {"ink": _json(posted.get("ink", ""), {}), "carried": parts, "timer": _timer(posted.get("timer", ""))}
        return cls(NoteForm(posted), lines, found, extra)

    def is_valid(self) -> bool:
        """Whether all of it can be kept."""
        return all([self.note.is_valid(), self.lines.is_valid()])

    @property
    def draft(self) -> Draft:
        """What the service keeps."""
        kept = self.note.cleaned_data
        rows = {at: line for at, form in enumerate(self.lines) if (line := form.line())}
        return Draft(
            words={name: kept[name] for name in WORDS},
            lines=tuple(rows.values()),
            findings=tuple(self.marks),
            pain_before=kept["pain_before"],
            pain_after=kept["pain_after"],
            started=kept["started"],
            ended=kept["ended"],
            ink=self.ink,
            carried=tuple(self.carried),
            timer=_moved(self.timer, list(rows)),
        )

    @property
    def marks(self) -> list[dict[str, str]]:
        """What was found, in the rows that a note keeps."""
        return [row for region, (words, signs) in self.found.items() for row in rows_of(region, words, signs)]

    @property
    def ink_text(self) -> str:
        """The drawing as its hidden field holds it."""
        return json.dumps(self.ink, separators=(",", ":")) if self.ink else ""

    @property
    def timer_text(self) -> str:
        """The timer as its hidden field holds it."""
        return json.dumps(self.timer) if self.timer else ""

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
    parts = carried.parts(note)
    return Draft(
        words={name: getattr(note, name) for name in WORDS},
        lines=tuple(
            Line(
                row.region, row.technique, row.code, row.minutes, row.started, tuple(row.modifiers),
                row.pressure or "", f"lines[{at}]" in parts,
            )
            for at, row in enumerate(note.lines.all())
        ),
        findings=tuple(note.findings),
        pain_before=note.pain_before,
        pain_after=note.pain_after,
        started=note.started,
        ended=note.ended,
        ink=note.ink or {},
        carried=tuple(part for part in carried.PARTS if part in parts),
        timer=note.timer,
    )  # fmt: skip


def _found(posted: QueryDict, region: str) -> tuple[str, list[str]]:
    signs = [sign for sign in posted.getlist(SIGN + region) if sign in offer().signs]
    return str(posted.get(FOUND + region, "")).strip()[:200], signs


def _row(line: Line) -> dict[str, Any]:
    return {
        "region": line.region,
        "technique": line.technique,
        "code": line.code,
        "modifiers": " ".join(line.modifiers),
        "minutes": line.minutes or None,
        "started": line.started,
        "pressure": line.pressure,
        "carried": "1" if line.carried else "",
    }


def _sided(found: Found) -> Found:
    """Each side for itself, as the figures have it: a finding of an order may name both at once."""
    return {side: what for place, what in found.items() for side in anatomy.expand(place) or (place,)}


def _json(text: str, otherwise: Any) -> Any:
    """What a hidden field holds; what cannot be read goes on as it came, for the service to refuse in words."""
    try:
        return json.loads(text) if text.strip() else otherwise
    except (ValueError, RecursionError):
        return text


def _timer(text: str) -> dict[str, int | None] | None:
    """The timer, or nothing: one that cannot be read is no reason to lose a note."""
    sent = _json(text, None)
    line, since = (sent.get("line"), sent.get("since")) if isinstance(sent, dict) else (None, None)
    if type(line) is not int or not (since is None or type(since) is int):
        return None
    return {"line": line, "since": since}


def _moved(timer: Mapping[str, int | None] | None, rows: Sequence[int]) -> dict[str, int | None] | None:
    """The timer on the line's place among those that are kept: empty rows fall out."""
    if timer is None or timer["line"] not in rows:
        return None
    return {"line": rows.index(timer["line"]), "since": timer["since"]}
