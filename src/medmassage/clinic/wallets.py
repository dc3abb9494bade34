"""How the papers of a wallet stand on a day, by their own dates and by what their issuers' registers showed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from medmassage.clinic import access
from medmassage.clinic.models import Credential, Membership, Therapist, Verification
from medmassage.finding import Answer, Level

ENDS_SOON = timedelta(60)
# A look at the register that is older says little about today.
STALE = timedelta(365)

K, F = Credential.Kind, Verification.Found
# Kinds whose issuer keeps a register that anybody may ask.
REGISTERED = frozenset({K.LICENSE, K.CERTIFICATION, K.NPI, K.ESTABLISHMENT, K.PERMIT})
# Kinds that the clinic itself may hold, and those of a person.
OF_THE_CLINIC = (K.ESTABLISHMENT, K.LIABILITY, K.PERMIT, K.OTHER)
OF_A_PERSON = (K.LICENSE, K.CERTIFICATION, K.LIABILITY, K.CPR, K.ENROLLMENT, K.PERMIT, K.OTHER)

# What a register shows of a paper that is not in force.
DENIED = frozenset({F.ENDED, F.NOT_FOUND})

_WEIGHT = {level.answer: level for level in Level}


@dataclass(frozen=True, slots=True)
class Says:
    """An answer and its words."""

    answer: Answer
    word: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A paper on a day: ``dates`` by what it says itself, ``check`` by the last look at its register (``seen``).

    ``closed``: given up or replaced by a newer one; nobody has to look at it any more.
    """

    paper: Credential
    dates: Says
    check: Says
    seen: Verification | None
    closed: bool

    @property
    def kind(self) -> str:
        """The kind in a word or two."""
        return self.paper.get_kind_display().partition(",")[0]

    @property
    def name(self) -> str:
        """What it is called beside the words of its kind: "LMT, MD", the insurer, the payer."""
        paper = self.paper
        if paper.kind == K.NPI:
            return "National Provider Identifier"
        return ", ".join(filter(None, (paper.code, paper.state or paper.issuer))) or paper.get_kind_display()

    @property
    def answer(self) -> Answer:
        """The worse of the two; a closed paper weighs nothing."""
        return "yes" if self.closed else max(self.dates.answer, self.check.answer, key=_WEIGHT.__getitem__)

    @property
    def of_the_check(self) -> str:
        """The answer of the check as a badge shows it; empty where nobody looked and nobody has to."""
        return self.check.answer if self.seen or self.check.answer != "yes" else ""

    @property
    def of_the_dates(self) -> str:
        """The answer of the dates as a badge shows it; empty for a closed paper."""
        return "" if self.closed else self.dates.answer

    @property
    def word(self) -> str:
        """The words behind the answer."""
        says_more = _WEIGHT[self.check.answer] > _WEIGHT[self.dates.answer]
        return self.check.word if says_more and not self.closed else self.dates.word


def stand(papers: Iterable[Credential], today: date) -> list[Standing]:
    """Each paper of one wallet, the worst first, what is closed last."""
    held = list(papers)
    found = [_standing(paper, held, today) for paper in held]
    kinds = list(K)
    return sorted(found, key=lambda one: (one.closed, -_WEIGHT[one.answer], kinds.index(K(one.paper.kind))))


def by_wallet(papers: Iterable[Credential], today: date) -> dict[Therapist | None, list[Standing]]:
    """Everybody's papers, each wallet by itself; the clinic's own stand under ``None``."""
    wallets: dict[Therapist | None, list[Credential]] = {}
    for paper in papers:
        wallets.setdefault(paper.therapist, []).append(paper)
    return {whose: stand(held, today) for whose, held in wallets.items()}


def waiting(found: Iterable[Standing]) -> int:
    """How many somebody should look at."""
    return sum(one.answer != "yes" for one in found)


def keeps(member: Membership, therapist: Therapist | None) -> bool:
    """Whether this person may change this wallet: owners keep all, therapists their own."""
    own = therapist is not None and therapist.user_id == member.user_id
    return access.may(member, Credential, write=True) and (own or member.role == access.OWNER)


def last_day(paper: Credential) -> date | None:
    """The last day it is in force: its end, or the day before it was given up; ``None`` where neither is entered."""
    given_up = paper.given_up_on - timedelta(paper.given_up_on > date.min) if paper.given_up_on else None
    return min((day for day in (paper.valid_to, given_up) if day), default=None)


def last_look(paper: Credential) -> Verification | None:
    """The newest look at its register."""
    return next(iter(paper.verifications.all()), None)


def relied_until(paper: Credential) -> date | None:
    """The last day on which we rely on it: its own, or the register's where that shows an earlier end."""
    seen = last_look(paper)
    shown = seen.ends if seen and seen.found == F.IN_FORCE else None
    return min((day for day in (last_day(paper), shown) if day), default=None)


def billed_until(paper: Credential) -> date | None:
    """The last day of service that is billed on it: none from the day on which its register denied it."""
    seen = last_look(paper)
    before = seen.on - timedelta(1) if seen and seen.found in DENIED else None
    return min((day for day in (relied_until(paper), before) if day), default=None)


def in_force(paper: Credential, on: date) -> bool:
    """Whether its dates, as far as they are entered, cover the day."""
    return (paper.valid_from or date.min) <= on <= (last_day(paper) or date.max)


def _standing(paper: Credential, wallet: Sequence[Credential], today: date) -> Standing:
    seen = last_look(paper)
    dates = _by_dates(paper, today)
    closed = bool(paper.given_up_on and paper.given_up_on <= today)
    if not closed and _replaced(paper, wallet, today):
        dates, closed = Says("yes", "replaced"), True
    return Standing(paper, dates, _by_register(paper, seen, today), seen, closed)


def _by_dates(paper: Credential, today: date) -> Says:
    if paper.given_up_on and paper.given_up_on <= today:
        return Says("yes", "given up")
    if paper.valid_to and paper.valid_to < today:
        return Says("no", "ended")
    if paper.valid_from and paper.valid_from > today:
        return Says("unknown", "not yet in force")
    if paper.valid_to and paper.valid_to <= today + ENDS_SOON:
        return Says("with_care", "ends soon")
    return Says("yes", "in force")


def _by_register(paper: Credential, seen: Verification | None, today: date) -> Says:
    if seen is None:
        return Says("unknown" if paper.kind in REGISTERED else "yes", "not verified")
    if seen.found != F.IN_FORCE:
        return Says("no", f"register: {seen.get_found_display().lower()}")
    if seen.ends and seen.ends != paper.valid_to:
        return Says("unknown", "register shows another end")
    if today - seen.on > STALE:
        return Says("with_care", "verified over a year ago")
    return Says("yes", "verified")


def _replaced(paper: Credential, wallet: Sequence[Credential], today: date) -> bool:
    """Whether it ended and another of its kind and issuer, in force today, took its place; or an NPI was corrected."""
    if paper.kind == K.NPI and paper.therapist:
        return paper.number != paper.therapist.npi
    if not paper.valid_to or paper.valid_to >= today:
        return False
    same = [other for other in wallet if other is not paper and named(other) == named(paper)]
    return any(in_force(other, today) for other in same)


def named(paper: Credential) -> tuple[str, ...]:
    """What makes two papers one after the other: kind, letters, state and issuer."""
    return (paper.kind, paper.code, paper.state, paper.issuer.casefold())
