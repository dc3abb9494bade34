"""The shapes of the intake form's data, and the files read once: what is asked, of whom, in which words."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal, get_args

from medmassage.datafile import DataFileError, Row, read
from medmassage.knowledge.load import HERE
from medmassage.knowledge.rows import Id, Span, Text

Language = Literal["en", "es"]
Sex = Literal["F", "M"]
Kind = Literal["yes_no_unsure", "text", "list", "date", "number"]
Fills = Literal["medicines", "allergies", "pregnancy_week", "due_on"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
SEXES: tuple[Sex, ...] = get_args(Sex)


class Said(Row):
    """The same words in every language of the form."""

    en: Text
    es: Text

    def to(self, language: Language) -> str:
        """The words for a reader of this language."""
        return self.en if language == "en" else self.es


class Only(Row):
    """Who is asked: not the other sex; ages with both ends. What is not known of a person leaves nothing out."""

    sex: Sex | None = None
    ages: Span | None = None

    def fits(self, age: int | None, sex: str) -> bool:
        """Whether a person of this age (``None``: not known) and sex is asked."""
        other = self.sex is not None and sex in SEXES and sex != self.sex
        return not other and (self.ages is None or age is None or self.ages[0] <= age <= self.ages[1])


class Ask(Row):
    """One question (intake.yaml says what each key is for)."""

    id: Id
    kind: Kind
    ask: Said
    help: Said | None = None
    if_yes: Said | None = None
    covers: tuple[Id, ...] = ()
    dated: bool = False
    only: Only = Only()
    after: Id | None = None
    fills: Fills | None = None
    range: Span | None = None
    words: Literal["known", "all"] = "all"

    @property
    def wants_answer(self) -> bool:
        """Whether leaving it open leaves something unknown; a week, a day or a reason may be left empty."""
        return self.kind in ("yes_no_unsure", "list")


class Part(Row):
    """A section of the form: one step on the phone."""

    id: Id
    title: Said
    questions: tuple[Ask, ...]


class Intake(Row):
    """The file: the form, the questions before each further visit, and what is not asked."""

    edition: Text
    minutes: int
    title: Said
    sections: tuple[Part, ...]
    again: tuple[Ask, ...]
    not_asked: Mapping[Id, Text]
    words: Mapping[Id, Said]

    @property
    def questions(self) -> tuple[Ask, ...]:
        """Those of the form, in order."""
        return tuple(question for part in self.sections for question in part.questions)


@lru_cache(maxsize=1)
def intake() -> Intake:
    """``intake.yaml``, links checked. Raises :class:`~medmassage.datafile.DataFileError`."""
    found = read(HERE / "intake.yaml", Intake)
    for problem in _broken(found):
        raise DataFileError(f"intake.yaml: {problem}")
    return found


@lru_cache(maxsize=1)
def names() -> Mapping[str, Said]:
    """The patient's words by entry id (``intake_names.yaml``). Raises :class:`~medmassage.datafile.DataFileError`."""
    return read(HERE / "intake_names.yaml", dict[str, Said])


def _broken(form: Intake) -> Iterator[str]:
    """What points at something that is not there, in words."""
    asks = (*form.questions, *form.again)
    ids = [ask.id for ask in asks]
    for twice in {id_ for id_ in ids if ids.count(id_) > 1}:
        yield f"{twice} stands twice; give one of them another id."
    for ask in asks:
        if ask.after and ask.after not in ids:
            yield f"{ask.id}: after names {ask.after}, which is no question."
        for entry in ask.covers:
            if entry not in names():
                yield f"{ask.id}: covers {entry}, which has no words in intake_names.yaml."
