"""``medmassage fhir``: orders that come as FHIR R4."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from medmassage.cli import show

if TYPE_CHECKING:
    from medmassage.fhir.incoming import Incoming

app = typer.Typer()


@app.callback()
def fhir() -> None:
    """FHIR R4 in."""


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A FHIR R4 Bundle as JSON.")],
    json_: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """What an order says and does not say. Nothing is stored.

    Example: medmassage fhir check referral.json
    """
    from medmassage.fhir.errors import FhirError
    from medmassage.fhir.incoming import read

    try:
        incoming = read(file.read_bytes())
    except OSError as wrong:
        show.refuse(f"{file}: {wrong.strerror}.")
    except FhirError as wrong:
        show.refuse(f"{file}: {wrong}")
    if not json_:
        for line in _understood(incoming):
            typer.echo(f"  {line}")
    show.leave(incoming.verdict, json_=json_, digest=incoming.digest, **_parts(incoming))


def _parts(incoming: "Incoming") -> dict[str, Any]:
    names = ("patient", "physician", "order", "coverage")
    return {name: asdict(part) if (part := getattr(incoming, name)) else None for name in names}


def _understood(incoming: "Incoming") -> Iterator[str]:
    if who := incoming.patient:
        yield f"Patient: {who.given} {who.family}, born {_day(who.birth_date)}"
    if by := incoming.physician:
        yield f"Referring provider: {by.given} {by.family}, NPI {by.npi or 'not said'}"
    if order := incoming.order:
        yield f"Order: {order.words}, written {_day(order.written_on)}"
        visits = f"{order.visits} visits" if order.visits else "number of visits not said"
        yield f"  {visits}, from {_day(order.starts_on)} until {_day(order.ends_on)}"
        yield f"  for {', '.join(order.diagnoses) or 'no diagnosis'}, at {', '.join(order.regions) or 'no area'}"
    if payer := incoming.coverage:
        yield f"Coverage: {payer.payer_name or 'payer not named'}, member {payer.member_id or 'not said'}"


def _day(on: Any) -> str:
    return f"{on.day} {on:%b} {on.year}" if on else "not said"
