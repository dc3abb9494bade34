"""The wording of a measure's items that a clinic may show: loaded from its file, taken out."""

from django.db import transaction

from medmassage.clinic import access
from medmassage.clinic.models import MeasureItems, Membership
from medmassage.clinic.services.outcome import Refused
from medmassage.knowledge.items import read_items

LARGEST = 200_000  # bytes
LETTERS = 2


@transaction.atomic
def wording_load(member: Membership, *, content: bytes, name: str = "items") -> MeasureItems:
    """Keep the items of a file; they take the place of the same measure in the same language.

    Raises :class:`Refused` with place and mend for a file that does not fit its measure.
    """
    access.require(member, MeasureItems, write=True)
    if len(content) > LARGEST:
        raise Refused("This file is larger than any measure. Choose the file of the items.", "file")
    try:
        items = read_items(content.decode("utf-8"), name)
    except UnicodeDecodeError:
        raise Refused("This is no text. Save the file as UTF-8 text.", "file") from None
    except ValueError as wrong:
        raise Refused(str(wrong), "file") from None
    if len(items.language) != LETTERS:
        raise Refused(f"{name}: language: Write two letters, such as en.", "file")
    kept, _ = MeasureItems.objects.update_or_create(
        clinic=member.clinic,
        measure=items.measure,
        language=items.language,
        defaults={
            "items": [item.model_dump(mode="json") for item in items.items],
            "license": items.license,
            "loaded_by": member.user,
        },
    )
    return kept


@transaction.atomic
def wording_remove(member: Membership, *, items: MeasureItems) -> None:
    """Take the wording out. Scores taken with it stay."""
    access.write(member, MeasureItems, items.pk).delete()
