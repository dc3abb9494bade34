"""What is asked of a physician, as a letter, as a page behind the secure link, and the order that comes back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from medmassage.clinic import clock, inputs
from medmassage.clinic.models import CarePlan, Case, PhysicianRequest, Referral
from medmassage.clinic.papers import measured, progress, words
from medmassage.finding import Basis
from medmassage.knowledge import anatomy
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.screen import screen

K, A, W = PhysicianRequest.Kind, PhysicianRequest.Answer, PhysicianRequest.Way

QUESTIONS: Mapping[str, tuple[str, ...]] = {
    K.CLEARANCE: (
        "May massage therapy begin, or go on, in spite of this?",
        "Within which limits: regions, pressure, position, time?",
        "Until when does your answer hold?",
    ),
    K.RENEWAL: (),
    K.REPORT: (),
}
BOXES: Mapping[str, tuple[str, ...]] = {
    K.CLEARANCE: (
        "Yes, massage therapy may go on.",
        "Yes, within these limits: ______________________________________________________________",
        "No, not for the time being.",
        "My answer holds until: ____________________",
    ),
    K.RENEWAL: (
        "I order massage therapy: number of visits ______, from ______________ to ______________",
        "Diagnoses (ICD-10-CM): as before, or ______________________________",
        "No further order.",
    ),
    K.REPORT: (),
}

# The surest come first; a letter is no bibliography. All of them stand behind the link.
MOST_SOURCES = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A finding that a clearance is asked for: its name, what was said of it, why it matters, and its sources."""

    name: str
    said: str
    why: str
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Gist:
    """A request in words: its heading, how things stand, facts, findings, the clinic's own words, the questions."""

    heading: str
    standing: str
    facts: Sequence[Sequence[str]]
    found: Sequence[Found]
    words_heading: str
    words: str
    questions: Sequence[str]


def gist(asked: PhysicianRequest) -> Gist:
    """What is asked, from the record of the day it was asked on."""
    return Gist(
        heading=f"{_HEADING[asked.kind]}: {asked.patient}",
        standing=_standing(asked),
        facts=_facts(asked),
        found=[_found(asked, entry) for entry in asked.entries],
        words_heading="What we plan" if asked.kind == K.CLEARANCE else "Why",
        words=asked.words,
        questions=QUESTIONS[asked.kind],
    )


def letter(asked: PhysicianRequest) -> dict[str, Any]:
    """The request for the template ``request``: to be sent or faxed, with boxes for an answer, or with the answer."""
    told = gist(asked)
    return {
        **words.paper(asked.clinic, _HEADING[asked.kind], words.whose(asked.patient)),
        "to": words.addressed(words.physician(asked.physician), asked.physician),
        "day": words.day(asked.asked_on),
        "heading": told.heading,
        "standing": told.standing,
        "facts": [list(pair) for pair in told.facts],
        "found": [_printed(one) for one in told.found],
        "sections": [[told.words_heading, told.words]] if told.words.strip() else [],
        "questions": list(told.questions),
        "answer": answer_words(asked) if asked.answer else [],
        "boxes": list(BOXES[asked.kind]),
        "signature": f"Asked by {asked.asked_by.name}, {asked.clinic.name}.",
    }


def invitation(asked: PhysicianRequest, address: str) -> dict[str, Any]:
    """The link on paper for the template ``link``. Neither birth date nor health stands on it: they open the page."""
    assert asked.expires_at
    until = words.day(clock.local(asked.clinic, asked.expires_at))
    return {
        **words.paper(asked.clinic, "A page for you", ()),
        "to": words.addressed(str(asked.physician), asked.physician),
        "day": words.day(clock.today(asked.clinic)),
        "heading": f"About {asked.patient}: {_WAITS[asked.kind]}",
        "standing": "It is read and answered online, without an account, in a minute or two.",
        "alt": "QR code of the address below",
        "steps": [
            "Scan the code with a phone, or type the address.",
            "Enter the patient’s date of birth, as your record has it.",
            "Read, answer, and sign with your name and NPI." if asked.kind != K.REPORT else "Read, and say so.",
        ],
        "address": address,
        "closing": f"The page opens until {until} and takes one answer. Questions: {_phone(asked)}.",
    }


def order(asked: PhysicianRequest, referral: Referral) -> dict[str, Any]:
    """The order that the physician signed, for the template ``order``."""
    assert asked.answered_at
    at = words.moment(clock.local(asked.clinic, asked.answered_at))
    until = words.day(referral.ends_on) if referral.ends_on else "not said"
    return {
        **words.paper(asked.clinic, "Order", words.whose(asked.patient)),
        "letterhead": {"name": "Order for massage therapy", "lines": [f"taken in by {asked.clinic.name}"]},
        "from": words.addressed(words.physician(asked.physician), asked.physician),
        "day": words.day(referral.written_on),
        "heading": str(asked.patient),
        "standing": f"{words.some(referral.visits or 0, 'visit')}, from {words.day(referral.starts_on)} to {until}.",
        "facts": [
            ["Born", words.day(asked.patient.birth_date)],
            ["Diagnoses", ", ".join(referral.diagnoses)],
            ["Regions", _places(referral.regions) or "not said"],
        ],
        "remarks": referral.remarks,
        "signature": f"Signed electronically on {at} by {asked.signed_name}, NPI {asked.signed_npi}, by the secure "
        f"link of {asked.clinic.name}.",
    }


def answer_words(asked: PhysicianRequest) -> list[str]:
    """What came back, in a few lines: the answer, its limits, until when, who signed, and how it came."""
    if not asked.answer or asked.answered_at is None:
        return []
    said = _GIVEN.get((asked.kind, asked.answer), asked.get_answer_display())
    number = f" {words.some(asked.answer_visits, 'visit')}." if asked.answer_visits else ""
    until = f" Until {words.day(asked.valid_until)}." if asked.valid_until else ""
    at = words.moment(clock.local(asked.clinic, asked.answered_at))
    who = ", ".join(part for part in (asked.signed_name, asked.signed_npi and f"NPI {asked.signed_npi}") if part)
    signed = f"{who}, {at}." if who else f"{at}."
    return [f"{said}.{number}{until}", *([asked.answer_words] if asked.answer_words else []), _by(asked) + signed]


def plan_words(case: Case, on: date) -> str:
    """What is planned, for the therapist to change: regions, techniques, pressure, time, visits left."""
    plan: CarePlan | None = next(iter(case.plans.all()), None)
    work = inputs.Work.planned(case)
    how = ", ".join(work.techniques) or "massage"
    pressure = f", {work.pressure} pressure" if work.pressure else ""
    minutes = f", {words.some(plan.minutes, 'minute')} a visit" if plan and plan.minutes else ""
    places = _places(work.areas)
    where = f" Regions: {places}." if places else ""
    return f"We plan {how}{pressure}{minutes} for {case.title.lower()}.{where} No visit is held before your answer."


def renewal_words(case: Case, on: date, *, measures: bool) -> str:
    """Why treatment should go on, for a person to change; ``measures``: whether this person may read scores."""
    found = progress.progress_of(case, on)
    done = f"{words.some(found.visits_done, 'visit')} held so far for {case.title.lower()}."
    changes = [measured.change(series) for series in found.series] if measures else []
    goals = [f"“{s.goal.words}”: {measured.standing(s)}." for s in found.goals] if measures else []
    return "\n".join([done, *changes, *goals])


_HEADING: Mapping[str, str] = {
    K.CLEARANCE: "Request for a clearance",
    K.RENEWAL: "Request for a new order",
    K.REPORT: "A report to read",
}
_WAITS: Mapping[str, str] = {
    K.CLEARANCE: "a question waits for you",
    K.RENEWAL: "an order waits for you",
    K.REPORT: "a report waits for you",
}
_GIVEN: Mapping[tuple[str, str], str] = {
    (K.CLEARANCE, A.GIVEN): "Massage therapy may go on",
    (K.CLEARANCE, A.LIMITED): "Massage therapy may go on within limits",
    (K.CLEARANCE, A.REFUSED): "Not cleared for the time being",
    (K.RENEWAL, A.GIVEN): "A new order was given",
    (K.RENEWAL, A.REFUSED): "No further order",
    (K.REPORT, A.READ): "The report was read",
}


def _standing(asked: PhysicianRequest) -> str:
    if asked.kind == K.CLEARANCE:
        return f"Before we treat, we ask for your word on {_listed([_name(entry) for entry in asked.entries])}."
    if asked.kind == K.REPORT:
        return f"{asked.report}, from {asked.clinic.name}." if asked.report else ""
    number = f" of {words.some(asked.visits, 'visit')}" if asked.visits else ""
    until = f" until {words.day(asked.until)}" if asked.until else ""
    return f"The order we treat by is running out. We ask for a new one{number}{until}."


def _facts(asked: PhysicianRequest) -> list[list[str]]:
    found = progress.order_of(asked.case, asked.asked_on)
    born = ["Born", words.day(asked.patient.birth_date)]
    if found is None:
        return [born, ["Complaint", asked.case.title]]
    label = "Your order" if found.physician_id == asked.physician_id else "Ordered by"
    value = progress.ordered(found)
    said = value if label == "Your order" else f"{found.physician}, {value}"
    return [born, [label, said], ["Diagnosis", ", ".join(found.diagnoses)]]


def _found(asked: PhysicianRequest, entry: str) -> Found:
    """The entry with the words that led to it, as long as they are still on file."""
    known = knowledge().entries.get(entry)
    if known is None:
        return Found(_name(entry), "", "", ())
    person = inputs.person(asked.patient, on=asked.asked_on, case=asked.case)
    match = next((f for f in screen(person).findings if f.details.get("entry") == entry), None)
    said = "; ".join(dict.fromkeys(match.details.get("said", ()))) if match else ""
    return Found(known.name, said, known.why, known.basis)


def _printed(one: Found) -> dict[str, Any]:
    sources = [_source(basis) for basis in one.basis[:MOST_SOURCES]]
    return {"name": one.name, "said": one.said, "why": one.why, "sources": sources}


def _source(basis: Basis) -> str:
    unsure = "unverified" if basis.confidence == "recall" else ""
    return ", ".join(part for part in (basis.cite, basis.publisher, basis.as_of, unsure) if part)


def _name(entry: str) -> str:
    known = knowledge().entries.get(entry)
    return known.name if known else entry.replace("_", " ")


def _listed(names: Sequence[str]) -> str:
    lower = [name[:1].lower() + name[1:] if name[1:2].islower() else name for name in names]
    return " and ".join(filter(None, (", ".join(lower[:-1]), *lower[-1:])))


def _places(regions: Sequence[str]) -> str:
    return ", ".join(anatomy.label(region).lower() for region in regions)


def _by(asked: PhysicianRequest) -> str:
    return "" if asked.heard_by == W.LINK else f"{asked.get_heard_by_display()}: "


def _phone(asked: PhysicianRequest) -> str:
    return words.phone(asked.clinic.phone) if asked.clinic.phone else asked.clinic.name
