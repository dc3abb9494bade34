"""A case as a JSON file: the fields of :class:`~medmassage.care.case.Case`, checked when read."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, get_args

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from medmassage.care.case import Case, Status

MOST = 9999
_PLAIN = {
    "unexpected_keyword_argument": "there is no such field",
    "missing": "this field is missing",
    "missing_argument": "this field is missing",
}


class CaseFileError(ValueError):
    """The file holds no case; the message names the first field that is not right."""


def read(data: bytes) -> Case:
    """The case in a JSON file. Raises :class:`CaseFileError` with the field in one line."""
    try:
        case = _adapter().validate_json(data, strict=True)
    except ValidationError as wrong:
        raise CaseFileError(_first(wrong.errors()[0])) from None
    for wrong_words in _wrong(case):
        raise CaseFileError(wrong_words)
    return case


def _wrong(case: Case) -> Iterator[str]:
    for place, visit in enumerate(case.visits):
        if visit.status not in get_args(Status):
            words = ", ".join(get_args(Status))
            yield f"visits[{place}].status: “{visit.status}” is not a status. Those are {words}."
        yield from _count(f"visits[{place}].units", visit.units)
    for name in ("referrals", "authorizations"):
        for place, paper in enumerate(getattr(case, name)):
            yield from _count(f"{name}[{place}].visits", paper.visits)
            if paper.ends and paper.ends < paper.starts:
                yield f"{name}[{place}].ends: it ends before it starts."
    for place, paper in enumerate(case.authorizations):
        yield from _count(f"authorizations[{place}].units", paper.units)
    if case.plan_year:
        yield from _count("plan_year.visits", case.plan_year.visits)
        yield from _count("plan_year.used_elsewhere", case.plan_year.used_elsewhere)


def _count(field: str, number: int | None) -> Iterator[str]:
    if number is not None and not 0 <= number <= MOST:
        yield f"{field}: {number} is not a number from 0 to {MOST}."


@lru_cache
def _adapter() -> TypeAdapter[Case]:
    # A misspelled field would otherwise be passed over, and a limit with it.
    return TypeAdapter(with_config(ConfigDict(extra="forbid"))(Case))


def _first(error: Any) -> str:
    if error["type"] == "json_invalid":
        return f"This is not JSON: {error['ctx']['error']}."
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error["loc"])
    words = _PLAIN.get(error["type"], error["msg"])
    return f"{steps.removeprefix('.') or 'The file'}: {words}."
