"""The day as the page shows it: rows by therapist, and the open ends that are counted above them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.urls import reverse

from medmassage.clinic import access, asked, clock, deadlines, selectors, wallets
from medmassage.clinic.models import (
    CalendarFeed,
    Claim,
    Credential,
    Membership,
    Note,
    PhysicianRequest,
    Referral,
    Screening,
    Therapist,
    Visit,
)
from medmassage.clinic.services import rescreening
from medmassage.web.today.lights import Lights, of_visit

S = Visit.Status
OVER = {S.CANCELLED.value, S.NO_SHOW.value}
MOST_REASONS = 2
REFERRAL_ENDS_WITHIN = timedelta(days=14)
Opens = list[tuple[int, str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One visit: its lights unless it is over, and whether the line of this hour stands before it."""

    visit: Visit
    lights: Lights | None
    now_before: bool = False

    @property
    def past(self) -> bool:
        """Nothing is left to do in the room."""
        return self.visit.status in OVER | {S.SIGNED.value}

    @property
    def stopped(self) -> bool:
        """Somebody has to decide before the patient comes in: the way on is the visit's own page."""
        return self.lights is not None and self.lights.waits

    @property
    def reasons(self) -> list[object]:
        """The worst findings, while something can still be done about them."""
        return [] if self.past or self.lights is None else list(self.lights.findings[:MOST_REASONS])

    @property
    def more(self) -> int:
        """How many findings stand on the visit's own page only."""
        return 0 if self.past or self.lights is None else max(0, len(self.lights.findings) - MOST_REASONS)


@dataclass(frozen=True, slots=True)
class Section:
    """A therapist's day."""

    therapist: Therapist
    rows: list[Row] = field(default_factory=list)

    @property
    def letters(self) -> str:
        """The letters of the licenses that are not given up, as they stand behind a name: ``LMT``."""
        held = (p for p in self.therapist.credentials.all() if p.kind == Credential.Kind.LICENSE)
        return ", ".join(dict.fromkeys(paper.code for paper in held if paper.code and not paper.given_up_on))


def sections(member: Membership, visits: Sequence[Visit], now: datetime | None) -> list[Section]:
    """The day by therapist; those without visits last. ``now``: the hour to mark, on the day itself."""
    by_therapist = {t.pk: Section(t) for t in selectors.therapists(member)}
    marked = now is None
    for visit in visits:
        lights = None if visit.status in OVER else of_visit(member, visit)
        here = not marked and now is not None and visit.starts_at > now
        marked = marked or here
        by_therapist[visit.therapist_id].rows.append(Row(visit, lights, now_before=here))
    return sorted(by_therapist.values(), key=lambda section: not section.rows)


def free(found: Sequence[Section]) -> str:
    """Those without a visit that day, in one line: “Noor Baptiste or Ines Oyelaran”."""
    names = [str(section.therapist) for section in found if not section.rows]
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def summary(found: Sequence[Section]) -> str:
    """How the day stands, in one sentence or two."""
    rows = [row for section in found for row in section.rows if row.visit.status not in OVER]
    if not rows:
        return "No visits yet."
    people = sum(1 for section in found if section.rows)
    waiting = sum(1 for row in rows if row.visit.status == S.BOOKED and row.lights and row.lights.waits)
    said = f"{_many(len(rows), 'visit')}, {_many(people, 'therapist')}."
    if waiting:
        wait = "needs a decision before it starts" if waiting == 1 else "need a decision before they start"
        said += f" {waiting} {wait}."
    return said


def opens(member: Membership, today: date) -> Opens:
    """What is still open, by what this role can do about it. Each count leads to the first of its kind."""
    found: Opens = []
    if access.may(member, Note, write=True):
        unsigned = access.rows(member, Visit).filter(status=S.CHECKED_IN)
        first = unsigned.order_by("starts_at").first()
        if first:
            found.append((unsigned.count(), "notes to sign", reverse("web:visit", args=[first.pk])))
    if access.may(member, Screening):
        changed = rescreening.changed_unseen(member).count()
        found.append((changed, "safety answers changed", reverse("web:screening")))
    if access.may(member, Claim):
        found.append((selectors.unbilled(member).count(), "visits to bill", reverse("web:claims")))
        work = selectors.open_work(member)
        denied = work.filter(kind="denial").count()
        found.append((denied, "denials to answer", f"{reverse('web:claims')}?stage=denied"))
        found.append((work.count() - denied, "payments to look at", reverse("web:claims")))
    if access.may(member, PhysicianRequest):
        found.append((asked.news(asked.rows(member), today).count(), "answers came", reverse("web:requests")))
    if access.may(member, Referral, write=True):
        ending = referrals_ending(member, today)
        found.append((ending, "referrals end soon", f"{reverse('web:patients')}?only=ending"))
    if access.may(member, Credential, write=True):
        found.append((_licenses(member, today), "licenses to look at", reverse("web:therapists")))
    if access.may(member, CalendarFeed):
        found.append((deadlines.near(deadlines.of(member, today)), "deadlines to look at", reverse("web:deadlines")))
    return found


def referrals_ending(member: Membership, today: date) -> int:
    """Orders of open courses of care that end within two weeks."""
    near = access.rows(member, Referral).filter(ends_on__range=(today, today + REFERRAL_ENDS_WITHIN))
    return near.filter(case__closed_on__isnull=True).count()


def _licenses(member: Membership, today: date) -> int:
    papers = selectors.papers_kept_by(member)
    return sum(wallets.waiting(found) for found in wallets.by_wallet(papers, today).values())


def day_of(member: Membership, words: str | None) -> date:
    """The day asked for, or today where nothing or no day was written, or one at the very ends of the calendar."""
    try:
        asked = date.fromisoformat(words or "")
    except ValueError:
        return clock.today(member.clinic)
    return asked if date.min.year < asked.year < date.max.year else clock.today(member.clinic)


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
