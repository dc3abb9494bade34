"""``medmassage rescreen``: whose answer changed since the rules did."""

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from medmassage.cli.clinic import start
from medmassage.cli.show import PASSES, STOPS, as_json
from medmassage.cli.table import day_of

if TYPE_CHECKING:
    from medmassage.clinic.models import Clinic
    from medmassage.clinic.services.rescreening import Changed


def command(
    on: Annotated[str, typer.Option(help="As of this day, as 2026-12-01. Today if left out.")] = "",
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")] = False,
) -> None:
    """Ask the second gate of every patient again, keep the answers, and list whose changed. Run it after an upgrade.

    Patients are named by their key, never by name. It leaves with 1 where an answer became worse.

    Example: medmassage rescreen
    """
    day = day_of(on) if on else None
    start()
    from medmassage.clinic.models import Clinic, Patient
    from medmassage.clinic.services.rescreening import rescreen

    found: list[Changed] = []
    for clinic in Clinic.objects.order_by("created_at"):
        total = Patient.objects.filter(clinic=clinic).count()
        with _progress(clinic, total, quiet=json_) as step:
            found += rescreen(clinic, day, processes=os.cpu_count() or 1, progress=step)
    if json_:
        as_json({"changed": [_row(one) for one in found]})
    else:
        _print(found)
    raise typer.Exit(STOPS if any(one.worse for one in found) else PASSES)


def _progress(clinic: "Clinic", total: int, *, quiet: bool) -> Any:
    from contextlib import contextmanager

    from rich.console import Console
    from rich.progress import Progress

    @contextmanager
    def shown() -> Any:
        with Progress(console=Console(stderr=True), disable=quiet, transient=True) as bar:
            task = bar.add_task(str(clinic), total=total)
            yield lambda done: bar.advance(task, done)

    return shown()


def _row(one: "Changed") -> dict[str, Any]:
    return {
        "patient": str(one.patient.pk),
        "before": one.before.answer,
        "now": one.now.answer,
        "worse": one.worse,
        "new": list(one.new),
    }


def _print(found: "list[Changed]") -> None:
    if not found:
        typer.echo("Nobody's answer changed.")
    for one in found:
        new = f": {', '.join(one.new)}" if one.new else ""
        typer.secho(f"{one.patient.pk}  {one.before.answer} to {one.now.answer}{new}", fg="red" if one.worse else None)
