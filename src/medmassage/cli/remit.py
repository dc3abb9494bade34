"""``medmassage remit``: an 835 shown in plain words, or posted to the clinic's books."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from medmassage.cli.clinic import start
from medmassage.cli.show import PASSES, STOPS, as_json, print_verdict, refuse

if TYPE_CHECKING:
    from medmassage.billing.remittance import Adjustment, PaidClaim, Remittance
    from medmassage.clinic.models import Membership

app = typer.Typer()

File = Annotated[Path, typer.Argument(help="An 835 file.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]


@app.command("show")
def show(file: File, json_: Json = False) -> None:
    """Payments, claims and adjustments of an 835 with their reasons. Nothing is posted, nobody is named.

    Example: medmassage remit show payment.835
    """
    payments = _read(file)
    passes = all(p.verdict.passes for p in payments)
    if json_:
        as_json({"file": str(file), "payments": [_payment(p) for p in payments]})
    else:
        for payment in payments:
            _print(payment)
    raise typer.Exit(PASSES if passes else STOPS)


def _read(file: Path) -> "tuple[Remittance, ...]":
    from medmassage.billing.remittance import read
    from medmassage.x12.errors import X12Error

    try:
        found = read(file.read_bytes())
    except OSError as wrong:
        refuse(f"{file} cannot be read: {wrong.strerror}.")
    except X12Error as wrong:
        refuse(f"{file}: {wrong}")
    if not found:
        refuse(f"{file}: no payment stands in this file.")
    return found


def _payment(payment: "Remittance") -> dict[str, Any]:
    return {
        "payer": payment.payer,
        "trace": payment.trace,
        "amount": str(payment.amount),
        "date": payment.date.isoformat() if payment.date else None,
        "claims": [_claim(c) for c in payment.claims],
        "provider_adjustments": [
            {"reason": a.reason, "reference": a.reference, "amount": str(a.amount)}
            for a in payment.provider_adjustments
        ],
        "verdict": payment.verdict.to_dict(),
    }


def _claim(claim: "PaidClaim") -> dict[str, Any]:
    return {
        "control_number": claim.control_number,
        "status": claim.status,
        "charge": str(claim.charge),
        "paid": str(claim.paid),
        "patient_part": str(claim.patient_part),
        "payer_control": claim.payer_control,
        "adjustments": [_adjustment(a) for a in claim.adjustments],
        "lines": [
            {
                "code": line.code,
                "charge": str(line.charge),
                "paid": str(line.paid),
                "adjustments": [_adjustment(a) for a in line.adjustments],
                "remarks": list(line.remarks),
            }
            for line in claim.lines
        ],
    }


def _adjustment(a: "Adjustment") -> dict[str, str]:
    return {"group": a.group, "reason": a.reason, "amount": str(a.amount), "plain": _plain(a.reason)}


def _plain(reason: str) -> str:
    from medmassage.codes import adjustment

    known = adjustment.carc(reason)
    return known.plain if known else "a reason we have no plain words for"


def _print(payment: "Remittance") -> None:
    from rich.console import Console
    from rich.table import Table

    from medmassage.money import show as money

    day = f", {payment.date.day} {payment.date:%b %Y}" if payment.date else ""
    typer.secho(f"{payment.payer}: {money(payment.amount)}, {payment.trace}{day}", bold=True)
    table = Table("Claim", "Charged", "Paid", "Patient", "Why not all of it")
    for claim in payment.claims:
        amounts = (money(claim.charge), money(claim.paid), money(claim.patient_part))
        table.add_row(claim.control_number, *amounts, _reasons(claim))
    Console().print(table)
    for a in payment.provider_adjustments:
        done = "kept" if a.amount > 0 else "added"
        typer.echo(f"{money(abs(a.amount))} {done} outside any claim ({a.reason} {a.reference}).")
    print_verdict(payment.verdict)


def _reasons(claim: "PaidClaim") -> str:
    from medmassage.money import show as money

    lines = [f"{money(a.amount)} {a.group}-{a.reason}: {_plain(a.reason)}" for a in claim.all_adjustments]
    return "\n".join(["Takes back an earlier payment.", *lines] if claim.is_reversal else lines)


@app.command("post")
def post(
    file: File,
    as_: Annotated[str, typer.Option("--as", help="Email of the member who posts; the books keep who it was.")],
    json_: Json = False,
) -> None:
    """Receive an 835 and post it to the books of the clinic in this data folder. A second time changes nothing.

    Example: medmassage remit post payment.835 --as biller@clinic.example
    """
    content = _content(file)
    start()
    from django.http import Http404

    from medmassage.clinic.services.outcome import Refused

    who = _member(as_)
    try:
        entries, work, names = _post(who, file.name, content)
    except Refused as wrong:
        _stop(str(wrong), json_=json_)
    except Http404:
        refuse(f"{as_} may not post payments: that takes an owner or a biller.")
    if json_:
        return as_json({"file": str(file), "payments": names, "entries": entries, "work": work})
    if not entries and not work:
        return typer.echo("Nothing new: this file was posted before.")
    return typer.echo(f"Posted: {entries} entries in the ledger, {work} left for a person to look at.")


def _post(who: "Membership", name: str, content: bytes) -> tuple[int, int, list[str]]:
    """All payments of the file or none."""
    from django.db import transaction

    from medmassage.clinic.models import Remittance
    from medmassage.clinic.services import answers, posting
    from medmassage.clinic.services.outcome import Refused

    with transaction.atomic():
        kept = answers.file_receive(who, name=name, content=content)
        payments: Sequence[Remittance] = [k for k in kept if isinstance(k, Remittance)]
        if not payments:
            raise Refused(f"{name} holds no payment. 999 and 277CA files are taken in on the claims page.")
        done = [posting.remittance_post(who, remittance=payment) for payment in payments]
    return sum(d.entries for d in done), sum(d.work for d in done), [str(p) for p in payments]


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as wrong:
        refuse(f"{file} cannot be read: {wrong.strerror}.")


def _stop(message: str, *, json_: bool) -> NoReturn:
    if json_:
        as_json({"posted": False, "message": message})
    else:
        typer.secho(message, fg="red", err=True)
    raise typer.Exit(STOPS)


def _member(email: str) -> "Membership":
    from medmassage.clinic import access
    from medmassage.clinic.models import User

    user = User.objects.filter(email__iexact=email, is_active=True).first()
    who = access.membership(user) if user else None
    if who is None:
        refuse(f"{email} is no active member of a clinic here.")
    return who
