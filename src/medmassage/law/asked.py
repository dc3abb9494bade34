"""One question in one state, with what every rule looks at; and how a rule says what it found."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from medmassage.dated import Answer
from medmassage.finding import Basis, Finding, Level
from medmassage.law.jurisdiction import Credential, Jurisdiction
from medmassage.law.question import Held, Question
from medmassage.law.vocabulary import acts_in, vocabulary


@dataclass(frozen=True)
class Asked:
    """A question and the law it is asked of."""

    question: Question
    law: Jurisdiction

    @cached_property
    def own(self) -> list[Held]:
        """The papers of this state."""
        return [h for h in self.question.holds if h.state.strip().upper() == self.law.code]

    @cached_property
    def acts(self) -> frozenset[str]:
        """The regulated acts that the techniques and areas name."""
        named = (*self.question.techniques, *self.question.areas)
        return frozenset[str]().union(*(acts_in(words) for words in named))

    @property
    def place(self) -> str:
        """The setting as a sentence names it: ``a hospital``."""
        return vocabulary().settings[self.question.setting]

    @property
    def day(self) -> str:
        """The day as people read it: ``30 Oct 2026``."""
        return readable(self.question.on)

    @property
    def is_minor(self) -> bool:
        """Whether the patient is known to be a minor."""
        age = self.question.age
        return age is not None and age < vocabulary().minor_under.on(self.question.on).value

    def credential(self, held: Held) -> Credential | None:
        """What the state's file says of a paper's code; ``None`` where it knows no such code."""
        return self.law.credentials.get(held.code.strip().upper())

    def holds(self, code: str) -> bool:
        """Whether a paper of this state with this code is held and in force."""
        return any(h.code.strip().upper() == code and h.in_force(self.question.on) for h in self.own)

    def found(
        self, name: str, level: Level, message: str, remedy: str = "", subject: str = "", basis: tuple[Basis, ...] = ()
    ) -> Finding:
        """A finding of this state: ``law.<code>.<name>``."""
        return Finding(f"law.{self.law.code.lower()}.{name}", "lawful", level, message, remedy, subject, basis)

    def unknown(self, name: str, message: str, subject: str = "", basis: tuple[Basis, ...] = ()) -> Finding:
        """What the house does not know; the state's authority can settle it."""
        return self.found(name, Level.UNKNOWN, message, f"{self.authority} can settle it.", subject, basis)

    @property
    def authority(self) -> str:
        """Who decides in this state, as far as the house knows."""
        answer = self.law.topic("authority").on(self.question.on)
        return str(answer.value["name"]) if answer else "The state"


def readable(day: Any) -> str:
    """``30 Oct 2026``."""
    return f"{day.day} {day:%b %Y}"


def unverified(answer: Answer) -> bool:
    """Whether an answer rests on memory alone."""
    return any(basis.confidence == "recall" for basis in answer.basis)
