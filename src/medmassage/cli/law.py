"""``medmassage law``: what stands in a state, states side by side, what is covered, what changed."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from medmassage.cli.show import STOPS, as_json, refuse

if TYPE_CHECKING:
    from medmassage.dated import Answer, Spell
    from medmassage.law.jurisdiction import Jurisdiction

app = typer.Typer()

On = Annotated[str, typer.Option(help="The day, as 2026-10-30. Today if left out.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]
_MARK = {"primary": "●", "secondary": "◐", "recall": "◌ unverified"}


@app.command("show")
def show(
    state: Annotated[str, typer.Argument(help="Two-letter code of the state.")], on: On = "", json_: Json = False
) -> None:
    """Every value of a state's law on a day: since when, by which source, how sure.

    Example: medmassage law show MD --on 2026-11-01
    """
    from medmassage.law.topics import answer_dict, rows

    day, law = _day(on), _law(state)
    if not law.topics:
        _not_covered(law, json_)
    found = rows(law, day)
    if json_:
        values = [
            {"topic": r.topic, "label": r.label, "applies_to": r.audience, **answer_dict(r.answer)} for r in found
        ]
        return as_json({"state": law.code, "name": law.name, "on": day.isoformat(), "values": values})
    typer.echo(f"{law.name} on {day.isoformat()}")
    lines = [(_whom(r.label, r.audience), _value(r.words, r.answer.text), *_standing(r.answer)) for r in found]
    return _table(("Topic", "Value", "Since", "Source", ""), lines)


@app.command("compare")
def compare(
    states: Annotated[list[str], typer.Argument(help="Two-letter codes of two or more states.")],
    ask: Annotated[list[str] | None, typer.Option(help="A topic, such as ce_hours. Repeat for more.")] = None,
    on: On = "",
    json_: Json = False,
) -> None:
    """The same topics of several states side by side. A dash: the state has no such credential.

    Example: medmassage law compare MD WA OH --ask ce_hours
    """
    from medmassage.law import topics

    day, laws = _day(on), [_law(state) for state in states]
    names = topics.matching(laws, ask or topics.COMPARED)
    if not names:
        refuse(f"No topic of these states is named {', '.join(ask or ())}. See: medmassage law show {laws[0].code}")
    answers = {name: {law.code: topics.answer(law, name, day) for law in laws} for name in names}
    if json_:
        plain = {
            name: {code: topics.answer_dict(one) if one is not None else None for code, one in row.items()}
            for name, row in answers.items()
        }
        return as_json({"on": day.isoformat(), "states": [law.code for law in laws], "topics": plain})
    lines = [
        (topics.label(name), *("–" if one is None else topics.value_words(one) for one in row.values()))
        for name, row in answers.items()
    ]
    return _table(("Topic", *(law.name for law in laws)), lines)


@app.command("coverage")
def coverage(json_: Json = False) -> None:
    """Which states' law the house holds, how well it is sourced, and which it does not hold yet.

    Example: medmassage law coverage
    """
    from medmassage.law.load import covered, register
    from medmassage.law.topics import counted

    held = [(law, counted(law), str(register()[law.code].checked)) for law in covered()]
    absent = [known for known in register().values() if not known.covered]
    if json_:
        lines = [{"state": law.code, "name": law.name, "checked": day, "values": dict(n)} for law, n, day in held]
        return as_json({"covered": lines, "not_covered": [{"state": k.code, "name": k.name} for k in absent]})
    _table(
        ("State", "Checked", "primary ●", "secondary ◐", "unverified ◌"),
        [(law.name, day, *(str(one) for one in n.values())) for law, n, day in held],
    )
    return typer.echo(f"\nNot covered yet ({len(absent)}): {', '.join(known.name for known in absent)}.")


@app.command("changes")
def changes(
    since: Annotated[str, typer.Option(help="From this day on, as 2026-01-01.")] = "",
    until: Annotated[str, typer.Option(help="Up to this day, as 2026-12-31.")] = "",
    state: Annotated[list[str] | None, typer.Option(help="Only this state. Repeat for more.")] = None,
    json_: Json = False,
) -> None:
    """What changed in the law we hold, the newest first; days to come included.

    Example: medmassage law changes --since 2026-01-01
    """
    from medmassage.law import topics
    from medmassage.law.load import covered

    start, end = _day(since, date.min), _day(until, date.max)
    found = topics.changes([_law(s) for s in state] if state else covered(), start, end)
    if json_:
        return as_json({"changes": [topics.change_dict(change) for change in found]})
    lines = [
        (c.on.isoformat(), c.code, _whom(topics.label(c.topic), c.spell.applies_to), *_begun(c.spell)) for c in found
    ]
    return _table(("From", "State", "Topic", "Value", ""), lines)


def _law(state: str) -> "Jurisdiction":
    """The law of a state, without any value where it is not covered yet; a code that is none leaves with a message."""
    from medmassage.law.load import jurisdiction_or_nothing

    try:
        return jurisdiction_or_nothing(state)
    except ValueError as wrong:
        refuse(str(wrong))


def _not_covered(law: "Jurisdiction", json_: bool) -> NoReturn:
    """Say honestly that nothing is held, and leave as for any answer that is unknown."""
    if json_:
        as_json({"state": law.code, "name": law.name, "covered": False, "values": []})
    else:
        typer.echo(f"We hold no law of {law.name} yet. See: medmassage law coverage")
    raise typer.Exit(STOPS)


def _day(words: str, otherwise: date | None = None) -> date:
    if not words:
        return otherwise or date.today()  # noqa: DTZ011  # the person's own day; the rooms never ask the clock
    try:
        return date.fromisoformat(words)
    except ValueError:
        refuse(f"{words} is no day of the calendar. Write it as 2026-10-30.")


def _whom(label: str, audience: str) -> str:
    return f"{label}, for {audience}" if audience else label


def _value(words: str, text: str) -> str:
    return f"{words}\n{text}" if text else words


def _begun(spell: "Spell") -> tuple[str, str]:
    """A spell's value in words, and how sure."""
    from medmassage.law.topics import spell_words

    return _value(spell_words(spell), spell.text), _MARK[spell.basis.confidence]


def _standing(answer: "Answer") -> tuple[str, str, str]:
    """Since when, by which source, how sure."""
    if not answer.basis:
        return ("", "", "")
    basis = answer.basis[0]
    since = answer.since.isoformat() if answer.since else "as far back as we know"
    return (since, basis.cite, _MARK[basis.confidence])


def _table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*heads, box=SIMPLE_HEAD, pad_edge=False)
    for line in lines:
        table.add_row(*(Text(cell) for cell in line))
    console = Console()
    if not console.is_terminal:
        console = Console(width=140)
    console.print(table if lines else "Nothing.")
