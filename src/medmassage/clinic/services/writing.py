"""What makes charting quick, and what follows a signature: snippets, and the second hand under a note."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from medmassage.care.charting import offer
from medmassage.clinic import access
from medmassage.clinic.models import Cosignature, Membership, Note, Role, Snippet, Visit
from medmassage.clinic.services.outcome import Refused


@dataclass(frozen=True, slots=True)
class Phrase:
    """A snippet as it is offered: ``row`` is ``None`` for one that comes with the house."""

    key: str
    text: str
    row: Snippet | None = None


def phrases(member: Membership) -> list[Phrase]:
    """What ";key" writes for this person: their own before the clinic's, the clinic's before the house's."""
    found = {one.key: Phrase(one.key, one.text) for one in offer().snippets}
    for row in sorted(snippets(member), key=lambda row: row.owner_id is not None):
        found[row.key] = Phrase(row.key, row.text, row)
    return sorted(found.values(), key=lambda one: one.key)


def snippets(member: Membership) -> QuerySet[Snippet]:
    """The clinic's snippets and this person's own."""
    return access.rows(member, Snippet).filter(Q(owner=None) | Q(owner=member.user))


def keeps(member: Membership, snippet: Snippet) -> bool:
    """Whether this person may change it: their own, and the owner of a clinic the clinic's."""
    return snippet.owner_id == member.user_id or (snippet.owner_id is None and member.role == Role.OWNER)


@transaction.atomic
def snippet_add(member: Membership, *, key: str, text: str, shared: bool = False) -> Snippet:
    """Words behind a key: for this person, or (``shared``, by the owner of the clinic) for everyone here."""
    access.require(member, Snippet, write=True)
    if shared and member.role != Role.OWNER:
        raise Refused("The clinic's snippets are the owner's. Keep this one for yourself.", "shared")
    made = Snippet(clinic=member.clinic, owner=None if shared else member.user)
    return _written(member, made, key, text)


@transaction.atomic
def snippet_change(member: Membership, *, snippet: Snippet, key: str, text: str) -> Snippet:
    """Other words, or another key."""
    return _written(member, _own(member, snippet), key, text)


@transaction.atomic
def snippet_remove(member: Membership, *, snippet: Snippet) -> None:
    """Take it out; notes that it was written into keep their words."""
    _own(member, snippet).delete()


@transaction.atomic
def note_cosign(member: Membership, *, visit: Visit, words: str = "") -> Cosignature:
    """A second hand under a signed note: another person's than the signer's, once, never taken back."""
    access.require(member, Cosignature, write=True)
    visit = access.write(member, Visit, visit.pk)
    note = access.rows(member, Note).filter(visit=visit).first()
    if note is None or note.signed_at is None:
        raise Refused("This note is not signed yet. It is co-signed after that.")
    if note.signed_by_id == member.user_id:
        raise Refused("You signed this note. Somebody else co-signs it.")
    made, _ = Cosignature.objects.get_or_create(
        note=note, by=member.user,
        defaults={"clinic": member.clinic, "patient": visit.patient, "words": words.strip()[:300]},
    )  # fmt: skip
    return made


def _own(member: Membership, snippet: Snippet) -> Snippet:
    found = access.write(member, Snippet, snippet.pk)
    if not keeps(member, found):
        raise access.Denied
    return found


def _written(member: Membership, row: Snippet, key: str, text: str) -> Snippet:
    row.key, row.text = key.strip().removeprefix(";").lower(), text.strip()
    if not row.text:
        raise Refused("Write the words that it stands for.", "text")
    try:
        row.clean_fields(exclude=["clinic", "owner"])
    except ValidationError:
        raise Refused("A key is up to 20 letters, digits and hyphens, such as next or home-care.", "key") from None
    same = access.rows(member, Snippet).filter(owner=row.owner, key=row.key).exclude(pk=row.pk)
    if same.exists():
        raise Refused(f"“;{row.key}” stands for other words already. Change those, or take another key.", "key")
    row.save()
    return row
