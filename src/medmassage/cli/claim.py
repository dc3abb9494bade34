"""``medmassage claim``: the claim's JSON schema, and a claim written as 837P and CMS-1500."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medmassage.cli.show import as_json, leave, refuse

if TYPE_CHECKING:
    from medmassage.billing.claim import Claim
    from medmassage.finding import Verdict

app = typer.Typer()

File = Annotated[Path, typer.Argument(help="The claim as JSON; see: medmassage claim schema.")]
On = Annotated[str, typer.Option(help="The day it is to be sent, as 2026-11-20. Today if left out.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")]


@app.command("schema")
def schema(
    json_: Annotated[bool, typer.Option("--json", help="The schema is JSON anyway.")] = False,
) -> None:
    """The shape of a claim as JSON Schema.

    Example: medmassage claim schema > claim.schema.json
    """
    from medmassage.billing.claim import schema as of_claim

    as_json(of_claim())


@app.command("write")
def write(
    file: File,
    x12: Annotated[Path | None, typer.Option(help="Write an 837P here.")] = None,
    cms1500: Annotated[Path | None, typer.Option(help="Write a CMS-1500 as PDF here.")] = None,
    on: On = "",
    overlay: Annotated[
        bool, typer.Option("--overlay", help="CMS-1500: only the characters, for the red form.")
    ] = False,
    sender: Annotated[str, typer.Option(help="Your id at the clearinghouse. The tax ID if left out.")] = "",
    receiver: Annotated[str, typer.Option(help="The receiver's id. The payer's id if left out.")] = "",
    control: Annotated[int, typer.Option(help="The interchange control number; never the same twice.", min=1)] = 1,
    production: Annotated[bool, typer.Option("--production", help="Mark the 837P as real, not as a test.")] = False,
    json_: Json = False,
) -> None:
    """Check a claim, then write it. A claim that stops, or of which something is unknown, is not written.

    Example: medmassage claim write claim.json --x12 claim.837 --cms1500 claim.pdf
    """
    from medmassage.billing.scrub import payable

    if x12 is None and cms1500 is None:
        refuse("Say what to write: --x12 FILE, --cms1500 FILE, or both.")
    if x12 == cms1500:
        refuse("The 837P and the CMS-1500 cannot be one file. Give each a name of its own.")
    claim, day = read_claim(file), read_day(on)
    verdict = payable(claim, day)
    if not verdict.passes:
        leave(verdict, json_=json_, claim=claim.control_number, written=[])
    made: dict[Path, bytes] = {}
    if x12:
        made[x12] = _as_837(claim, sender, receiver, control, production=production)
    if cms1500:
        made[cms1500] = _as_form(claim, overlay=overlay)
        verdict = _cut_on_paper(claim, verdict)
    _keep(made)
    if not json_:
        typer.echo("\n".join(f"Written: {path}" for path in made))
    leave(verdict, json_=json_, claim=claim.control_number, written=[str(path) for path in made])


def read_claim(file: Path) -> "Claim":
    """The claim in a JSON file; one line and exit code 2 when it cannot be read."""
    from pydantic import ValidationError

    from medmassage.billing.claim import Claim

    try:
        return Claim.model_validate_json(file.read_bytes())
    except OSError as wrong:
        refuse(f"{file} cannot be read: {wrong.strerror}.")
    except ValidationError as wrong:
        problems = wrong.errors()
        more = f" There are {len(problems) - 1} more." if len(problems) > 1 else ""
        place = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in problems[0]["loc"]).lstrip(".")
        refuse(f"{file}: {place or 'the file'}: {problems[0]['msg']}.{more}")


def read_day(words: str) -> date:
    """The day of ``--on``, today when it is left out; one line and exit code 2 for what is no day."""
    try:
        return date.fromisoformat(words) if words else date.today()  # noqa: DTZ011  # the person's own day
    except ValueError:
        refuse(f"--on: {words} is no day of the calendar. Write it as 2026-11-20.")


def _as_837(claim: "Claim", sender: str, receiver: str, control: int, *, production: bool) -> bytes:
    from medmassage.billing.professional import Receiver, Submitter, write_claims
    from medmassage.x12.errors import X12Error
    from medmassage.x12.write import Envelope

    who = claim.billing_provider
    name = who.name or f"{who.given} {who.family}"
    from_, to = sender or who.tax_id.replace("-", ""), receiver or claim.payer.payer_id
    usage = "P" if production else "T"
    now = datetime.now()  # noqa: DTZ005  # the person's own clock, as an envelope wants it
    try:
        envelope = Envelope(from_, to, now, control, usage)
        return write_claims([claim], Submitter(name, from_, name, who.phone), Receiver(claim.payer.name, to), envelope)
    except X12Error as wrong:
        refuse(f"The 837P cannot be written: {wrong}")


def _as_form(claim: "Claim", *, overlay: bool) -> bytes:
    from medmassage.billing.cms1500 import pages
    from medmassage.documents.cms1500 import pdf
    from medmassage.documents.pdf import DocumentError

    try:
        return pdf(pages(claim), "overlay" if overlay else "full")
    except DocumentError as wrong:
        refuse(str(wrong))


def _cut_on_paper(claim: "Claim", verdict: "Verdict") -> "Verdict":
    """The verdict with what is too long for the paper form beside it."""
    from medmassage.billing.cms1500 import cautions
    from medmassage.finding import Verdict

    return Verdict.of("payable", [*verdict.findings, *cautions(claim)])


def _keep(made: dict[Path, bytes]) -> None:
    """All files or none: each is written beside its place first, then moved there."""
    try:
        for path, content in made.items():
            _beside(path).write_bytes(content)
        for path in made:
            _beside(path).replace(path)
    except OSError as wrong:
        for path in made:
            _beside(path).unlink(missing_ok=True)
        refuse(f"{wrong.filename} cannot be written: {wrong.strerror}.")


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")
