"""The measures that goals and scores may have: those of the knowledge base, and two that any clinic takes."""

from functools import lru_cache

from medmassage.knowledge.load import knowledge

PAIN = "nprs"
OWN = (("rom", "Range of motion, degrees"), ("count", "Something counted"))


@lru_cache(maxsize=1)
def measures() -> list[tuple[str, str]]:
    """Measure id and its words, pain first."""
    known = [(m.id, m.name) for m in knowledge().measures.values()]
    return sorted([*known, *OWN], key=lambda pair: (pair[0] != PAIN, pair[1]))


def label(measure: str) -> str:
    """The words of a measure; an id that is not listed stands for itself."""
    return dict(measures()).get(measure, measure)
