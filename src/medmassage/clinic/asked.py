"""What was asked of physicians, as each role may see it: what waits, what came back, and what still holds."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from medmassage.clinic import access, clock
from medmassage.clinic.models import Case, HealthItem, Membership, PhysicianRequest, Visit
from medmassage.knowledge.load import knowledge

K, A = PhysicianRequest.Kind, PhysicianRequest.Answer
# An answer is looked at again until the next visit begins, or until it is this old.
NEWS_FOR = timedelta(days=30)
BEGUN = (Visit.Status.CHECKED_IN, Visit.Status.SIGNED)


@dataclass(frozen=True, slots=True)
class Word:
    """What a physician said of a case that still holds: limits, or a refusal."""

    asked: PhysicianRequest
    about: str

    @property
    def refused(self) -> bool:
        """Whether the answer was no."""
        return self.asked.answer == A.REFUSED


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands with its physicians: requests that wait, answers to look at again, words that hold."""

    waiting: Sequence[PhysicianRequest]
    words: Sequence[Word]

    def waits_for(self, entry: str) -> PhysicianRequest | None:
        """The open request for a clearance that names this entry."""
        return next((one for one in self.waiting if entry in one.entries), None)

    @property
    def renewal(self) -> PhysicianRequest | None:
        """The open request for a new order."""
        return next((one for one in self.waiting if one.kind == K.RENEWAL), None)


def rows(member: Membership) -> QuerySet[PhysicianRequest]:
    """The requests this role may know of: a clearance or a report says something of health, a new order does not."""
    found = access.rows(member, PhysicianRequest).select_related("patient", "case", "physician", "asked_by", "clinic")
    return found if access.may(member, HealthItem) else found.filter(kind=K.RENEWAL)


def one(member: Membership, pk: uuid.UUID) -> PhysicianRequest:
    """One request that this role may know of, and an audit row that it was read."""
    found = access.read(member, PhysicianRequest, pk)
    if not rows(member).filter(pk=found.pk).exists():
        raise access.Denied
    return found


def locked(member: Membership, pk: uuid.UUID) -> PhysicianRequest:
    """One request that this role may know of, to be changed; call it inside a transaction."""
    found = access.write(member, PhysicianRequest, pk)
    if not rows(member).filter(pk=pk).exists():
        raise access.Denied
    return found


def may_open(member: Membership, asked: PhysicianRequest) -> bool:
    """Whether this person may read what it says and hand out its link: who may read health, and whoever wrote it."""
    return access.may(member, HealthItem) or (asked.kind == K.RENEWAL and asked.asked_by_id == member.user_id)


def waiting(found: QuerySet[PhysicianRequest]) -> QuerySet[PhysicianRequest]:
    """Those without an answer that nobody took back, the oldest first."""
    return found.filter(answer="", closed_at=None).order_by("created_at")


def news(found: QuerySet[PhysicianRequest], clinic_now: date) -> QuerySet[PhysicianRequest]:
    """Answers to look at: of an open case, to a clearance or an order, and no visit has begun since."""
    since = Visit.objects.filter(case=OuterRef("case"), status__in=BEGUN, starts_at__gte=OuterRef("answered_at"))
    recent = found.exclude(answer="").exclude(kind=K.REPORT).filter(
        answered_at__date__gte=clinic_now - NEWS_FOR, case__closed_on=None
    )  # fmt: skip
    return recent.filter(~Exists(since)).order_by("-answered_at")


def standing(member: Membership, case: Case) -> Standing:
    """How this case stands with its physicians, as this role may know it."""
    if not access.may(member, PhysicianRequest):
        return Standing((), ())
    own = list(rows(member).filter(case=case))
    waits = [asked for asked in own if is_waiting(asked)]
    return Standing(waits, words_of(own, clock.today(member.clinic)))


def words_of(found: Sequence[PhysicianRequest], on: date) -> list[Word]:
    """The newest word on each entry, where it is a limit that still runs or a refusal. ``found``: newest first."""
    seen: set[str] = set()
    said = []
    answered = (one for one in found if one.kind == K.CLEARANCE and one.answer)
    for asked in sorted(answered, key=lambda one: one.answered_at or one.created_at, reverse=True):
        fresh = [entry for entry in asked.entries if entry not in seen]
        seen.update(fresh)
        runs = asked.valid_until is None or asked.valid_until >= on
        if fresh and (asked.answer == A.REFUSED or (asked.answer == A.LIMITED and runs)):
            said.append(Word(asked, ", ".join(name_of(entry) for entry in fresh)))
    return said


def is_waiting(asked: PhysicianRequest) -> bool:
    """Whether an answer is still to come."""
    return not asked.answer and asked.closed_at is None


def name_of(entry: str) -> str:
    """An entry's name; one that the base no longer has is spelled out."""
    known = knowledge().entries.get(entry)
    return known.name if known else entry.replace("_", " ")
