"""``medmassage gate ordered``: the third gate asked of a case in a JSON file."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from medmassage.cli import show

EXAMPLE = "Example: medmassage gate ordered case.json --on 2026-11-20 --adding. The file's fields: docs/care.md."


def ordered(
    file: Annotated[Path, typer.Argument(help="The case as JSON.")],
    on: Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="The day of the visit.")],
    adding: Annotated[bool, typer.Option("--adding", help="Ask about one more visit on that day.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Do the orders, authorizations, plan year and counting rules cover a visit?"""
    from medmassage.care import casefile, limits
    from medmassage.care.ordered import ordered as ask

    try:
        case = casefile.read(file.read_bytes())
    except OSError as wrong:
        show.refuse(f"{file}: {wrong.strerror}.")
    except casefile.CaseFileError as wrong:
        show.refuse(f"{file}: {wrong}")
    day = on.date()
    held = limits.limits(case, day)
    first = limits.tightest(case, day)
    if not json_:
        for limit in held:
            typer.secho(f"  {limit.words}", dim=limit != first)
    show.leave(
        ask(case, day, adding=adding),
        json_=json_,
        limits=[asdict(limit) for limit in held],
        tightest=asdict(first) if first else None,
    )


ordered.__doc__ = f"{ordered.__doc__}\n\n{EXAMPLE}"
