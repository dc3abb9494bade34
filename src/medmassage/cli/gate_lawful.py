"""``medmassage gate lawful``: the first gate on the command line."""

import re
from datetime import date, time
from typing import TYPE_CHECKING, Annotated

import typer

from medmassage.cli.show import PASSES, STOPS, leave, print_verdict, refuse
from medmassage.cli.table import day_of

if TYPE_CHECKING:
    from medmassage.finding import Verdict
    from medmassage.law.question import Held

_HELD = re.compile(r"(?P<code>[\w-]+)@(?P<state>[A-Za-z]{2})(?::(?P<start>[\d-]*)\.\.(?P<end>[\d-]*))?")


State = Annotated[str, typer.Option(help="Two-letter code of the state of the visit.")]
Setting = Annotated[str, typer.Option(help="Where: hospital, medical_clinic, home, spa …")]
Holds = Annotated[
    list[str] | None, typer.Option(help="A paper held: CODE@ST or CODE@ST:2024-01-01..2027-10-31. Repeat for more.")
]
On = Annotated[str, typer.Option(help="The day of the visit, as 2026-10-30. Today if left out.")]
Technique = Annotated[list[str] | None, typer.Option(help="A technique to be used. Repeat for more.")]
Area = Annotated[list[str] | None, typer.Option(help="An area of the body. Repeat for more.")]
PayerKind = Annotated[str, typer.Option(help="self_pay, commercial, auto, workers_comp, medicare, medicaid or va.")]
Referral = Annotated[bool, typer.Option("--referral", help="A physician's order stands behind the visit.")]
Diagnosed = Annotated[
    bool | None, typer.Option("--diagnosed/--not-diagnosed", help="Whether a diagnosed condition is treated.")
]
Age = Annotated[int | None, typer.Option(help="The patient's age in years.", min=0, max=130)]
Document = Annotated[
    list[str] | None, typer.Option(help="A paper in hand with its day: breast_consent:2026-10-01. Repeat for more.")
]
NothingInHand = Annotated[
    bool, typer.Option("--nothing-in-hand", help="No paper is in hand: judge what must stand before hands-on work.")
]
At = Annotated[str, typer.Option(help="The hour the visit begins, as 14:30.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")]


def lawful(
    state: State,
    setting: Setting,
    holds: Holds = None,
    on: On = "",
    technique: Technique = None,
    area: Area = None,
    payer_kind: PayerKind = "self_pay",
    referral: Referral = False,
    diagnosed: Diagnosed = None,
    age: Age = None,
    document: Document = None,
    nothing_in_hand: NothingInHand = False,
    at: At = "",
    json_: Json = False,
) -> None:
    """May this holder of these papers treat here, on this day? And beside it: what may be billed to this payer?

    Example: medmassage gate lawful --state MD --setting hospital --holds RMP@MD --on 2026-10-30
    """
    from medmassage.law.ask import billable
    from medmassage.law.ask import lawful as ask
    from medmassage.law.question import Question

    _known_payer(payer_kind)
    day = day_of(on)
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
        valid_from=_day(found["start"]),
        valid_to=_day(found["end"]),
    )


def _document(words: str) -> tuple[str, date]:
    name, _, day = words.partition(":")
    signed = _day(day)
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


def _day(words: str | None) -> date | None:
    return day_of(words) if words else None
