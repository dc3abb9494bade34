"""``medmassage gate lawful``: the first gate on the command line."""

import re
from datetime import date, time
from typing import TYPE_CHECKING, Annotated

import typer

from medmassage.cli.show import PASSES, STOPS, leave, print_verdict, refuse

if TYPE_CHECKING:
    from medmassage.finding import Verdict
    from medmassage.law.question import Held

_HELD = re.compile(r"(?P<code>[\w-]+)@(?P<state>[A-Za-z]{2})(?::(?P<start>[\d-]*)\.\.(?P<end>[\d-]*))?")


def lawful(
    state: Annotated[str, typer.Option(help="Two-letter code of the state of the visit.")],
    setting: Annotated[str, typer.Option(help="Where: hospital, medical_clinic, home, spa …")],
    holds: Annotated[
        list[str] | None, typer.Option(help="A paper held: CODE@ST or CODE@ST:2024-01-01..2027-10-31. Repeat for more.")
    ] = None,
    on: Annotated[str, typer.Option(help="The day of the visit, as 2026-10-30. Today if left out.")] = "",
    technique: Annotated[list[str] | None, typer.Option(help="A technique to be used. Repeat for more.")] = None,
    area: Annotated[list[str] | None, typer.Option(help="An area of the body. Repeat for more.")] = None,
    payer_kind: Annotated[
        str, typer.Option(help="self_pay, commercial, auto, workers_comp, medicare, medicaid or va.")
    ] = "self_pay",
    referral: Annotated[bool, typer.Option("--referral", help="A physician's order stands behind the visit.")] = False,
    diagnosed: Annotated[
        bool | None, typer.Option("--diagnosed/--not-diagnosed", help="Whether a diagnosed condition is treated.")
    ] = None,
    age: Annotated[int | None, typer.Option(help="The patient's age in years.", min=0, max=130)] = None,
    document: Annotated[
        list[str] | None, typer.Option(help="A paper in hand with its day: breast_consent:2026-10-01. Repeat for more.")
    ] = None,
    nothing_in_hand: Annotated[
        bool, typer.Option("--nothing-in-hand", help="No paper is in hand: judge what must stand before hands-on work.")
    ] = False,
    at: Annotated[str, typer.Option(help="The hour the visit begins, as 14:30.")] = "",
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")] = False,
) -> None:
    """May this holder of these papers treat here, on this day? And beside it: what may be billed to this payer?

    Example: medmassage gate lawful --state MD --setting hospital --holds RMP@MD --on 2026-10-30
    """
    from medmassage.law.ask import billable
    from medmassage.law.ask import lawful as ask
    from medmassage.law.question import Question

    _known_payer(payer_kind)
    day = _day(on, "--on") or date.today()  # noqa: DTZ011  # the person's own day; the rooms below never ask the clock
    try:
        question = Question(
            state=state,
            setting=setting,
            holds=tuple(held_of(words) for words in holds or ()),
            on=day,
            techniques=tuple(technique or ()),
            areas=tuple(area or ()),
            payer_kind=payer_kind,
            referral=referral,
            age=age,
            documents=dict(_document(words) for words in document or ()) if document or nothing_in_hand else None,
            diagnosed=diagnosed,
            at=_hour(at),
        )
        verdict, bill = ask(question), billable(question)
    except ValueError as wrong:
        refuse(str(wrong))
    if json_ or payer_kind == "self_pay":
        asked = {"state": state.upper(), "setting": setting, "on": day.isoformat(), "holds": holds or []}
        leave(verdict, json_=json_, **asked, bill={"answer": bill.answer, "findings": _plain(bill)})
    print_verdict(verdict, shown_elsewhere={finding.rule for finding in bill.findings})
    print_verdict(bill)
    raise typer.Exit(PASSES if verdict.passes else STOPS)


def _plain(verdict: "Verdict") -> list[dict[str, object]]:
    return [finding.to_dict() for finding in verdict.findings]


def _known_payer(kind: str) -> None:
    from medmassage.law.vocabulary import vocabulary

    known = ("self_pay", *vocabulary().billed)
    if kind not in known:
        refuse(f"--payer-kind {kind}: known are {', '.join(known)}.")


def held_of(words: str) -> "Held":
    """A paper as it was typed: ``CODE@ST`` or ``CODE@ST:2024-01-01..2027-10-31``."""
    from medmassage.law.question import Held

    found = _HELD.fullmatch(words.strip())
    if not found:
        refuse(f"--holds {words}: write CODE@ST or CODE@ST:2024-01-01..2027-10-31.")
    return Held(
        code=found["code"].upper(),
        state=found["state"].upper(),
        valid_from=_day(found["start"] or "", "--holds"),
        valid_to=_day(found["end"] or "", "--holds"),
    )


def _document(words: str) -> tuple[str, date]:
    name, _, day = words.partition(":")
    signed = _day(day, "--document")
    if not name or signed is None:
        refuse(f"--document {words}: write NAME:2026-10-01, the day it was signed.")
    return name, signed


def _hour(words: str) -> time | None:
    if not words:
        return None
    try:
        return time.fromisoformat(words)
    except ValueError:
        refuse(f"--at: {words} is no hour of the day. Write it as 14:30.")


def _day(words: str, option: str) -> date | None:
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        refuse(f"{option}: {words} is no day of the calendar. Write it as 2026-10-30.")
