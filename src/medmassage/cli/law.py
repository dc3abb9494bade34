"""``medmassage law``: what stands in a state, states side by side, what is covered, what changed."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from medmassage.cli import law_person
from medmassage.cli.show import as_json, refuse
from medmassage.cli.table import day_of, print_table

if TYPE_CHECKING:
    from medmassage.dated import Answer, Spell
    from medmassage.law.coverage import Cell
    from medmassage.law.jurisdiction import Jurisdiction

app = typer.Typer()
app.command("where")(law_person.where)
app.command("entry")(law_person.entry)
app.command("due")(law_person.due)
app.command("keep")(law_person.keep)

On = Annotated[str, typer.Option(help="The day, as 2026-10-30. Today if left out.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]
_MARK = {"primary": "●", "secondary": "◐", "recall": "◌ unverified"}


@app.command("show")
def show(
    state: Annotated[str, typer.Argument(help="Two-letter code of the state; US for federal law.")],
    on: On = "",
    json_: Json = False,
) -> None:
    """Every value of a state's law on a day: since when, by which source, how sure.

    Example: medmassage law show MD --on 2026-11-01
    """
    from medmassage.law.topics import answer_dict, rows
    from medmassage.law.wording import phrase

    day, law = day_of(on), _law(state)
    found = rows(law, day)
    if json_:
        values = [
            {"topic": r.topic, "label": r.label, "applies_to": r.audience, **answer_dict(r.answer)} for r in found
        ]
        return as_json({"state": law.code, "name": law.name, "on": day.isoformat(), "values": values})
    typer.echo(f"{law.name} on {day.isoformat()}")
    lines = [
        (_whom(r.label, r.audience), _value(phrase(r.topic, r.answer), r.answer.text), *_standing(r.answer))
        for r in found
    ]
    return print_table(("Topic", "Value", "Since", "Source", ""), lines)


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
    from medmassage.law.wording import phrase

    day, laws = day_of(on), [_law(state) for state in states]
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
        (topics.label(name), *("–" if one is None else phrase(name, one) for one in row.values()))
        for name, row in answers.items()
    ]
    return print_table(("Topic", *(law.name for law in laws)), lines)


@app.command("coverage")
def coverage(on: On = "", json_: Json = False) -> None:
    """What is held of each state by question: known, none in law or unknown, how sure, and where one would look.

    Example: medmassage law coverage
    """
    from medmassage.law.coverage import coverage as table
    from medmassage.law.coverage import summary
    from medmassage.law.load import register

    found = table(day_of(on))
    total = summary(found)
    if json_:
        plain = {code: {name: cell.to_dict() for name, cell in row.items()} for code, row in found.items()}
        checked = {code: known.checked and known.checked.isoformat() for code, known in register().items()}
        return as_json({"summary": total, "checked": checked, "jurisdictions": plain})
    heads = [name.replace("_", " ") for name in next(iter(found.values()))]
    print_table(
        ("State", *heads), [(code, *(_cell_mark(cell) for cell in row.values())) for code, row in found.items()]
    )
    return typer.echo(
        f"{total['answered']} of {total['cells']} answered by what was read, {total['primary']} of them from a primary "
        f"source; {total['unverified']} unverified, {total['unknown']} unknown.\n"
        "● primary  ◐ secondary  ◌ unverified  – none in law  ? unknown"
    )


def _cell_mark(cell: "Cell") -> str:
    if cell.status == "unknown":
        return "?"
    return f"{_MARK[cell.confidence][0]}{' –' if cell.status == 'none_in_law' else ''}"


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

    start, end = day_of(since, date.min), day_of(until, date.max)
    found = topics.changes([_law(s) for s in state] if state else covered(), start, end)
    if json_:
        return as_json({"changes": [topics.change_dict(change) for change in found]})
    lines = [
        (c.on.isoformat(), c.code, _whom(topics.label(c.topic), c.spell.applies_to), *_begun(c.spell)) for c in found
    ]
    return print_table(("From", "State", "Topic", "Value", ""), lines)


def _law(state: str) -> "Jurisdiction":
    """The law of a state, or federal law; a code that is none leaves with a message."""
    from medmassage.law.load import federal, jurisdiction

    try:
        return federal() if state.strip().upper() == federal().code else jurisdiction(state)
    except ValueError as wrong:
        refuse(str(wrong))


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
