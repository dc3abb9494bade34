"""What a note may not say as the therapist's own word: a diagnosis, a prescription, a cure, an adjusted spine."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from medmassage.care.note import NoteDraft
from medmassage.codes import icd10cm
from medmassage.datafile import DataFileError, Row, Source, read
from medmassage.finding import Basis, Finding, Level

SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_TITLE = re.compile(r"\b(dr|drs|st|approx|vs|pt)\.", re.IGNORECASE)


class Condition(Row):
    """Words for one condition, and the beginnings of the codes by which an order names it."""

    words: tuple[str, ...]
    codes: tuple[str, ...]


class Phrase(Row):
    """A wording that is better put otherwise. ``act``: what of the scope of practice it touches."""

    id: str
    fields: tuple[str, ...]
    patterns: tuple[str, ...]
    message: str
    remedy: str
    unless: tuple[str, ...] = ()
    act: str = ""
    billed_only: bool = False
    source: Source | None = None


class Wordings(Row):
    """The whole file."""

    source: Source
    who: str
    unless: dict[str, str]
    names: tuple[Condition, ...]
    phrases: tuple[Phrase, ...]


class Ready:
    """The file with its patterns made ready once."""

    def __init__(self, file: Wordings) -> None:
        """Compile them. Raises :class:`~medmassage.datafile.DataFileError` for one that is no pattern."""
        self.file = file
        self.names = [(_compiled(rf"\b(?:{'|'.join(one.words)})\b"), one.codes) for one in file.names]
        self.unless = {name: _compiled(words) for name, words in file.unless.items()}
        every = "|".join(word for one in file.names for word in one.words)
        self.patterns = {
            phrase.id: [
                _compiled(one.replace("{names}", f"(?:{every})").replace("{who}", file.who)) for one in phrase.patterns
            ]
            for phrase in file.phrases
        }


@lru_cache(maxsize=1)
def wordings() -> Ready:
    """The file. Raises :class:`~medmassage.datafile.DataFileError`."""
    return Ready(read(files("medmassage.care") / "notes" / "wording.yaml", Wordings))


def wording(
    note: NoteDraft, scope: Mapping[str, tuple[Basis, ...]], *, diagnoses: Sequence[str] = (), billed: bool = False
) -> list[Finding]:
    """Each wording that is better put otherwise, once, at the first field that holds it.

    ``scope``: act → where the state's scope of practice forbids it. ``diagnoses``: codes of the orders on file; a
    condition that they name may be named. ``billed``: whether a payer reads the note.
    """
    ready = wordings()
    asked = (phrase for phrase in ready.file.phrases if billed or not phrase.billed_only)
    found = ((phrase, next(_hits(ready, phrase, note, diagnoses), None)) for phrase in asked)
    return [_finding(ready, phrase, *hit, scope) for phrase, hit in found if hit]


def sentences(text: str) -> list[str]:
    """The sentences of a text, spaces made one."""
    return [" ".join(one.split()) for one in SENTENCE.split(_TITLE.sub(r"\1", text)) if one.strip()]


def _hits(ready: Ready, phrase: Phrase, note: NoteDraft, diagnoses: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Field and words of each sentence that the phrase finds, and that nobody else answers for."""
    for field in phrase.fields:
        for sentence in sentences(getattr(note, field)):
            hit = next((found for one in ready.patterns[phrase.id] if (found := one.search(sentence))), None)
            if hit is None or any(ready.unless[name].search(sentence) for name in phrase.unless):
                continue
            if not _ordered(ready, hit[0], diagnoses):
                yield field, hit[0]


def _ordered(ready: Ready, words: str, diagnoses: Sequence[str]) -> bool:
    """Whether the words name a condition that an order on file names."""
    codes = [icd10cm.compact(code) for code in diagnoses]
    return any(
        name.search(words) and any(code.startswith(begin) for code in codes for begin in begins)
        for name, begins in ready.names
    )


def _finding(ready: Ready, phrase: Phrase, field: str, words: str, scope: Mapping[str, tuple[Basis, ...]]) -> Finding:
    general = ((phrase.source or ready.file.source).basis(),)
    basis = scope.get(phrase.act) or general
    message = f"“{words}” {phrase.message}"
    return Finding(f"note.wording.{phrase.id}", "note", Level.CAUTION, message, phrase.remedy, field, basis)


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as wrong:
        raise DataFileError(f"wording.yaml:1: {pattern} is no pattern: {wrong}.") from None
