"""The courses that the invented therapists took, with certificates that say that they are invented."""

from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from medmassage.clinic.models import Therapist
from medmassage.clinic.papers.words import day
from medmassage.clinic.services import education
from medmassage.demo.stage import Stage
from medmassage.documents.pdf import render

SCHOOL = "Cedar Hands School (invented)"


class Taken(NamedTuple):
    """A course so many days before the story, by its hours, its kinds and how it was taken."""

    days_ago: int
    title: str
    hours: str
    kinds: tuple[str, ...]
    delivery: str = "live"
    certificate: bool = True


COURSES: dict[str, tuple[Taken, ...]] = {
    "Rosa": (
        Taken(300, "Neck and shoulder, layer by layer", "6", ("massage", "hands_on")),
        Taken(180, "Boundaries at the table", "3", ("ethics", "boundaries"), "online_live"),
        Taken(150, "Low back: assessment and treatment", "12", ("massage", "hands_on")),
        Taken(90, "Infection control for massage therapists", "3", ("communicable_disease",), "online"),
        Taken(60, "Body mechanics and self-care", "4", ("self_care",), "live", False),
    ),
    "Theo": (
        Taken(120, "Jaw pain and the neck", "6", ("massage", "anatomy")),
        Taken(45, "Cultural humility in the clinic", "3", ("cultural_competency",), "online_live"),
    ),
    "Noor": (
        Taken(400, "Scar tissue after surgery", "14", ("massage", "hands_on")),
        Taken(200, "Ethics and Washington law", "4", ("ethics", "law"), "online_live"),
    ),
}


def courses_taken(stage: Stage) -> None:
    """Enter every course in its therapist's ledger."""
    for name, taken in COURSES.items():
        for one in taken:
            _enter(stage, stage.therapists[name], one)


def _enter(stage: Stage, who: Therapist, one: Taken) -> None:
    education.course_add(
        stage.owner, therapist=who, title=one.title, provider=SCHOOL, hours=Decimal(one.hours),
        taken_on=stage.today - timedelta(one.days_ago), categories=list(one.kinds), delivery=one.delivery,
        name="certificate.pdf" if one.certificate else "",
        content=_certificate(stage, who, one) if one.certificate else None,
    )  # fmt: skip


def _certificate(stage: Stage, who: Therapist, one: Taken) -> bytes:
    on = stage.today - timedelta(one.days_ago)
    return render(
        "certificate",
        {
            "title": "Certificate",
            "letterhead": {"name": SCHOOL, "lines": ["A school of the demo"]},
            "foot": "Invented for the demo; it certifies nothing",
            "heading": one.title,
            "standing": f"{who} finished this course on {day(on)}: {one.hours} contact hours.",
            "file": None,
        },
    )
