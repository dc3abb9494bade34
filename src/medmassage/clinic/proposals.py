"""A clinic's corrections of a state as a proposal: YAML in the state file's own form, with the difference in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import yaml

from medmassage.clinic import corrections
from medmassage.clinic.models import LawNote
from medmassage.dated import Answer
from medmassage.law import topics
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.spellfile import NONE_IN_LAW


def proposal(law: Jurisdiction, notes: Iterable[LawNote], on: date) -> str:
    """The file's text: the difference as comments, then the values and their sources. ``law`` as it is shipped."""
    standing = _standing(law, notes)
    head = [
        f"# Proposal for the law of {law.name}, {on.isoformat()}: values that a clinic corrected, with their sources.",
        f"# Each belongs at its place in {law.code}.yaml; the names p1, p2 … are free there.",
        "#",
        *(f"# {line}" for note in standing for line in _difference(law, note)),
    ]
    return "\n".join((*head, "", _yaml(law, standing)))


def _standing(law: Jurisdiction, notes: Iterable[LawNote]) -> list[LawNote]:
    """The corrections of this state that count, by place and day; the last one entered for a day wins."""
    found = {
        (note.topic, note.applies_to, note.since or date.min): note
        for note in notes
        if note.state == law.code and note.corrects and note.withdrawn_at is None
    }
    return [found[place] for place in sorted(found)]


def _difference(law: Jurisdiction, note: LawNote) -> list[str]:
    """One correction in words: where, what the shipped file says on that day, what is proposed."""
    before = law.topic(note.topic).on(note.since or date.min, note.applies_to)
    whom = f", for {_one_line(note.applies_to)}" if note.applies_to else ""
    since = f"from {note.since.isoformat()}" if note.since else "not dated"
    said = _one_line(topics.spell_words(corrections.spell(note)))
    return [f"{note.topic}{whom}", f"  shipped:  {_words(before)}", f"  proposed: {said} ({since})"]


def _words(before: Answer) -> str:
    since = f" (from {before.since.isoformat()})" if before.since else ""
    return f"{_one_line(topics.value_words(before))}{since}"


def _one_line(words: str) -> str:
    """Words that cannot leave the comment they stand in."""
    return " ".join(words.split())


def _yaml(law: Jurisdiction, notes: Iterable[LawNote]) -> str:
    data: dict[str, Any] = {"state": law.code, "name": law.name}
    sources: dict[str, dict[str, str]] = {}
    for note in notes:
        place = data
        *above, last = note.topic.split(".")
        for step in above:
            place = place.setdefault(step, {})
        place.setdefault(last, []).append(_spell(note, _source(note, sources)))
    if sources:
        data["sources"] = sources
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=None)


def _source(note: LawNote, sources: dict[str, dict[str, str]]) -> str:
    """The name of the note's source in the file; empty where nothing was read."""
    if note.confidence == LawNote.Confidence.RECALL:
        return ""
    kind = note.source_kind or LawNote.SourceKind.SECONDARY.value
    source = {"url": note.url, "title": note.cite, "publisher": note.publisher, "kind": kind}
    if note.as_of:
        source["as_of"] = note.as_of
    known = next((name for name, one in sources.items() if one == source), f"p{len(sources) + 1}")
    sources[known] = source
    return known


def _spell(note: LawNote, source: str) -> Mapping[str, Any]:
    line = {
        "from": note.since,
        "value": NONE_IN_LAW if note.none_in_law else note.value,
        "applies_to": note.applies_to,
        "text": note.text,
        "cite": note.cite,
        "source": source,
        "confidence": note.confidence,
    }
    return {key: value for key, value in line.items() if value not in (None, "")}
