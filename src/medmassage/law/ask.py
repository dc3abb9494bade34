"""The first gate: may this holder treat here, on this day? And beside it: what may be billed?"""

from collections.abc import Iterable, Sequence

from medmassage.finding import Finding, Level, Verdict
from medmassage.law import acts, bill, papers
from medmassage.law.asked import Asked
from medmassage.law.load import UnknownJurisdiction, entry, jurisdiction
from medmassage.law.local import Correction, corrected
from medmassage.law.permission import permission
from medmassage.law.question import SETTINGS, Held, Question

# Where a state regulates in these ways, only its own paper gives the right to treat.
NEEDS_PAPER = ("license", "registration")


class UnknownSetting(ValueError):
    """The setting is none of :data:`~medmassage.law.question.SETTINGS`."""


def lawful(question: Question, local: Sequence[Correction] = ()) -> Verdict:
    """May this holder of these papers treat here, on this day? All problems at once; never ``yes`` without a source.

    A holder of several papers is judged by the one that carries furthest. ``local``: values that a clinic corrected.
    A state that is none is unknown. Raises :class:`UnknownSetting` for a setting that is none.
    """
    asked = _asked(question, local)
    if isinstance(asked, Finding):
        return Verdict.of("lawful", [asked])
    findings = [*_right_to_treat(asked), *acts.of_everyone(asked), *bill.beside_treating(asked)]
    return Verdict.of("lawful", findings)


def billable(question: Question, local: Sequence[Correction] = ()) -> Verdict:
    """What law says of billing this kind of payer: another question than :func:`lawful`. Raises as it does."""
    asked = _asked(question, local)
    return Verdict.of("billable", [asked]) if isinstance(asked, Finding) else bill.billable(asked)


def _asked(question: Question, local: Sequence[Correction]) -> Asked | Finding:
    """The question in its state's law; what is not known where there is none."""
    if question.setting not in SETTINGS:
        raise UnknownSetting(f"{question.setting!r} is no setting. Known are: {', '.join(SETTINGS)}.")
    code = question.state.strip()
    try:
        known = entry(code)
    except UnknownJurisdiction as wrong:
        return _no_such_place(code, str(wrong))
    law = jurisdiction(known.code)
    return Asked(question, corrected(law, local) if local else law)


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


def _no_such_place(code: str, message: str) -> Finding:
    place = "".join(ch for ch in code.lower() if ch.isalnum()) or "nowhere"
    remedy = "Enter the state in which the visit takes place."
    return Finding(f"law.{place}.no_such_place", "lawful", Level.UNKNOWN, message, remedy, "state")
