"""``medmassage gate safe``: is it safe for this person today, and what must be adapted?"""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from medmassage.cli.show import leave, refuse

if TYPE_CHECKING:
    from medmassage.knowledge.screen import Person, Report

# Keys of FILE, and what each holds.
TEXTS = ("drugs", "icd10", "regions", "clearances", "techniques")
NUMBERS = ("age", "pregnancy_week")
WORDS = ("on", "pressure")
KEYS = ("has", *TEXTS, *NUMBERS, *WORDS)


def safe(
    file: Annotated[Path | None, typer.Argument(help="JSON with has, drugs, icd10, age, pregnancy_week, …")] = None,
    has: Annotated[list[str] | None, typer.Option(help="What the person has; with its day as TEXT@2026-10-01.")] = None,
    drug: Annotated[list[str] | None, typer.Option(help="A medicine, by generic name, brand or class.")] = None,
    icd10: Annotated[list[str] | None, typer.Option(help="A diagnosis code, with or without its dot.")] = None,
    age: Annotated[int | None, typer.Option(help="Age in years.", min=0, max=130)] = None,
    week: Annotated[int | None, typer.Option(help="Completed week of a pregnancy.", min=0, max=45)] = None,
    region: Annotated[list[str] | None, typer.Option(help="A region to be treated, such as neck_back.")] = None,
    technique: Annotated[list[str] | None, typer.Option(help="A technique that is planned.")] = None,
    pressure: Annotated[str | None, typer.Option(help="The pressure planned: light, moderate or deep.")] = None,
    clearance: Annotated[list[str] | None, typer.Option(help="A physician's clearance and what it is for.")] = None,
    on: Annotated[str | None, typer.Option(help="The day asked about; today if left out.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")] = False,
) -> None:
    """Ask the second gate. Options add to what FILE says.

    Example: medmassage gate safe --has "DVT@2026-11-01" --drug Eliquis --icd10 M54.2 --region neck_back --on 2026-11-24
    """
    from medmassage.knowledge.screen import screen

    facts = _from_file(file) if file else {}
    given = {"drugs": drug, "icd10": icd10, "regions": region, "clearances": clearance, "techniques": technique}
    for key, more in given.items():
        facts[key] = [*facts.get(key, []), *(more or [])]
    facts["has"] = [*facts.get("has", []), *(has or [])]
    said = {"age": age, "pregnancy_week": week, "on": on, "pressure": pressure}
    facts |= {key: value for key, value in said.items() if value is not None}
    person = _person(facts)
    leave(screen(person), json_=json_, on=person.on.isoformat())


def _from_file(path: Path) -> dict[str, Any]:
    """The facts in a file. Refuses what cannot be read or holds something else."""
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except OSError as wrong:
        refuse(f"{path} cannot be read: {wrong.strerror}.")
    except UnicodeDecodeError:
        refuse(f"{path} is not UTF-8 text.")
    except json.JSONDecodeError as wrong:
        refuse(f"{path}:{wrong.lineno}: This is not JSON: {wrong.msg}.")
    except RecursionError:
        refuse(f"{path} is nested too deeply to be read.")
    if not isinstance(facts, dict):
        refuse(f"{path} must hold one object with the keys {', '.join(KEYS)}.")
    for key, value in facts.items():
        _check(path, key, value)
    return {key: value for key, value in facts.items() if value is not None}


def _check(path: Path, key: str, value: Any) -> None:
    if key not in KEYS:
        refuse(f"{path}: “{key}” is no key of this file. Known: {', '.join(KEYS)}.")
    if value is None:
        return
    if key in TEXTS and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
        refuse(f"{path}: {key} must be a list of texts.")
    if key == "has" and not (isinstance(value, list) and all(_is_report(v) for v in value)):
        refuse(f'{path}: has must be a list of texts, or of {{"text": "…", "on": "2026-10-01"}}.')
    if key in NUMBERS and (isinstance(value, bool) or not isinstance(value, int)):
        refuse(f"{path}: {key} must be a whole number.")
    if key in WORDS and not isinstance(value, str):
        refuse(f"{path}: {key} must be {'a day such as 2026-10-01' if key == 'on' else 'a word such as deep'}.")


def _is_report(value: Any) -> bool:
    if isinstance(value, str):
        return True
    return (
        isinstance(value, dict)
        and isinstance(value.get("text"), str)
        and isinstance(value.get("on"), str | None)
        and not set(value) - {"text", "on"}
    )


def _person(facts: dict[str, Any]) -> "Person":
    from medmassage.knowledge.screen import PRESSURES, Person

    pressure = facts.get("pressure", "")
    if pressure and pressure not in PRESSURES:
        refuse(f"“{pressure}” is no pressure. Known: {', '.join(PRESSURES)}.")
    return Person(
        on=_day(facts["on"]) if "on" in facts else date.today(),  # noqa: DTZ011  # the day of whoever asks
        has=tuple(_report(one) for one in facts["has"]),
        drugs=tuple(facts["drugs"]),
        icd10=tuple(facts["icd10"]),
        regions=tuple(facts["regions"]),
        clearances=tuple(facts["clearances"]),
        age=facts.get("age"),
        pregnancy_week=facts.get("pregnancy_week"),
        techniques=tuple(facts["techniques"]),
        pressure=pressure,
    )


def _report(said: str | dict[str, str | None]) -> "Report":
    from medmassage.knowledge.screen import Report

    if isinstance(said, dict):
        day = said.get("on")
        return Report(str(said["text"]), _day(day) if day else None)
    text, at, day = said.rpartition("@")
    return Report(text, _day(day)) if at else Report(said)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        refuse(f"“{text.strip()}” is not a day. Write it as 2026-10-01.")
