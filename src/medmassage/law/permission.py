"""Whether a credential covers the setting: by the setting itself, by its class, or anywhere."""

from medmassage.dated import Answer
from medmassage.finding import Basis, Finding, Level
from medmassage.law.asked import Asked, unverified
from medmassage.law.jurisdiction import Credential

HEALTH_CARE, ELSEWHERE, ANYWHERE = "health_care", "elsewhere", "any"
# What a rule may say of a setting; ``unsaid``: what was read does not say.
ALLOWED, FORBIDDEN, UNSAID = "allowed", "forbidden", "unsaid"


def permission(asked: Asked, credential: Credential) -> Finding:
    """One finding: allowed (a note), allowed as far as we remember (with care), not said (unknown), or not (stop)."""
    answers = settled(asked, credential)
    kinds = {_kind(answer) for answer in answers}
    basis = _basis(asked, answers)
    if len(kinds) != 1 or kinds == {"unknown"}:
        return asked.unknown("setting", _unknown(asked, credential), "setting", basis)
    answer = answers[0]
    if answer.value == FORBIDDEN:
        return _forbidden(asked, credential, answer, basis)
    if answer.value == UNSAID:
        return asked.unknown("setting", f"{credential.code} in {asked.place}: {answer.text}", "setting", basis)
    return _allowed(asked, credential, answer, basis)


def settled(asked: Asked, credential: Credential) -> list[Answer]:
    """What the credential's own rules say of the setting. Two answers where the setting's class is not known."""
    for key in _keys(asked):
        found = [credential.settings[k].on(asked.question.on) for k in key if k in credential.settings]
        if found:
            return found
    return []


def setting_class(asked: Asked) -> Answer:
    """Whether the state counts the setting as health care (``True``, ``False``, ``"unsaid"`` or unknown)."""
    return asked.law.topic(f"health_care.{asked.question.setting}").on(asked.question.on)


def _keys(asked: Asked) -> tuple[tuple[str, ...], ...]:
    """Where to look, the most exact first."""
    known = setting_class(asked).value
    classes = {True: (HEALTH_CARE,), False: (ELSEWHERE,)}.get(known, (HEALTH_CARE, ELSEWHERE))
    return ((asked.question.setting,), classes, (ANYWHERE,))


def _kind(answer: Answer) -> str:
    return str(answer.value) if answer else "unknown"


def _basis(asked: Asked, answers: list[Answer]) -> tuple[Basis, ...]:
    """The rules themselves and, where they look at the class of the setting, the definition of that class."""
    own = tuple(basis for answer in answers for basis in answer.basis)
    return tuple(dict.fromkeys((*own, *setting_class(asked).basis)))


def _allowed(asked: Asked, credential: Credential, answer: Answer, basis: tuple[Basis, ...]) -> Finding:
    message = f"{asked.law.name} lets a holder of {credential.code} treat in {asked.place}."
    if not unverified(answer):
        return asked.found("setting", Level.NOTE, message, "", "setting", basis)
    remedy = f"Ask {asked.authority} once, and keep the answer."
    return asked.found("setting", Level.CAUTION, f"{message} We know it from memory only.", remedy, "setting", basis)


def _forbidden(asked: Asked, credential: Credential, answer: Answer, basis: tuple[Basis, ...]) -> Finding:
    message = f"{asked.law.name}: {credential.title} ({credential.code}) does not cover {asked.place}. {answer.text}"
    remedy = "Let someone treat whose paper covers it, or choose a setting that this one covers."
    return asked.found("setting", Level.STOP, message.strip(), remedy, "setting", basis)


def _unknown(asked: Asked, credential: Credential) -> str:
    said = setting_class(asked).text
    why = f" {said}" if said else ""
    return f"Whether {credential.code} of {asked.law.name} covers {asked.place} on {asked.day} is not known to us.{why}"
