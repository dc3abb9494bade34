"""The findings of the second gate in words: what is wrong first, then why, then what to do, then the source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from medmassage.finding import Finding, Level
from medmassage.knowledge.anatomy import SITE, label
from medmassage.knowledge.evidence import Evidence
from medmassage.knowledge.rows import Entry

# What a finding calls for, the most urgent first (among findings of one level), and how it says so.
_LEAD = {
    "emergency": "Do not treat. This needs emergency care now",
    "same_day": "Do not treat. Medical care is needed today",
    "clearance": "Not before a physician clears it",
    "avoid_region": "Not at the place itself",
    "adapt": "Adapt the session",
    "note": "Good to know",
}
ACTIONS = tuple(_LEAD)
NOT_TODAY = "Not today"


def action(entry: Entry) -> str:
    """What an entry calls for once it is certain: one of :data:`ACTIONS`."""
    if entry.level == "local":
        return "avoid_region"
    if not entry.keeps_out:
        return "adapt"
    if entry.urgency in ("emergency", "same_day"):
        return entry.urgency
    return "clearance" if "clearance" in entry.actions else "avoid_region"


def waits(entry: Entry) -> bool:
    """Whether there is no session at all until it is over, and no paper changes that: not here, wherever "here" is."""
    return entry.keeps_out and action(entry) == "avoid_region"


def headline(entry: Entry) -> str:
    """The answer of an entry in a few words, for the top of its page."""
    if waits(entry):
        return NOT_TODAY
    where = _places(entry.regions) if entry.level == "local" and SITE not in entry.regions else ""
    return f"Not at {where}" if where else _LEAD[action(entry)]


@dataclass(frozen=True, slots=True)
class Told:
    """An entry that was judged. ``where``: bases concerned (none: the whole body); ``planned``: those of them that
    are to be treated; ``against``: what of the plan it speaks against."""

    entry: Entry
    evidence: Sequence[Evidence]
    level: Level
    action: str
    cleared: bool
    where: tuple[str, ...]
    planned: tuple[str, ...]
    against: tuple[str, ...] = ()

    @property
    def is_question(self) -> bool:
        """Whether nothing settles it yet."""
        return not any(one.sure for one in self.evidence)


def finding(told: Told) -> Finding:
    """The finding of an entry. ``details``: action, regions, questions, entry, planned, against, said."""
    entry = told.entry
    return Finding(
        rule=f"safe.{entry.id}",
        gate="safe",
        level=told.level,
        message=f"{_lead(told)} {_named(told)}. {entry.why}",
        remedy=_remedy(told),
        subject=entry.id,
        basis=entry.basis,
        details={
            "action": told.action,
            "regions": list(told.where) or list(entry.regions),
            "questions": list(entry.ask),
            "entry": entry.id,
            "planned": list(told.planned),
            "against": list(told.against),
            "said": [one.words for one in told.evidence],
        },
    )


def _lead(told: Told) -> str:
    if told.is_question:
        return "Ask before hands-on work, for this may be meant:"
    if told.cleared:
        return "A clearance is on file; adapt the session:"
    if waits(told.entry):
        return f"{NOT_TODAY}:"
    if told.planned:
        return f"Not at {_places(told.planned)}, which the plan includes:"
    if told.action == "avoid_region":
        return f"Not at {_places(_concerned(told))}:" if told.where else "Not at the place itself; ask where it is:"
    if told.against and told.action == "adapt":
        return f"Adapt the session; the plan has {', '.join(told.against).lower()}, which does not go with this:"
    return f"{_LEAD[told.action]}:"


def _concerned(told: Told) -> Sequence[str]:
    """As few words as will do: the entry's own groups, or the bases that were named."""
    return told.where if SITE in told.entry.regions else told.entry.regions


def _named(told: Told) -> str:
    said = "; ".join(dict.fromkeys(one.words for one in told.evidence))
    return f"{told.entry.name} ({said})"


def _remedy(told: Told) -> str:
    if told.is_question:
        asked = " ".join(f"“{question}”" for question in told.entry.ask)
        return f"Ask: {asked} If the answer is yes: {told.entry.do}"
    undated = told.entry.when.window_days and all(one.on is None for one in told.evidence)
    return f"{told.entry.do} No day is on file, so it counts as current: ask when it was." if undated else told.entry.do


def _places(bases: Sequence[str], most: int = 4) -> str:
    """Places in a sentence; a long list is cut short."""
    words = [label(base)[0].lower() + label(base)[1:] for base in bases]
    if len(words) > most:
        words = [*words[:most], "and around"]
    return ", ".join(words)


def passed(entry: Entry, one: Evidence, window: int | None) -> Finding:
    """Something whose time is over: said, so that nobody wonders."""
    assert one.on is not None
    return _plain(
        f"safe.{entry.id}",
        Level.NOTE,
        f"{entry.name} ({one.words}, {_day(one.on)}) is more than {window} days ago.",
        "Nothing to adapt, unless signs are left: ask.",
        subject=entry.id,
        entry=entry,
    )


def history_missing() -> Finding:
    """Nobody has asked yet."""
    return _plain(
        "safe.history_missing", Level.CAUTION, "No health history is on file.", "Ask it before hands-on work.", "health"
    )


def not_understood(words: Sequence[str]) -> Finding:
    """What the house does not know, it says; a person decides."""
    said = ", ".join(f"“{word}”" for word in dict.fromkeys(words))
    return _plain(
        "safe.not_understood",
        Level.UNKNOWN,
        f"Not understood, or not in the knowledge base: {said}.",
        "Ask what is meant and write it in other words, or look it up, decide, and say why.",
        "health",
    )


def denied(quoted: Sequence[str]) -> Finding:
    """What was said not to apply, so that a wrong reading is seen."""
    return _plain("safe.denied", Level.NOTE, f"Read as not having it: {', '.join(quoted)}.", "", "health")


def clearance_unread(text: str) -> Finding:
    """A clearance that lifts nothing."""
    return _plain(
        "safe.clearance_unread",
        Level.NOTE,
        f"The clearance “{text}” lifts nothing: it names no condition we know, or it was not given.",
        "Write the condition it is for, as the physician did.",
        "clearance",
    )


def region_unknown(regions: Sequence[str]) -> Finding:
    """A planned area that is not on the map: nothing could be compared with it."""
    return _plain(
        "safe.region_unknown",
        Level.CAUTION,
        f"Not a region of the body map: {', '.join(regions)}. No-go areas could not be compared with it.",
        "Choose the region on the body map.",
        "regions",
    )


def _plain(rule: str, level: Level, message: str, remedy: str, subject: str, *, entry: Entry | None = None) -> Finding:
    return Finding(
        rule=rule,
        gate="safe",
        level=level,
        message=message,
        remedy=remedy,
        subject=subject,
        basis=entry.basis if entry else (),
        details={"action": "note", "regions": [], "questions": [], "entry": entry.id if entry else ""},
    )


def _day(on: date) -> str:
    return f"{on.day} {on:%b} {on.year}"
