"""The intake form in the patient's language: sections, questions, and the words of the base to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass

from medmassage.knowledge.history import History, Problem, again_heard, check, heard, open_questions, screened
from medmassage.knowledge.intake_rows import LANGUAGES, Ask, Language, Said, intake, names

__all__ = [
    "LANGUAGES", "Choice", "Form", "History", "Problem", "Question", "Section", "again", "again_heard", "check", "form",
    "heard", "open_questions", "screened", "words",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """One checkbox under a yes: the entry it stands for, and what a patient reads."""

    entry: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``kind``: ``yes_no_unsure``, ``text``, ``list``, ``date`` or ``number``.

    ``choices`` are offered once the answer is yes, ``if_yes`` is shown then; ``dated``: ask when it was;
    ``after``: the question that must not have been answered no; ``range``: of a number, both ends included.
    """

    id: str
    kind: str
    ask: str
    help: str = ""
    if_yes: str = ""
    choices: tuple[Choice, ...] = ()
    dated: bool = False
    after: str = ""
    range: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A step on the phone."""

    id: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The whole form in one language; ``words`` are those of the page around it."""

    language: Language
    edition: str
    title: str
    minutes: int
    sections: tuple[Section, ...]
    words: Mapping[str, str]


def form(language: str, *, age: int | None = None, sex: str = "") -> Form:
    """The questions for a person, sections without any left out. Raises :class:`ValueError` for another language.

    ``age`` in years (``None``: not known); ``sex``: ``F``, ``M`` or anything else, which leaves nothing out.
    """
    speak, whole = _language(language), intake()
    asked = (
        Section(part.id, part.title.to(speak), _questions(part.questions, speak, age, sex)) for part in whole.sections
    )
    return Form(
        language=speak,
        edition=whole.edition,
        title=whole.title.to(speak),
        minutes=whole.minutes,
        sections=tuple(section for section in asked if section.questions),
        words=words(speak),
    )


def again(language: str, *, age: int | None = None, sex: str = "") -> tuple[Question, ...]:
    """The questions before each further visit. Raises :class:`ValueError` for another language."""
    return _questions(intake().again, _language(language), age, sex)


def words(language: str) -> Mapping[str, str]:
    """Everything else that the page says, by name. Raises :class:`ValueError` for another language."""
    speak = _language(language)
    return {name: said.to(speak) for name, said in intake().words.items()}


def _language(language: str) -> Language:
    found = next((known for known in LANGUAGES if known == language), None)
    if found is None:
        raise ValueError(f"The form is not kept in {language!r}. Choose one of {', '.join(LANGUAGES)}.")
    return found


def _questions(asks: tuple[Ask, ...], speak: Language, age: int | None, sex: str) -> tuple[Question, ...]:
    return tuple(_question(ask, speak) for ask in asks if ask.only.fits(age, sex))


def _question(ask: Ask, speak: Language) -> Question:
    return Question(
        id=ask.id,
        kind=ask.kind,
        ask=ask.ask.to(speak),
        help=_or_empty(ask.help, speak),
        if_yes=_or_empty(ask.if_yes, speak),
        choices=tuple(Choice(id_, names()[id_].to(speak)) for id_ in ask.covers),
        dated=ask.dated,
        after=ask.after or "",
        range=ask.range or (),
    )


def _or_empty(said: Said | None, speak: Language) -> str:
    return said.to(speak) if said else ""
