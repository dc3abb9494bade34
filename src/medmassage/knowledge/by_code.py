"""From diagnosis codes to what people are referred for."""

from collections.abc import Iterable

from medmassage.codes import icd10cm
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.rows import Condition


def conditions_of(codes: Iterable[str]) -> tuple[Condition, ...]:
    """The conditions that list one of these codes (dots and case do not matter), in the order of the codes."""
    found = {c.id: c for code in codes for c in knowledge().conditions.values() if is_listed(code, c)}
    return tuple(found.values())


def is_listed(code: str, condition: Condition) -> bool:
    """Whether the condition lists this code, or the category it belongs to."""
    bare = icd10cm.compact(code)
    return any(bare.startswith(icd10cm.compact(listed)) for listed in condition.icd10cm)
