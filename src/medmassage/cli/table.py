"""Days and tables as the command line reads and prints them."""

from collections.abc import Sequence
from datetime import date

from medmassage.cli.show import refuse


def day_of(words: str, otherwise: date | None = None) -> date:
    """A day as it was typed; ``otherwise``, or the person's own today, where nothing was."""
    if not words:
        return otherwise or date.today()  # noqa: DTZ011  # the person's own day; the rooms never ask the clock
    try:
        return date.fromisoformat(words)
    except ValueError:
        refuse(f"{words} is no day of the calendar. Write it as 2026-10-30.")


def print_table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """A table as wide as the terminal, or 140 characters where there is none."""
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
