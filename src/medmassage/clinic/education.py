"""What each paper of a wallet asks in continuing education, and what of it the courses on file cover.

A course stands once and is counted by every paper whose issuer takes it; the rules of states and certifiers
stand in the law room's data.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from medmassage.clinic.models import Course, Credential
from medmassage.clinic.wallets import Says, Standing
from medmassage.law import load, renewal
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.local import Correction, corrected

# Kinds whose issuers ask for education at each renewal.
ASKING = frozenset({Credential.Kind.LICENSE, Credential.Kind.CERTIFICATION})


@dataclass(frozen=True, slots=True)
class Account:
    """The education of one paper: when its period ends, what is asked and what is on file.

    ``count`` is ``None`` where the end of the period is not known. ``issuer``: its name, as its file has it.
    """

    paper: Credential
    issuer: str
    due: renewal.Due
    count: renewal.Count | None
    first_renewal: bool
    today: date

    @property
    def says(self) -> Says:
        """How it stands, as a badge shows it: complete, so many hours missing, none asked, not known."""
        if self.count is None or self.count.standing == "unknown":
            return Says("unknown", "not known")
        if self.count.standing == "none_asked":
            return Says("yes", "none asked")
        if self.count.standing == "met":
            return Says("with_care" if self.first_renewal else "yes", "complete")
        return Says("no" if self.count.last < self.today else "with_care", self.missing)

    @property
    def missing(self) -> str:
        """Such as "6 hours missing", or "2 hours of one kind missing"; empty where nothing is."""
        if self.count is None or self.count.standing != "short":
            return ""
        if self.count.missing:
            return f"{hours(self.count.missing)} missing"
        return f"{hours(max(line.missing for line in self.count.lines))} of one kind missing"

    @property
    def missing_of(self) -> str:
        """The same, with the kinds named where the hours alone would do: "2 hours missing: Ethics"."""
        if self.count is None or self.count.missing or not self.is_short:
            return self.missing
        kinds = [f"{hours(line.missing)} missing: {kind(line)}" for line in self.count.lines if line.missing]
        return "; ".join(kinds)

    @property
    def is_short(self) -> bool:
        """Whether something that is asked is not on file yet."""
        return self.count is not None and self.count.standing == "short"

    def counts(self, course: Course) -> bool:
        """Whether this paper counts the course."""
        return self.count is not None and bool(self.count.wanted) and as_law(course) in self.count.counted


def accounts(
    wallet: Sequence[Standing], courses: Iterable[Course], today: date, local: Sequence[Correction] = ()
) -> list[Account]:
    """One account for each open paper of the wallet whose issuer may ask for education, licenses first.

    ``local``: the clinic's own corrections of the law.
    """
    taken = tuple(as_law(course) for course in courses)
    held = [one.paper for one in wallet]
    asking = [one.paper for one in wallet if one.paper.kind in ASKING and not one.closed]
    asking.sort(key=lambda paper: paper.kind != Credential.Kind.LICENSE)
    return [account(paper, held, taken, today, local) for paper in asking]


def account(
    paper: Credential,
    wallet: Iterable[Credential],
    courses: Iterable[renewal.Course],
    today: date,
    local: Sequence[Correction] = (),
) -> Account:
    """The account of one paper. ``wallet``: all papers of its holder, among which older ones of the same name."""
    law = issuer(paper, local)
    asked = renewal.Paper(paper.code, valid_to=paper.valid_to, issued=_first_day(paper, wallet))
    if law is None:
        return Account(paper, paper.state or paper.issuer, _no_rules(paper), None, False, today)
    due = renewal.due(law, asked, today)
    count = renewal.counted(law, asked, courses, due.on) if due.on else None
    plain = renewal.counted(law, replace(asked, issued=None), courses, due.on) if due.on else None
    return Account(paper, law.name, due, count, count != plain, today)


def issuer(paper: Credential, local: Sequence[Correction] = ()) -> Jurisdiction | None:
    """Who gave a paper, as far as the law data knows them: a state, or a certifier by its letters or the paper's."""
    if paper.kind == Credential.Kind.LICENSE:
        return law_of(paper.state, local) if paper.state else None
    named = load.issuer(paper.issuer) if paper.issuer else None
    return named or next((body for body in load.certifiers().values() if paper.code in body.credentials), None)


def law_of(state: str, local: Sequence[Correction]) -> Jurisdiction | None:
    """The law of a state with the clinic's corrections taken in; ``None`` where it is not covered."""
    law = load.issuer(state)
    return corrected(law, local) if law and any(one.state == law.code for one in local) else law


def as_law(course: Course) -> renewal.Course:
    """A row as the law room counts it."""
    return renewal.Course(course.title, course.taken_on, course.hours, tuple(course.categories), course.delivery)


def kind(line: renewal.Line) -> str:
    """What a demand is about: "Ethics or State law and rules"."""
    return line.label.split(": ", 1)[-1]


def hours(number: Decimal) -> str:
    """``1 hour``, ``4.5 hours``."""
    return f"{figure(number)} hour{'' if number == 1 else 's'}"


def figure(number: Decimal) -> str:
    """``12``, ``4.5``."""
    return f"{number.normalize():f}"


def _no_rules(paper: Credential) -> renewal.Due:
    who = paper.state or paper.issuer or "whoever gave this paper"
    words = f"We hold no rules of {who}. Ask there how many hours it wants, and by when."
    return renewal.Due(paper.valid_to, paper.valid_to is not None, words)


def _first_day(paper: Credential, wallet: Iterable[Credential]) -> date | None:
    """The earliest day on which a paper of this name was held, as far as the wallet knows."""
    name = (paper.kind, paper.code, paper.state, paper.issuer.casefold())
    same = (one for one in wallet if (one.kind, one.code, one.state, one.issuer.casefold()) == name)
    return min((one.valid_from for one in same if one.valid_from), default=None)
