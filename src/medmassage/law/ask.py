"""The first gate: may this holder treat here, on this day?"""

from collections.abc import Iterable

from medmassage.finding import Finding, Level, Verdict
from medmassage.law import acts, papers
from medmassage.law.asked import Asked
from medmassage.law.load import Entry, entry, jurisdiction
from medmassage.law.permission import permission
from medmassage.law.question import SETTINGS, Held, Question

# Where a state regulates in these ways, only its own paper gives the right to treat.
NEEDS_PAPER = ("license", "registration")


class UnknownSetting(ValueError):
    """The setting is none of :data:`~medmassage.law.question.SETTINGS`."""


def lawful(question: Question) -> Verdict:
    """May this holder treat here, on this day? All problems at once; never ``yes`` without a source.

    A holder of several papers is judged by the one that carries furthest. Raises :class:`UnknownSetting` and
    :class:`~medmassage.law.load.UnknownJurisdiction` for words that mean nothing.
    """
    if question.setting not in SETTINGS:
        raise UnknownSetting(f"{question.setting!r} is no setting. Known are: {', '.join(SETTINGS)}.")
    law = jurisdiction(question.state)
    if law is None:
        return Verdict.of("lawful", [_not_covered(entry(question.state))])
    asked = Asked(question, law)
    return Verdict.of("lawful", [*_right_to_treat(asked), *acts.of_everyone(asked)])


def _right_to_treat(asked: Asked) -> list[Finding]:
    """Whether the holder may treat at all: by paper, or where none is asked, by what the town says."""
    rule = asked.law.topic("regulation").on(asked.question.on)
    if rule.state != "known":
        message = f"How {asked.law.name} regulated massage on {asked.day} is not known to us."
        return [asked.unknown("regulation", message, "state")]
    judged = [_judge(asked, held) for held in asked.own]
    if rule.value in NEEDS_PAPER:
        return _furthest(judged) if judged else [papers.none_held(asked, rule)]
    able = [findings for findings in judged if _level(findings) < Level.UNKNOWN]
    return _furthest(able) if able else [papers.local_rules(asked, rule), *papers.of_no_use(asked)]


def _judge(asked: Asked, held: Held) -> list[Finding]:
    """Everything that speaks for or against treating under one paper."""
    credential = asked.credential(held)
    if credential is None:
        return [papers.not_of_this_state(asked, held)]
    if not credential.stands_alone:
        return [papers.only_added(asked, credential)]
    return [*papers.standing(asked, held), permission(asked, credential), *acts.under(asked, credential)]


def _furthest(judged: Iterable[list[Finding]]) -> list[Finding]:
    """The findings of the papers that carry furthest; each finding once."""
    rows = list(judged)
    best = min(_level(findings) for findings in rows)
    carrying = [findings for findings in rows if _level(findings) == best]
    chosen = carrying[:1] if best < Level.UNKNOWN else carrying
    return list(dict.fromkeys(finding for findings in chosen for finding in findings))


def _level(findings: Iterable[Finding]) -> Level:
    return max((finding.level for finding in findings), default=Level.NOTE)


def _not_covered(known: Entry) -> Finding:
    return Finding(
        rule=f"law.{known.code.lower()}.not_covered",
        gate="lawful",
        level=Level.UNKNOWN,
        message=f"We hold no law of {known.name} yet.",
        remedy="Ask the state's board, and go by what it says.",
        subject="state",
    )
