"""What a clinic knows of the law beside the shipped data: added with a source, withdrawn, never edited."""

from datetime import date
from typing import Any

from django.db import transaction

from medmassage.clinic import access, clock, corrections
from medmassage.clinic.models import LawNote, Membership
from medmassage.clinic.services.outcome import Refused
from medmassage.dated import Dated
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.load import jurisdiction
from medmassage.law.topics import EVENTS

RECALL = LawNote.Confidence.RECALL


@transaction.atomic
def law_note_add(
    member: Membership, *, state: str, topic: str, cite: str, confidence: str, corrects: bool = False,
    value: Any = None, none_in_law: bool = False, since: date | None = None, **more: str,
) -> LawNote:  # fmt: skip
    """Keep a note on a value of a state's law, or a corrected value that the gates go by from its day on.

    ``value`` is JSON as the state files hold it; ``more``: text, url, publisher, as_of, applies_to, source_kind.
    Raises :class:`Refused` for a topic or value that the law room could not read.
    """
    access.require(member, LawNote, write=True)
    law = jurisdiction(state)
    value, cite, more = (corrections.clean(one) for one in (value, cite, more))
    note = LawNote(
        clinic=member.clinic, state=law.code, topic=topic, corrects=corrects, none_in_law=none_in_law,
        value=None if none_in_law or not corrects else value, since=since, cite=cite.strip(), confidence=confidence,
        author=member.user, **{name: words.strip() for name, words in more.items()},
    )  # fmt: skip
    _weigh(note, law)
    note.full_clean()
    note.save()
    return note


@transaction.atomic
def law_note_withdraw(member: Membership, *, note: LawNote) -> LawNote:
    """Let a note or correction no longer count; it is kept as it was written."""
    note = access.write(member, LawNote, note.pk)
    if note.withdrawn_at:
        raise Refused("It was withdrawn before.")
    note.withdrawn_at = clock.now()
    note.save(update_fields=["withdrawn_at"])
    return note


def _weigh(note: LawNote, law: Jurisdiction) -> None:
    """Refuse what could not be read: a topic that is none, a value of the wrong shape, a source that is missing."""
    if note.topic in EVENTS or note.topic not in {*law.topics, *corrections.asked_of(law)}:
        raise Refused(f"{law.name} has no value of this name.", "topic")
    if note.confidence != RECALL and not (note.publisher and note.source_kind):
        place = "source_kind" if note.publisher else "publisher"
        raise Refused("Say who published it and what it is, or choose “not verified”.", place)
    if note.source_kind == LawNote.SourceKind.SECONDARY and note.confidence == LawNote.Confidence.PRIMARY:
        raise Refused("Who only wrote about the law cannot be the law itself. Choose “read about it”.", "confidence")
    if not note.corrects:
        if not note.text:
            raise Refused("Write what there is to note.", "text")
        return
    if not note.none_in_law and note.value in (None, "", [], {}):
        raise Refused("Write the value, or say that the law asks nothing here.", "value")
    if not note.none_in_law:
        corrections.check(note.topic, note.value, law)
    _would_count(note, law.topic(note.topic))


def _would_count(note: LawNote, shipped: Dated) -> None:
    """Refuse a correction without a day where the shipped values have theirs: it would lie before all of them."""
    begins = min((s.since for s in shipped.spells if s.since and s.applies_to == note.applies_to), default=None)
    if begins and note.since is None:
        raise Refused(f"The shipped value begins on {begins:%-d %b %Y}. Say from which day yours holds.", "since")
