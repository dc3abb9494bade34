"""What is due: papers that end, looks at registers that grow old, education that is missing, rules that change.

A deadline that has passed stays until somebody acts: renews, replaces or gives up the paper, looks again, learns.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from medmassage.clinic import access, corrections, education, selectors, wallets
from medmassage.clinic.models import Claim, Credential, Membership, Therapist, Verification
from medmassage.clinic.wallets import Standing
from medmassage.finding import Answer
from medmassage.law import load, topics
from medmassage.law.local import Correction

Kind = Literal["paper", "register", "education", "law"]
# How far ahead changes of the law are told.
LAW_AHEAD = timedelta(365)
# What is due within so many days is near, and counts on Today.
NEAR = wallets.ENDS_SOON.days

K = Credential.Kind
# Kinds that end some day, even where no end is entered.
ENDING = frozenset({K.LICENSE, K.CERTIFICATION, K.LIABILITY, K.CPR, K.ESTABLISHMENT, K.PERMIT})


@dataclass(frozen=True, slots=True)
class Deadline:
    """One thing that is due. ``key`` names it for good; ``subject``: the paper's or therapist's key, or a state.

    ``due``: the last day on which it is in order (for a rule: the day it changes); ``None``: nobody knows.
    """

    key: str
    kind: Kind
    what: str
    do: str
    due: date | None
    subject: str
    whose: Therapist | None
    today: date

    @property
    def days(self) -> int | None:
        """Days left; less than none when it has passed."""
        return (self.due - self.today).days if self.due else None

    @property
    def answer(self) -> Answer:
        """How it weighs: passed is no, near is with care, without a day unknown."""
        if self.days is None:
            return "unknown"
        if self.days < 0:
            return "no"
        return "with_care" if self.days <= NEAR and self.kind != "law" else "yes"

    @property
    def left(self) -> str:
        """``today``, ``12 days``, ``3 days ago``; ``not known``."""
        if self.days is None:
            return "not known"
        if self.days == 0:
            return "today"
        words = f"{abs(self.days)} day{'' if abs(self.days) == 1 else 's'}"
        return words if self.days > 0 else f"{words} ago"


def of(member: Membership, today: date) -> list[Deadline]:
    """Everything due that this person can do something about: owners all, therapists their own, the front desk
    the looks at registers, billers the enrollments with payers. What has passed comes first, what has no day last.
    """
    local = corrections.local(member.clinic)
    found = list(_of_papers(member, today, local))
    if access.may(member, Credential, write=True):
        found += _of_laws(member, today, local)
    return sorted(found, key=lambda one: (one.due is None, one.due or date.max, one.kind, one.what))


def near(found: Iterable[Deadline]) -> int:
    """How many somebody should look at: passed, near, or without a day."""
    return sum(one.answer != "yes" for one in found)


def _of_papers(member: Membership, today: date, local: Sequence[Correction]) -> Iterator[Deadline]:
    keeps, verifies = access.may(member, Credential, write=True), access.may(member, Verification, write=True)
    papers = (selectors.papers_kept_by if keeps else selectors.papers_of_everybody)(member)
    if keeps:
        papers = papers.prefetch_related("therapist__courses")
    bills = access.may(member, Claim)
    for whose, wallet in wallets.by_wallet(papers, today).items():
        open_ = [one for one in wallet if not one.closed and not _followed(one.paper, wallet)]
        ends = [one for one in open_ if keeps or (bills and one.paper.kind == K.ENROLLMENT)]
        yield from filter(None, (_end(one, today, local) for one in ends))
        yield from filter(None, (_look(one, today) for one in open_ if keeps or verifies))
        if keeps:
            yield from _learning(whose, wallet, today, local)


def _followed(paper: Credential, wallet: Iterable[Standing]) -> bool:
    """Whether the paper that takes its place on the day after its end is on file already."""
    last = wallets.last_day(paper)
    if last is None or last == date.max:
        return False
    others = (
        one.paper for one in wallet if one.paper is not paper and wallets.named(one.paper) == wallets.named(paper)
    )
    return any(wallets.in_force(other, last + timedelta(1)) for other in others)


def _end(one: Standing, today: date, local: Sequence[Correction]) -> Deadline | None:
    """When a paper ends. One without an end waits for somebody to enter it: a cycle would roll on unnoticed."""
    paper, last = one.paper, wallets.last_day(one.paper)
    if last:
        what = f"{paper} {'ended' if last < today else 'ends'}"
        return _deadline("paper", paper, what, "Renew it, or enter that it was given up.", last, today)
    if paper.kind not in ENDING:
        return None
    likely = education.account(paper, [paper], (), today, local).due.on if paper.kind in education.ASKING else None
    by_cycle = f" By its issuer’s cycle it may end on {likely:%-d %b %Y}." if likely else ""
    words = f"Enter the day that the paper shows.{by_cycle}"
    return _deadline("paper", paper, f"{paper}: no end is entered", words, None, today)


def _look(one: Standing, today: date) -> Deadline | None:
    """When the last look at a register grows old."""
    if one.paper.kind not in wallets.REGISTERED or one.seen is None or one.seen.found != Verification.Found.IN_FORCE:
        return None
    what = f"{one.paper}: look at the register again"
    words = f"Last seen on {one.seen.on:%-d %b %Y}; after a year it says little."
    return _deadline("register", one.paper, what, words, one.seen.on + wallets.STALE, today)


def _deadline(kind: Kind, paper: Credential, what: str, do: str, due: date | None, today: date) -> Deadline:
    return Deadline(f"{kind}:{paper.pk}", kind, what, do, due, str(paper.pk), paper.therapist, today)


def _learning(
    whose: Therapist | None, wallet: Sequence[Standing], today: date, local: Sequence[Correction]
) -> Iterator[Deadline]:
    for one in education.accounts(wallet, whose.courses.all(), today, local) if whose else ():
        if whose and one.is_short and not _followed(one.paper, wallet):
            what = f"{one.paper}: {one.missing_of}"
            words = "Take the courses, and enter them with their certificates."
            key = f"education:{one.paper.pk}"
            yield Deadline(key, "education", what, words, one.due.on, str(whose.pk), whose, today)


def _of_laws(member: Membership, today: date, local: Sequence[Correction]) -> Iterator[Deadline]:
    """The days on which rules change in the states one works in: the clinic's, and those of the licenses."""
    states = {member.clinic.state, *selectors.papers_kept_by(member).values_list("state", flat=True)}
    laws = [law for law in (education.law_of(code, local) for code in sorted(states) if code) if law]
    ahead = sorted(topics.changes(laws, today + timedelta(1), today + LAW_AHEAD), key=lambda c: (c.on, c.code))
    for (on, code), changes in groupby(ahead, key=lambda change: (change.on, change.code)):
        named = list(dict.fromkeys(topics.label(change.topic) for change in changes))
        what = f"{load.entry(code).name}: {_rules(named)}"
        yield Deadline(f"law:{code}", "law", what, "Read what changes.", on, code, None, today)


def _rules(named: Sequence[str]) -> str:
    rest = len(named) - 2
    more = f" and {rest} more" if rest > 0 else ""
    return f"{'; '.join(named[:2])}{more} change{'s' if len(named) == 1 else ''}"
