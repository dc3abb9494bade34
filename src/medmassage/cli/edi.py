"""``medmassage edi``: any X12 file, checked, read into tables, or told in plain words."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from medmassage.cli.show import PASSES, STOPS, UNREADABLE, as_json, print_verdict, refuse

if TYPE_CHECKING:
    import polars as pl

    from medmassage.finding import Verdict

app = typer.Typer()

Files = Annotated[list[Path], typer.Argument(help="X12 files.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")]
FORMATS = ("parquet", "csv", "jsonl")


@app.command("check")
def check(files: Files, json_: Json = False) -> None:
    """What is wrong with each file: envelope, segments that are missing, sums that do not balance.

    Example: medmassage edi check claim.837 payment.835
    """
    from medmassage.finding import Verdict
    from medmassage.x12.check import check as ask
    from medmassage.x12.errors import X12Error

    found: dict[str, Verdict] = {}
    unreadable: dict[str, str] = {}
    for file in files:
        try:
            found[str(file)] = ask(_bytes(file))
        except X12Error as wrong:
            unreadable[str(file)] = str(wrong)
    whole = Verdict.of("edi", [f for verdict in found.values() for f in verdict.findings])
    if json_:
        told = [{"file": name, **verdict.to_dict()} for name, verdict in found.items()]
        as_json(whole.to_dict(files=told, unreadable=[{"file": n, "message": w} for n, w in unreadable.items()]))
    else:
        _print(found)
    for name, words in unreadable.items():
        typer.secho(f"{name}: {words}", fg="red", err=True)
    raise typer.Exit(UNREADABLE if unreadable else PASSES if whole.passes else STOPS)


def _print(found: "dict[str, Verdict]") -> None:
    for name, verdict in found.items():
        typer.secho(name, bold=True)
        print_verdict(verdict)


@app.command("read")
def read(
    files: Files,
    out: Annotated[Path, typer.Option(help="Folder for the tables; made if need be.")],
    format_: Annotated[str, typer.Option("--format", help="parquet, csv or jsonl.")] = "parquet",
    json_: Json = False,
) -> None:
    """Read files into tables, one file a table; the column "file" says where a row came from.

    Example: medmassage edi read payment.835 --out tables --format csv
    """
    if format_ not in FORMATS:
        refuse(f"--format: {format_} is not one of {', '.join(FORMATS)}.")
    tables = _tables(files)
    paths = {name: out / f"{name}.{format_}" for name in tables}
    if standing := next((path for path in paths.values() if path.exists()), None):
        refuse(f"{standing} is there already. Name another folder with --out.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            _write(table, paths[name], format_)
    except OSError as wrong:
        refuse(f"{out} cannot be written: {wrong.strerror}.")
    rows = [{"table": name, "rows": table.height, "file": str(paths[name])} for name, table in tables.items()]
    if json_:
        return as_json({"tables": rows})
    return typer.echo("\n".join(f"{row['rows']:>8}  {row['file']}" for row in rows))


def _tables(files: list[Path]) -> "dict[str, pl.DataFrame]":
    import polars as pl

    from medmassage.x12.errors import X12Error
    from medmassage.x12.export import frames

    found: dict[str, list[pl.DataFrame]] = {}
    for file in files:
        try:
            own = frames(_bytes(file))
        except X12Error as wrong:
            refuse(f"{file}: {wrong}")
        for name, table in own.items():
            found.setdefault(name, []).append(table.select(pl.lit(str(file)).alias("file"), pl.all()))
    return {name: pl.concat(tables) for name, tables in found.items()}


def _write(table: "pl.DataFrame", path: Path, format_: str) -> None:
    if format_ == "parquet":
        table.write_parquet(path)
    elif format_ == "csv":
        table.write_csv(path)
    else:
        table.write_ndjson(path)


@app.command("explain")
def explain(
    file: Annotated[Path, typer.Argument(help="An X12 file.")],
    show_names: Annotated[
        bool, typer.Option("--show-names", help="Show persons, their ids, addresses and birth dates too.")
    ] = False,
    json_: Json = False,
) -> None:
    """Tell a file segment by segment in plain words. Who it is about is masked unless you ask.

    Example: medmassage edi explain payment.835
    """
    from medmassage.x12.errors import X12Error
    from medmassage.x12.explain import explain as tell

    try:
        told = list(tell(_bytes(file), names=show_names))
    except X12Error as wrong:
        refuse(f"{file}: {wrong}")
    if json_:
        rows = [{"segment": t.segment, "depth": t.depth, "tag": t.tag, "words": t.words} for t in told]
        return as_json({"file": str(file), "segments": rows})
    return typer.echo("\n".join(f"{t.segment:>5}  {'  ' * t.depth}{t.tag:<3}  {t.words}" for t in told))


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as wrong:
        refuse(f"{file} cannot be read: {wrong.strerror}.")
