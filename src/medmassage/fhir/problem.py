"""Condition, as a health problem of a person: still so, over, doubtful, or refuted."""

from collections.abc import Iterator
from datetime import date

from medmassage.codes import icd10cm
from medmassage.fhir.condition import ICD10CM, NOT_HELD
from medmassage.fhir.values import Node, codings, day, node, text, words_of
from medmassage.knowledge import match
from medmassage.knowledge.history import History, Remark
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.screen import Report

CURRENT = {"active", "recurrence", "relapse"}
OVER = {"inactive", "remission", "resolved"}
DOUBTFUL = {"unconfirmed", "provisional", "differential"}


def read(resource: Node) -> History:
    """The facts of one Condition. Without a status it counts as current, with its day."""
    concept = node(resource.get("code"))
    words = words_of(concept) or f"a problem without words (Condition {text(resource, 'id')})"
    states = {c.code for key in ("clinicalStatus", "verificationStatus") for c in codings(node(resource.get(key)))}
    codes = tuple(_codes(concept))
    if refuted := states & NOT_HELD:
        return History(remarks=(Remark(f"marked {', '.join(sorted(refuted))}", words),))
    if states & OVER:
        return _past(words, codes, _last_day(resource))
    since = None if states & CURRENT else _last_day(resource)
    if states & DOUBTFUL:
        return History(reports=(Report(words, since, sure=False), *_of_codes(words, codes, since)))
    more = not codes or _names(words) - set(_entries_of(codes))
    return History(
        reports=(Report(words, since),) if more else (),
        codes=codes,
        remarks=() if more else (Remark(f"coded as {', '.join(codes)}", words),),
    )


def _past(words: str, codes: tuple[str, ...], last: date | None) -> History:
    """What is over. Words that a code stands beside are kept for the therapist where the base does not know them."""
    kept = not codes or bool(_names(words))
    return History(
        reports=(*((Report(f"history of {words}", last),) if kept else ()), *_of_codes(words, codes, last)),
        remarks=() if kept else (Remark("marked as over", words),),
    )


def _names(words: str) -> set[str]:
    return set(match.read(words).named & knowledge().entries.keys())


def _entries_of(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id_ for code in codes for id_ in match.entries_of_code(code)))


def _of_codes(words: str, codes: tuple[str, ...], on: date | None) -> Iterator[Report]:
    """What a code may mean where it does not settle it: doubtful or over."""
    yield from (Report(words, on, sure=False, entry=id_) for id_ in _entries_of(codes))


def _codes(concept: Node) -> Iterator[str]:
    """The ICD-10-CM codes that have the form of one; others leave the words to speak."""
    for coding in codings(concept):
        if coding.system in ICD10CM and icd10cm.FORM.fullmatch(icd10cm.compact(coding.code)):
            yield icd10cm.dotted(coding.code)


def _last_day(resource: Node) -> date | None:
    """The latest day said of it, since a window is counted from there."""
    said = [text(resource, f"{key}DateTime") for key in ("onset", "abatement")]
    periods = [node(resource.get(f"{key}Period")) for key in ("onset", "abatement")]
    said += [text(period, end) for period in periods for end in ("start", "end")]
    return max((found for found in map(day, said) if found), default=None)
