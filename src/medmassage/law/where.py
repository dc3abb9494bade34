"""Where somebody may work: the first gate asked of every state at once, for one wallet, setting and day."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from medmassage.finding import Verdict
from medmassage.law.ask import lawful
from medmassage.law.load import register
from medmassage.law.local import Correction
from medmassage.law.question import Question


def everywhere(question: Question, local: Sequence[Correction] = ()) -> Mapping[str, Verdict]:
    """The answer in each jurisdiction, by code; the question's own state does not matter."""
    return {code: lawful(replace(question, state=code), local) for code in register()}
