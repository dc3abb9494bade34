"""A physician's answer: by the secure link, or entered when it came by fax or phone. It does its work at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from medmassage.clinic import access, clock
from medmassage.clinic import asked as reads
from medmassage.clinic.models import HealthItem, Membership, PhysicianRequest, Referral, Role
from medmassage.clinic.papers import request as paper
from medmassage.clinic.services import intake, links
from medmassage.clinic.services.outcome import Refused
from medmassage.codes import npi
from medmassage.documents.pdf import render
from medmassage.finding import Level
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.person import Person, Report
from medmassage.knowledge.rows import Entry
from medmassage.knowledge.screen import screen

K, A, W = PhysicianRequest.Kind, PhysicianRequest.Answer, PhysicianRequest.Way
ANSWERS = {K.CLEARANCE: (A.GIVEN, A.LIMITED, A.REFUSED), K.RENEWAL: (A.GIVEN, A.REFUSED), K.REPORT: (A.READ,)}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it was given; what the kind of request does not ask stays empty.

    ``words``: limits, or what else was said; ``until``: the last day it holds. A new order has visits, dates and codes;
    ``written_on``: the day on the paper (today).
    """

    answer: str
    words: str = ""
    until: date | None = None
    visits: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    written_on: date | None = None
    diagnoses: Sequence[str] = ()
    name: str = ""
    npi: str = ""


def outside(asked: PhysicianRequest, event: str) -> None:
    """Leave a row that whoever holds the link did something with a request; it names the physician asked."""
    links.audit(asked, event, f"link for {asked.physician}")


@transaction.atomic
def answer_by_link(asked: PhysicianRequest, reply: Reply) -> PhysicianRequest:
    """Keep the answer of whoever opened the link and knew the birth date; it closes the link.

    Raises :class:`Refused` for a name or NPI that is missing or not the physician's, and for a second answer.
    """
    asked = PhysicianRequest.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if not links.is_open(asked):
        raise access.Denied
    if asked.kind != K.REPORT:
        _signed(asked, reply)
    outside(asked, "answered by the secure link")
    # What comes by a link is written for the clinic itself: whoever asked may have left by now.
    return _kept(Membership(clinic=asked.clinic, user=asked.asked_by, role=Role.OWNER), asked, reply, W.LINK)


@transaction.atomic
def answer_enter(member: Membership, *, asked: PhysicianRequest, reply: Reply, way: str) -> PhysicianRequest:
    """Enter an answer that came on paper or by phone."""
    access.require(member, PhysicianRequest, write=True)
    asked = reads.locked(member, asked.pk)
    if way not in (W.PAPER, W.PHONE):
        raise Refused("Say how the answer came.", "way")
    if asked.kind == K.RENEWAL and way == W.PHONE and reply.answer == A.GIVEN:
        raise Refused("An order by phone is no order yet. Ask for it on paper, or send the link.", "way")
    return _kept(member, asked, reply, way)


def _signed(asked: PhysicianRequest, reply: Reply) -> None:
    if not reply.name.strip():
        raise Refused("Write your name, as you sign.", "name")
    try:
        number = npi.validate(reply.npi)
    except ValueError as wrong:
        raise Refused(str(wrong), "npi") from None
    if number != asked.physician.npi:
        raise Refused(
            f"This is not the NPI that {asked.clinic.name} has of {asked.physician}. Check the digits.", "npi"
        )


def _kept(member: Membership, asked: PhysicianRequest, reply: Reply, way: str) -> PhysicianRequest:
    _check(asked, reply)
    asked.answer, asked.answered_at, asked.heard_by = reply.answer, clock.now(), way
    asked.answer_words, asked.valid_until = reply.words.strip(), reply.until
    asked.signed_name, asked.signed_npi = reply.name.strip()[:120], npi.compact(reply.npi)[:10]
    if asked.kind == K.CLEARANCE and reply.answer in (A.GIVEN, A.LIMITED):
        _clear(asked)
    if asked.kind == K.RENEWAL and reply.answer == A.GIVEN:
        asked.answer_visits, asked.valid_until = reply.visits, reply.ends_on
        asked.made_referral = _ordered(member, asked, reply, way)
    asked.closed_at = clock.now()
    asked.save()
    return asked


def _check(asked: PhysicianRequest, reply: Reply) -> None:
    if asked.answer:
        raise Refused(f"This was answered on {asked.answered_at:%-d %b %Y}. The first answer stands.")
    if reply.answer not in ANSWERS[K(asked.kind)]:
        raise Refused("Choose one of the answers.", "answer")
    if reply.answer == A.LIMITED and not reply.words.strip():
        raise Refused("Write the limits: regions, pressure, position, time.", "words")
    if reply.until and reply.until < clock.today(asked.clinic):
        raise Refused(f"{reply.until:%-d %b %Y} is over. Check the day.", "until")
    if asked.kind == K.RENEWAL and reply.answer == A.GIVEN:
        _check_order(reply)


def _check_order(reply: Reply) -> None:
    for value, name, what in (
        (reply.visits, "visits", "Say how many visits."),
        (reply.starts_on, "starts_on", "Say from which day."),
        (reply.ends_on, "ends_on", "Say until which day."),
    ):
        if not value:
            raise Refused(what, name)


def _clear(asked: PhysicianRequest) -> None:
    """A clearance on file for each entry. It counts with its last day, so it is over on the day after."""
    today = clock.today(asked.clinic)
    for name in asked.entries:
        entry = knowledge().entries.get(name)
        HealthItem.objects.create(
            clinic=asked.clinic,
            patient=asked.patient,
            kind=HealthItem.Kind.CLEARANCE,
            text=(readable(entry, today) if entry else name.replace("_", " "))[:200],
            on=today,
            ended_on=asked.valid_until + timedelta(1) if asked.valid_until else None,
            entry=name,
            source=HealthItem.Source.PHYSICIAN,
        )


def readable(entry: Entry, on: date) -> str:
    """The name by which the second gate reads a clearance of this entry: its own, unless that holds a denial."""
    return next((name for name in (entry.name, *entry.synonyms) if _lifts(entry, name, on)), entry.name)


def _lifts(entry: Entry, name: str, on: date) -> bool:
    person = Person(on=on, has=(Report(entry.name, entry=entry.id),), clearances=(name,))
    return all(f.level < Level.UNKNOWN for f in screen(person).findings if f.details.get("entry") == entry.id)


def _ordered(member: Membership, asked: PhysicianRequest, reply: Reply, way: str) -> Referral:
    """The new order as a referral of the case; what was signed by link is kept with it as a paper."""
    assert reply.starts_on
    before = asked.referral
    made = intake.referral_receive(
        member,
        case=asked.case,
        order=intake.Order(
            written_on=reply.written_on or clock.today(asked.clinic), starts_on=reply.starts_on, ends_on=reply.ends_on,
            visits=reply.visits, diagnoses=tuple(reply.diagnoses), regions=tuple(before.regions) if before else (),
            remarks=reply.words.strip(), source="link" if way == W.LINK else "form",
            physician={"npi": asked.physician.npi},
        ),
    )  # fmt: skip
    if way == W.LINK:
        content = render("order", paper.order(asked, made))
        intake.scan_attach(member, referral=made, name="signed-order.pdf", content=content)
    return made
