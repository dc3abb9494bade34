"""The main job, chapter by chapter, through the same services that the pages call."""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import transaction

from medmassage.clinic.models import Clinic
from medmassage.demo import arrival, asking, book, money, opening, treating
from medmassage.demo.scene import Scene
from medmassage.demo.stage import Stage

CHAPTERS: tuple[Callable[[Stage], Scene], ...] = (
    opening.clinic_opens,
    arrival.referral_arrives,
    arrival.not_for_massage,
    asking.lawful,
    treating.visits,
    book.today,
    asking.safe,
    asking.ordered,
    treating.note,
    money.claim_mended,
    money.claim_leaves,
    money.answers_come,
    money.remittance,
    money.takeback,
    money.books,
)
LENGTH = len(CHAPTERS)


def steps(out: Path | None = None) -> Iterator[Scene]:
    """Play the chapters on an empty database, all in one transaction: a start that is cut off leaves nothing.

    Raises :class:`~medmassage.clinic.services.outcome.Refused` where a real clinic lives.
    """
    stage = Stage(out)
    with transaction.atomic():
        for chapter in CHAPTERS:
            yield chapter(stage)


def is_loaded() -> bool:
    """Whether the demo clinic stands in this database."""
    return Clinic.objects.filter(is_demo=True).exists()
