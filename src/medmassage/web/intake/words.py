"""All words of the patient's pages in one language: the knowledge base's own, and those of ``words.yaml``."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from medmassage.datafile import Row, read
from medmassage.knowledge import intake as base
from medmassage.knowledge.intake_rows import Language, Said


class Page(Row):
    """``words.yaml``."""

    words: Mapping[str, Said]
    months: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def page() -> Page:
    """The file, read once. Raises :class:`~medmassage.datafile.DataFileError`."""
    return read(files("medmassage.web.intake") / "words.yaml", Page)


@lru_cache(maxsize=4)
def words(language: str) -> Mapping[str, str]:
    """Every word of the pages by its name."""
    speak = spoken(language)
    return {**base.words(speak), **{name: said.to(speak) for name, said in page().words.items()}}


def spoken(language: str) -> Language:
    """The language as the form has it; English for what it is not kept in."""
    return "es" if language == "es" else "en"


def months(language: str) -> tuple[str, ...]:
    """The twelve months, January first."""
    return page().months[spoken(language)]
