"""``medmassage units``: minutes to units by a payer's rule."""

import re
from typing import Annotated

import typer

from medmassage.cli.show import as_json, refuse

_SERVICE = re.compile(r"(?P<code>[0-9A-Za-z]{5})=(?P<minutes>[0-9]{1,4})")
DAY = 24 * 60


def command(
    services: Annotated[list[str], typer.Argument(help="CODE=MINUTES of one patient and day, such as 97124=23.")],
    rule: Annotated[str, typer.Option(help="cms (total time), ama (midpoint) or full_blocks.")] = "cms",
    untimed: Annotated[
        list[str] | None, typer.Option(help="A code billed once a day whatever its minutes. Repeat for more.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")] = False,
) -> None:
    """Units of one patient and day, and how they come about.

    Example: medmassage units --rule cms 97124=23 97140=8
    """
    from medmassage.billing.units import basis, units

    given = [_service(words) for words in services]
    try:
        found = units(rule, given, _untimed(given, untimed or []))
    except ValueError as wrong:
        refuse(str(wrong))
    total = sum(found.units.values())
    if json_:
        return as_json(
            {
                "rule": rule,
                "units": dict(found.units),
                "total_units": total,
                "total_minutes": found.total_minutes,
                "explain": list(found.explain),
                "basis": [basis(rule).to_dict()],
            }
        )
    for code, count in found.units.items():
        typer.echo(f"{code}  {count}")
    typer.secho(f"{total} unit{'' if total == 1 else 's'} by {rule}", bold=True)
    return typer.echo("\n".join(found.explain))


def _service(words: str) -> tuple[str, int]:
    found = _SERVICE.fullmatch(words.strip())
    if not found or int(found["minutes"]) > DAY:
        refuse(f"{words}: write CODE=MINUTES, such as 97124=23; a day has {DAY} minutes.")
    return found["code"].upper(), int(found["minutes"])


def _untimed(given: list[tuple[str, int]], named: list[str]) -> set[str]:
    """The codes named on the command line, and those that our list does not measure in time."""
    from medmassage.codes import procedure

    known = {code for code, _ in given if procedure.is_valid(code) and code not in procedure.timed()}
    return known | {procedure.compact(code) for code in named}
