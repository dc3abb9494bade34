"""``medmassage knowledge``: search the knowledge base, show one entry, score a measure, judge a change."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from medmassage.cli.show import STOPS, as_json, refuse

if TYPE_CHECKING:
    from medmassage.finding import Basis
    from medmassage.knowledge.score import Alert, Change, Score

app = typer.Typer()


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="Any words; spelling is forgiven.")],
    limit: Annotated[int, typer.Option(help="How many at most.", min=1, max=100)] = 10,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")] = False,
) -> None:
    """Find contraindications, conditions, groups of people, measures and regions.

    Example: medmassage knowledge search "blood thiner"
    """
    from dataclasses import asdict

    from medmassage.knowledge.search import search as find

    hits = find(text, limit)
    if json_:
        as_json({"asked": text, "hits": [asdict(hit) for hit in hits]})
        return
    if not hits:
        typer.echo(f"Nothing is known of “{text}”. Try a shorter or more common word.")
    wide = max([28, *(len(hit.id) for hit in hits)])
    for hit in hits:
        typer.echo(f"{hit.id:<{wide}} {hit.kind:<17} {typer.style(hit.name, bold=True)}")


@app.command()
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="As search prints it, such as dvt or neck_back.")],
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")] = False,
) -> None:
    """Show one entry with its sources.

    Example: medmassage knowledge show dvt
    """
    found = _find(id_.strip().lower())
    if json_:
        as_json(found)
    else:
        _print(found)


@app.command(context_settings={"ignore_unknown_options": True})  # an angle may be less than 0
def score(
    measure: Annotated[str, typer.Argument(help="Id of a measure, such as ndi or rom_cervical_rotation_right.")],
    answers: Annotated[list[str], typer.Argument(metavar="ANSWER…", help="In the order of the form; - for none.")],
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")] = False,
) -> None:
    """Count a score from its answers by the published rule.

    Leaves with 1 where an answer must not wait, with 2 where the answers make no score.

    Example: medmassage knowledge score ndi 2 2 3 1 2 - 2 1 2 1
    """
    from dataclasses import asdict

    from medmassage.knowledge.score import ScoreError, number
    from medmassage.knowledge.score import score as count

    try:
        found = count(measure, [number(measure, answer) for answer in answers])
    except ScoreError as wrong:
        _print_alerts(wrong.alerts, err=True)
        refuse(str(wrong))
    if json_:
        as_json(asdict(found))
    else:
        _print_score(found)
    if found.alerts:
        raise typer.Exit(STOPS)


@app.command(context_settings={"ignore_unknown_options": True})  # an angle may be less than 0
def change(
    measure: Annotated[str, typer.Argument(help="Id of a measure, such as ndi or rom_cervical_rotation_right.")],
    before: Annotated[str, typer.Argument(help="The first score, in the measure's unit.")],
    after: Annotated[str, typer.Argument(help="The later score.")],
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")] = False,
) -> None:
    """Judge a change of a score by the published figures.

    Example: medmassage knowledge change ndi 40 22
    """
    from dataclasses import asdict

    from medmassage.knowledge.score import ScoreError, number
    from medmassage.knowledge.score import change as judge

    try:
        first, last = number(measure, before), number(measure, after)
        if first is None or last is None:
            refuse("A change needs two scores.")
        found = judge(measure, first, last)
    except ScoreError as wrong:
        refuse(str(wrong))
    if json_:
        as_json(asdict(found))
    else:
        _print_change(found)


def _print_score(found: "Score") -> None:
    band = f", {found.band}" if found.band else ""
    typer.secho(f"{found.value:.4g} {found.unit}{band}  ({found.measure})", bold=True)
    typer.echo(f"  answered: {found.answered} of {found.items}")
    for part in found.subscales:
        typer.echo(f"  {part.name}: {part.value:.4g}")
    _print_alerts(found.alerts)


def _print_alerts(alerts: "tuple[Alert, ...]", *, err: bool = False) -> None:
    for alert in alerts:
        typer.secho(f"  ■ {alert.message}", fg="red", err=err)
        typer.echo(f"    {alert.remedy}", err=err)


_COUNTS = {True: "a change that counts", False: "less than a change that counts", None: "no threshold is on file"}
_REACHED = {True: "reached", False: "not reached", None: "says nothing of one person"}


def _print_change(found: "Change") -> None:
    percent = "" if found.percent is None else f" ({abs(found.percent):.0f} % of the first score)"
    counts = f"; {_COUNTS[found.meaningful]}" if found.value else ""
    typer.secho(f"{found.direction}: {found.value:+.4g} {found.unit}{percent}{counts}", bold=True)
    if found.threshold is not None:
        typer.echo(f"  counts from: {found.threshold:.4g} {found.unit}")
    if found.beyond_error is not None:
        typer.echo(f"  beyond measurement error: {'yes' if found.beyond_error else 'no'}")
    for figure in found.figures:
        whom = f"; {figure.population}" if figure.population else ""
        unverified = " (unverified)" if figure.basis.confidence == "recall" else ""
        typer.echo(f"  {figure.kind} {figure.words}{whom}: {_REACHED[figure.reached]}")
        typer.secho(f"    {figure.basis.cite}{unverified}", dim=True)


def _find(id_: str) -> dict[str, Any]:
    """An entry, or a region with all that lies in it, as plain JSON."""
    from medmassage.knowledge import anatomy
    from medmassage.knowledge.load import knowledge

    row = knowledge().find(id_)
    if row is not None:
        return {**row.model_dump(exclude_none=True, exclude={"sources"}), "basis": _plain(row.basis)}
    if id_ not in anatomy.bases():
        _unknown(id_)
    inside = anatomy.anatomy()
    return {
        "id": id_,
        "name": anatomy.label(id_),
        "regions": list(anatomy.bases()[id_]),
        "muscles": [m.name for m in inside.muscles if id_ in m.regions],
        "endangerment_sites": [f"{s.name}: {s.caution}" for s in inside.endangerment_sites if id_ in s.regions],
    }


def _unknown(id_: str) -> NoReturn:
    """Say so, and what is near."""
    from medmassage.knowledge.search import search as find

    near = ", ".join(hit.id for hit in find(id_.replace("_", " "), 3))
    refuse(f"There is no entry “{id_}”." + (f" Near it: {near}." if near else " Search for it first."))


def _plain(basis: "tuple[Basis, ...]") -> list[dict[str, str]]:
    return [one.to_dict() for one in basis]


def _print(found: Mapping[str, Any]) -> None:
    typer.secho(f"{found['name']}  ({found['id']})", bold=True)
    for key, value in found.items():
        if key not in ("name", "id", "basis", "signs") and value not in ("", (), [], {}):
            _print_value(key.replace("_", " "), value)
    for basis in found.get("basis", ()):
        unverified = " (unverified)" if basis["confidence"] == "recall" else ""
        parts = [basis["cite"], basis["publisher"], basis["as_of"]]
        typer.secho(f"  {' · '.join(p for p in parts if p)}{unverified}", dim=True)


def _print_value(key: str, value: Any) -> None:
    if isinstance(value, Mapping):
        value = "; ".join(f"{k.replace('_', ' ')}: {_short(v)}" for k, v in value.items() if v not in ("", None))
    if isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
        typer.echo(f"  {key}:")
        for row in value:
            typer.echo(f"    {'; '.join(f'{k}: {_short(v)}' for k, v in row.items() if v not in ('', None))}")
        return
    typer.echo(f"  {key}: {_short(value)}")


def _short(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_short, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
