"""``medmassage gate payable``: the fourth gate on the command line."""

from medmassage.cli.claim import File, Json, On, read_claim, read_day
from medmassage.cli.show import leave


def payable(file: File, on: On = "", json_: Json = False) -> None:
    """Will this payer accept and pay this claim as it stands?

    Example: medmassage gate payable claim.json --on 2026-11-20
    """
    from medmassage.billing.scrub import payable as ask

    claim, day = read_claim(file), read_day(on)
    leave(ask(claim, day), json_=json_, claim=claim.control_number, on=day.isoformat())
