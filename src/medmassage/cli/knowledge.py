"""``medmassage knowledge``: search the knowledge base, show one entry."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from medmassage.cli.show import as_json, refuse

if TYPE_CHECKING:
    from medmassage.finding import Basis

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
    for hit in hits:
        typer.echo(f"{hit.id:<28} {hit.kind:<17} {typer.style(hit.name, bold=True)}")


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
