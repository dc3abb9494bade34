"""The words and codes this room knows, from its data files: massage, body regions, kinds of payers."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

from medmassage.datafile import Row, Source, read
from medmassage.fhir.values import Coding
from medmassage.finding import Basis, Confidence

SNOMED = "http://snomed.info/sct"


class MassageCode(Row):
    """A code that means massage."""

    system: str
    code: str
    source: Source


class Massage(Row):
    """How an order for massage is recognized."""

    codes: tuple[MassageCode, ...]
    words: tuple[str, ...]
    words_source: Source
    not_words: tuple[str, ...]


class Regions(Row):
    """Body sites by SNOMED CT code and by words."""

    confidence: Confidence
    codes: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]


class PayerType(Row):
    """Codes of one system (whole, or how they start) that mean one kind of payer."""

    system: str
    kind: str
    profile: str
    codes: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()


class Payers(Row):
    """Kinds of payers."""

    confidence: Confidence
    types: tuple[PayerType, ...]


@lru_cache
def massage() -> Massage:
    """``massage.yaml``."""
    return read(files("medmassage.fhir").joinpath("massage.yaml"), Massage)


@lru_cache
def regions() -> Regions:
    """``regions.yaml``."""
    return read(files("medmassage.fhir").joinpath("regions.yaml"), Regions)


@lru_cache
def payers() -> Payers:
    """``payers.yaml``."""
    return read(files("medmassage.fhir").joinpath("payers.yaml"), Payers)


def means_massage(codings: Iterable[Coding], words: str) -> Basis | None:
    """By what an order is one for massage; ``None`` when nothing says so, or it says something else."""
    known = massage()
    lower = words.lower()
    if any(other in lower for other in known.not_words):
        return None
    by_code = {(c.system, c.code): c.source for c in known.codes}
    for coding in codings:
        if source := by_code.get((coding.system, coding.code.strip())):
            return source.basis()
    return known.words_source.basis() if any(word in lower for word in known.words) else None


def regions_of(codings: Iterable[Coding], words: str) -> tuple[str, ...]:
    """The base ids of a body site, by its codes or else by its words; empty where it is not understood."""
    by_code = [region for c in codings for region in regions().codes.get(c.code, ()) if c.system == SNOMED]
    return tuple(dict.fromkeys(by_code or _by_words(words.lower())))


def _by_words(lower: str) -> list[str]:
    found: list[str] = []
    for words in sorted(regions().words, key=len, reverse=True):
        lower, times = re.subn(rf"\b{re.escape(words)}s?\b", " ", lower)
        if times:
            found += regions().words[words]
    return found


def payer_type(codings: Iterable[Coding]) -> PayerType | None:
    """The kind of payer of a coverage; ``None`` when no code of it is known."""
    for c in codings:
        for known in payers().types:
            if c.system == known.system and (c.code in known.codes or c.code.startswith(known.starts or ("\0",))):
                return known
    return None
