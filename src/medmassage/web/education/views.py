"""The education of a therapist: what each paper asks and has, every course once, and the packet for an audit."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from medmassage.clinic import access, clock, corrections, selectors, wallets
from medmassage.clinic import education as ledger
from medmassage.clinic.education import Account, figure
from medmassage.clinic.models import Course, Credential, Therapist
from medmassage.clinic.services import education as service
from medmassage.clinic.services.outcome import Refused
from medmassage.law.renewal import Line
from medmassage.law.vocabulary import vocabulary
from medmassage.web import papers
from medmassage.web.doors import member
from medmassage.web.therapists.letters import register_of


@dataclass(frozen=True, slots=True)
class Bar:
    """One demand as a bar: its words, its figures, and the share that is filled, as an SVG width."""

    words: str
    have: str
    wanted: str
    share: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A paper's account with its bars; ``register``: who keeps its rules, where they are not known."""

    account: Account
    total: Bar | None
    bars: tuple[Bar, ...]
    register: tuple[str, str] | None

    @property
    def may_pack(self) -> bool:
        """Whether there is a period to pack."""
        return self.account.count is not None


@dataclass(frozen=True, slots=True)
class Row:
    """A course in the ledger, with the papers that count it."""

    course: Course
    kinds: str
    how: str
    papers: tuple[str, ...]


@require_GET
def education(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One therapist's education."""
    who = member(request)
    access.require(who, Course)
    found = access.read(who, Therapist, pk)
    today = clock.today(who.clinic)
    courses = list(access.rows(who, Course).filter(therapist=found))
    wallet = wallets.stand(selectors.papers(who, found), today)
    accounts = ledger.accounts(wallet, courses, today, corrections.local(who.clinic))
    context = {
        "therapist": found,
        "cards": [_card(one) for one in accounts],
        "rows": [_row(course, accounts) for course in courses],
        "summary": _summary(accounts),
        "keeps": wallets.keeps(who, found) and access.may(who, Course, write=True),
    }
    return render(request, "education/education.html", context)


@require_GET
def packet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The packet for an audit: the count, the courses and their certificates as one PDF."""
    who = member(request)
    access.require(who, Course)
    paper = access.read(who, Credential, pk)
    try:
        made = service.packet_pdf(who, credential=paper)
    except Refused as wrong:
        context = {"paper": paper, "words": str(wrong)}
        return render(request, "education/no_packet.html", context, status=422)
    return papers.download(made, f"education-{str(paper.pk)[:8]}.pdf", "application/pdf")


def _card(one: Account) -> Card:
    count = one.count
    if count is None or not count.wanted:
        return Card(one, None, (), register_of(one.paper, one.today) if one.says.answer == "unknown" else None)
    total = _bar(Line("All hours", count.wanted, count.have, count.missing))
    return Card(one, total, tuple(_bar(line) for line in count.lines), None)


def _bar(line: Line) -> Bar:
    share = min(1.0, float(line.have / line.wanted)) if line.wanted else 1.0
    missing = f"{figure(line.missing)} missing" if line.missing else ""
    words = f"{ledger.kind(line)}, at {'most' if line.limit else 'least'} {figure(line.wanted)}"
    return Bar(words, figure(line.have), figure(line.wanted), f"{share:.0%}", missing)


def _row(course: Course, accounts: Sequence[Account]) -> Row:
    terms = vocabulary()
    kinds = ", ".join(terms.ce.get(name, name) for name in course.categories)
    counted = tuple(str(one.paper) for one in accounts if one.counts(course))
    return Row(course, kinds, terms.delivery.get(course.delivery, course.delivery), counted)


def _summary(accounts: Sequence[Account]) -> str:
    if not accounts:
        return "No license or certification is on file yet, so nothing asks for education."
    short = sorted((one for one in accounts if one.is_short and one.due.on), key=lambda one: one.due.on or one.today)
    if short:
        first = short[0]
        return f"{first.paper}: {first.missing_of}, by {first.due.on:%-d %b %Y}."
    unknown = [str(one.paper) for one in accounts if one.says.answer == "unknown"]
    if unknown:
        return f"Not known for {' and '.join(unknown)}; see what would settle it."
    return "Every hour that is asked is on file."
