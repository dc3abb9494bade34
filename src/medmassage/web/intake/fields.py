"""The steps that are no health questions: who one is, insurance, accident. As data, so that a page can draw them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict

from medmassage.clinic.models import Patient
from medmassage.clinic.papers.words import zip_code
from medmassage.codes import listed, us_state
from medmassage.web.intake.days import iso, shown
from medmassage.web.intake.posted import clean

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``word`` names its label; ``kind``: text, tel, email, zip, date, state or ways (a few to choose from).

    ``when``: the choice that must be made in the first field of the step for this one to be shown.
    """

    name: str
    word: str
    kind: str = "text"
    most: int = 60
    auto: str = "off"
    ways: tuple[tuple[str, str], ...] = ()
    when: str = ""
    group: str = ""


YES_NO = (("yes", "yes"), ("no", "no"))
YOU, COVERAGE, ACCIDENT = "you", "coverage", "accident"
INSURED, HAPPENED = "insurance", "yes"
STEPS: Mapping[str, tuple[Field, ...]] = {
    YOU: (
        Field("given", "given", most=35, auto="given-name"),
        Field("family", "family", auto="family-name"),
        Field("phone", "phone", "tel", 20, "tel"),
        Field("email", "email", "email", 254, "email"),
        Field("street", "street", most=55, auto="address-line1"),
        Field("city", "city", most=30, auto="address-level2"),
        Field("address_state", "state", "state", 2, "address-level1"),
        Field("zip_code", "zip", "zip", 10, "postal-code"),
        Field("contact_name", "contact_name", group="emergency_contact"),
        Field("contact_phone", "contact_phone", "tel", 20, group="emergency_contact"),
        Field("contact_relation", "contact_relation", group="emergency_contact"),
        Field("interpreter", "interpreter", "ways", ways=YES_NO, group="language"),
    ),
    COVERAGE: (
        Field("pays", "who_pays", "ways", ways=(
            (INSURED, "insurance"), ("self", "no_insurance"), ("open", "insurance_open"),
        )),
        Field("payer", "payer", when=INSURED),
        Field("member_id", "member_id", most=30, when=INSURED),
        Field("group_number", "group_number", most=30, when=INSURED),
        Field("relationship", "relation", "ways", when=INSURED, ways=(
            ("self", "relation_self"), ("spouse", "relation_spouse"), ("child", "relation_child"),
            ("other", "relation_other"),
        )),
        Field("subscriber_given", "given", most=35, when=INSURED, group="subscriber_name"),
        Field("subscriber_family", "family", when=INSURED, group="subscriber_name"),
        Field("subscriber_birth_date", "subscriber_birth_date", "date", when=INSURED, group="subscriber_name"),
    ),
    ACCIDENT: (
        Field("answer", "accident_ask", "ways", ways=(*YES_NO, ("unsure", "unsure"))),
        Field("kind", "accident_kind", "ways", when=HAPPENED, ways=(
            ("auto", "accident_auto"), ("employment", "accident_work"), ("other", "accident_other"),
        )),
        Field("on", "accident_day", "date", when=HAPPENED),
        Field("state", "accident_state", "state", when=HAPPENED),
        Field("claim_number", "claim_number", most=30, when=HAPPENED),
        Field("adjuster", "adjuster", when=HAPPENED),
        Field("adjuster_phone", "adjuster_phone", "tel", 20, when=HAPPENED),
        Field("employer", "employer", when=HAPPENED),
        Field("attorney", "attorney", when=HAPPENED),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A field as the page draws it: its label, value, choices (value, words, chosen), and what is wrong with it."""

    field: Field
    label: str
    value: str
    ways: tuple[tuple[str, str, bool], ...]
    error: str = ""

    @property
    def said(self) -> str:
        """The value in words, for the page that shows all answers."""
        return next((label for _, label, chosen in self.ways if chosen), "" if self.ways else self.value)


def read(step: str, posted: QueryDict, language: str, today: date) -> tuple[dict[str, str], dict[str, str]]:
    """What was typed by name, empty ones left out, and the names of the words for what is wrong."""
    values: dict[str, str] = {}
    wrong: dict[str, str] = {}
    first = clean(posted.get(STEPS[step][0].name, ""))
    for field in STEPS[step]:
        if field.when and first and first != field.when:
            continue  # it was not asked any longer
        said = clean(posted.get(field.name, ""))
        said = _kept(field, said, language, today)
        if said:
            values[field.name] = said
        if problem := _wrong(field, said, today):
            wrong[field.name] = problem
    return values, wrong


def _kept(field: Field, said: str, language: str, today: date) -> str:
    """As it is kept: a day in figures, a ZIP code without its hyphen."""
    if field.kind == "date":
        return iso(said, language, today) if said else ""
    return said.replace("-", "") if field.kind == "zip" else said


def _wrong(field: Field, said: str, today: date) -> str:
    """The name of the words for what is wrong with one value; empty where nothing is."""
    if len(said) > field.most:
        return "too_long"
    if not said:
        return ""
    if field.kind == "email":
        return "" if _is_email(said) else "email_unread"
    if field.kind == "date":
        return _wrong_day(said, today)
    offered = {"ways": {value for value, _ in field.ways}, "state": set(listed.rows("us_state"))}.get(field.kind)
    return "" if offered is None or said in offered else "unread"


def _wrong_day(said: str, today: date) -> str:
    try:
        return "date_to_come" if date.fromisoformat(said) > today else ""
    except ValueError:
        return "date_unread"


def _is_email(said: str) -> bool:
    try:
        validate_email(said)
    except ValidationError:
        return False
    return True


def show(
    step: str, values: Answers, words: Mapping[str, str], language: str, wrong: Mapping[str, str] | None = None
) -> list[Shown]:
    """The fields of a step with what is in them."""
    return [_shown(field, str(values.get(field.name, "")), words, language, wrong or {}) for field in STEPS[step]]


def _shown(field: Field, value: str, words: Mapping[str, str], language: str, wrong: Mapping[str, str]) -> Shown:
    offered: Iterator[tuple[str, str]] = iter(())
    if field.kind == "ways":
        offered = ((way, words[word]) for way, word in field.ways)
    elif field.kind == "state":
        offered = ((code, us_state.label(code) or code) for code in listed.rows("us_state"))
    return Shown(
        field=field,
        label=words[field.word],
        value=_worded(field, value, language),
        ways=tuple((way, label, way == value) for way, label in offered),
        error=words[wrong[field.name]] if field.name in wrong else "",
    )


def _worded(field: Field, value: str, language: str) -> str:
    if field.kind == "date":
        return shown(value, language)
    return zip_code(value) if field.kind == "zip" else value


def on_file(patient: Patient) -> dict[str, str]:
    """What the clinic has of the patient's own facts, to be confirmed."""
    names = (field.name for field in STEPS[YOU] if hasattr(patient, field.name))
    return {name: str(getattr(patient, name)) for name in names}
