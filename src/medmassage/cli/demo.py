"""``medmassage demo``: the main job told step by step, with the files it makes."""

import os
from pathlib import Path
from typing import Annotated

import typer

from medmassage.cli.show import as_json, refuse


def command(
    out: Annotated[Path, typer.Option(help="Folder for the database and the files; made if need be.")] = Path("demo"),
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of the story.")] = False,
) -> None:
    """From a physician's referral to a paid claim, on a fresh database with invented people.

    Example: medmassage demo --out demo
    """
    _fresh(out)
    import django

    django.setup()
    from django.core.management import call_command

    from medmassage.demo import story, tell

    call_command("migrate", verbosity=0)
    scenes = tell.quietly(story.steps(out)) if json_ else tell.aloud(story.steps(out), story.LENGTH)
    if json_:
        as_json({"folder": str(out), "files": sorted(p.name for p in out.iterdir()), "scenes": scenes})


def _fresh(out: Path) -> None:
    """Point everything at a new SQLite database in ``out``; refuse a folder that has one."""
    if out.exists() and not out.is_dir():
        refuse(f"{out} is a file. Name a folder with --out.")
    if (out / "clinic.sqlite3").exists():
        refuse(f"{out} holds a clinic already. Name another folder with --out, or remove this one first.")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        refuse(f"{out} cannot be made: {wrong.strerror}.")
    os.environ["MEDMASSAGE_HOME"] = str(out.resolve())
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "medmassage.config.settings"
