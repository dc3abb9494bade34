"""``medmassage law where|entry|due|keep``: what the law means for one person, wallet or record."""

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from medmassage.cli.gate_lawful import held_of
from medmassage.cli.show import as_json, refuse
from medmassage.cli.table import day_of, print_table

if TYPE_CHECKING:
    from medmassage.finding import Basis
    from medmassage.law.jurisdiction import Jurisdiction
    from medmassage.law.renewal import Course

On = Annotated[str, typer.Option(help="The day, as 2026-10-30. Today if left out.")]
Born = Annotated[str, typer.Option(help="Birth date, as 1990-04-02.")]
Holds = Annotated[list[str] | None, typer.Option(help="A paper held: CODE@ST. Repeat for more.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")]
State = Annotated[str, typer.Argument(help="Two-letter code of the state.")]
_STANDING = {"counts": "✓ counts", "missing": "■ missing", "to_do": "△ to do", "read": "· read", "unknown": "? unknown"}
_COURSE = re.compile(r"(?P<day>[\d-]+):(?P<hours>[\d.]+):(?P<categories>[a-z_+]*):(?P<delivery>[a-z_]+)")


def where(
    holds: Holds = None,
    setting: Annotated[str, typer.Option(help="Where: hospital, medical_clinic, home, spa …")] = "medical_clinic",
    on: On = "",
    json_: Json = False,
) -> None:
    """Where may I work? The first gate asked of every state for these papers, this setting and day.

    Example: medmassage law where --holds LMT@MD --setting hospital
    """
    from medmassage.law.ask import UnknownSetting
    from medmassage.law.question import Question
    from medmassage.law.where import everywhere

    day = day_of(on)
    try:
        found = everywhere(Question("", setting, tuple(held_of(words) for words in holds or ()), day))
    except UnknownSetting as wrong:
        refuse(str(wrong))
    if json_:
        return as_json(
            {"on": day.isoformat(), "setting": setting, "states": {c: v.to_dict() for c, v in found.items()}}
        )
    for answer in ("yes", "with_care", "unknown", "no"):
        codes = [code for code, verdict in found.items() if verdict.answer == answer]
        typer.echo(f"{answer.replace('_', ' ')} ({len(codes)}): {' '.join(codes)}")
    return None


def entry(
    state: State,
    code: Annotated[str, typer.Argument(help="The paper to be had, such as LMT. The state's first if left out.")] = "",
    hours: Annotated[int | None, typer.Option(help="Hours of your massage program.", min=0)] = None,
    exam: Annotated[list[str] | None, typer.Option(help="An examination passed, such as MBLEx. Repeat.")] = None,
    has: Annotated[list[str] | None, typer.Option(help="A requirement met: cpr, background_check … Repeat.")] = None,
    holds: Holds = None,
    age: Annotated[int | None, typer.Option(help="Your age in years.", min=0, max=130)] = None,
    on: On = "",
    json_: Json = False,
) -> None:
    """What it takes to be licensed in a state, what of it counts already, and what is missing.

    Example: medmassage law entry OH --hours 500 --exam MBLEx --holds LMT@NV
    """
    from medmassage.law.entry import Applicant, steps
    from medmassage.law.topics import answer_dict

    law = _law(state)
    paper = _paper(law, code)
    who = Applicant(
        hours=hours, exams=tuple(exam or ()), age=age, holds=tuple(held_of(words) for words in holds or ()),
        has=frozenset(has or ()),
    )  # fmt: skip
    found = steps(law, paper, who, day_of(on))
    if json_:
        plain = [
            {"name": s.name, "label": s.label, "standing": s.standing, "asked": s.asked, "says": s.says,
             **answer_dict(s.answer)} for s in found
        ]  # fmt: skip
        return as_json({"state": law.code, "code": paper, "steps": plain})
    typer.echo(f"{law.name}: {law.credentials[paper].title} ({paper})")
    lines = [(_STANDING[s.standing], s.label, s.asked, s.says, _cites(s.answer.basis)) for s in found]
    return print_table(("", "Asked", "Value", "For you", "Source"), lines)


def due(
    state: Annotated[str, typer.Argument(help="Two-letter code of the state, or a certifier such as NCBTMB.")],
    code: Annotated[str, typer.Argument(help="The paper, such as LMT or BCTMB.")],
    ends: Annotated[str, typer.Option(help="The last day that the paper shows.")] = "",
    issued: Annotated[str, typer.Option(help="The day it was first issued.")] = "",
    born: Born = "",
    course: Annotated[
        list[str] | None,
        typer.Option(help="A course: 2026-03-01:3:ethics:online (day, hours, categories with +, how)."),
    ] = None,
    on: On = "",
    json_: Json = False,
) -> None:
    """When a paper is due, what continuing education it asks for by then, and what of it the courses cover.

    Example: medmassage law due MD LMT --ends 2027-10-31 --course 2026-03-01:3:ethics:online
    """
    from medmassage.law import renewal

    law, day = _law(state), day_of(on)
    paper = renewal.Paper(_paper(law, code), _day(ends), _day(issued), _day(born))
    found = renewal.due(law, paper, day)
    count = renewal.counted(law, paper, [_course(words) for words in course or ()], found.on or day)
    if json_:
        return as_json({
            "state": law.code, "code": paper.code, "due": found.on, "printed": found.printed, "words": found.words,
            "education": count.standing, "wanted": count.wanted, "have": count.have, "missing": count.missing,
            "from": count.first, "lines": [
                {"label": o.label, "wanted": o.wanted, "have": o.have, "missing": o.missing} for o in count.lines
            ],
            "notes": count.notes, "basis": [b.to_dict() for b in dict.fromkeys((*found.basis, *count.basis))],
        })  # fmt: skip
    typer.echo(f"{law.name}, {paper.code}: due {found.on or 'unknown'} ({found.words})")
    typer.echo(
        f"Continuing education: {count.standing.replace('_', ' ')}; {count.have} of {_number(count.wanted)} hours"
    )
    lines = [(o.label, str(o.wanted), str(o.have), str(o.missing)) for o in count.lines]
    if lines:
        print_table(("Of which", "Hours", "Have", "Missing"), lines)
    for words in (*count.notes, _cites(count.basis)):
        typer.echo(f"  {words}")
    return None


def keep(
    state: State,
    last: Annotated[str, typer.Option(help="The day of the last treatment.")],
    born: Born = "",
    json_: Json = False,
) -> None:
    """Until when a treatment record is kept.

    Example: medmassage law keep NY --last 2026-11-24 --born 2012-05-01
    """
    from medmassage.law.keeping import keep_until

    law = _law(state)
    found = keep_until(law, day_of(last), _day(born))
    if json_:
        return as_json({
            "state": law.code, "until": found.until, "words": found.words, "basis": [b.to_dict() for b in found.basis],
        })  # fmt: skip
    return typer.echo(f"{found.words}\n  {_cites(found.basis)}".rstrip())


def _law(code: str) -> "Jurisdiction":
    from medmassage.law.load import issuer

    found = issuer(code)
    if found is None:
        refuse(f"{code!r} is no state or certifier whose rules we hold. See: medmassage law coverage")
    return found


def _paper(law: "Jurisdiction", code: str) -> str:
    """The paper asked for, or the first by which one may begin."""
    from medmassage.law.entry import entrance

    known = {c.code for c in law.credentials.values()}
    wanted = code.strip().upper() or next((c.code for c in entrance(law)), "")
    if wanted not in known:
        said = f"{law.name} gives no paper {wanted}." if wanted else f"{law.name} gives no paper of its own."
        refuse(f"{said} Known there: {', '.join(sorted(known)) or 'none'}.")
    return wanted


def _course(words: str) -> "Course":
    from medmassage.law.renewal import Course

    found = _COURSE.fullmatch(words.strip())
    if not found:
        refuse(f"--course {words}: write it as 2026-03-01:3:ethics:online.")
    categories = tuple(filter(None, found["categories"].split("+")))
    return Course("", day_of(found["day"]), Decimal(found["hours"]), categories, found["delivery"])


def _day(words: str) -> date | None:
    return day_of(words) if words else None


def _number(hours: Decimal | None) -> str:
    return "unknown" if hours is None else str(hours)


def _cites(basis: "tuple[Basis, ...]") -> str:
    return "; ".join(f"{b.cite}{' (unverified)' if b.confidence == 'recall' else ''}" for b in basis)
