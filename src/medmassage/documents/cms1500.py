"""Prints the claim form: on the blank red form ("overlay"), or as a full readable page ("full").

The characters stand at the same places in both. In "full" our own plain boxes are drawn around them: the artwork of
the red form is its owner's.
"""

import csv
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Literal, Protocol, get_args

from medmassage.documents.pdf import DocumentError, render

Mode = Literal["overlay", "full"]
MODES: tuple[str, ...] = get_args(Mode)
FARTHEST = 72


class Placed(Protocol):
    """Characters that begin on a line (6 an inch) and column (10 an inch), both from 1."""

    @property
    def text(self) -> str:
        """What is printed, in one line."""

    @property
    def line(self) -> int:
        """The line whose base the characters stand on."""

    @property
    def column(self) -> int:
        """The column of the first character."""


def pdf(pages: Sequence[Sequence[Placed]], mode: str = "overlay", *, x: float = 0, y: float = 0) -> bytes:
    """The forms as Letter pages. ``x`` and ``y`` move all characters by points (right and down) to fit a printer.

    Raises :class:`DocumentError` for an unknown mode or a shift of more than an inch.
    """
    if mode not in MODES:
        raise DocumentError(f"“{mode}” is no way to print the form. Choose {' or '.join(MODES)}.")
    if max(abs(x), abs(y)) > FARTHEST:
        raise DocumentError("The characters can be moved by an inch (72 points) at most.")
    full = mode == "full"
    data = {
        "title": "CMS-1500",
        "heading": "Health insurance claim",
        "remark": "CMS-1500 (02/12): a readable copy. To send on paper, print on the blank red form.",
        "form": _form() if full else [],
        "x": x,
        "y": y,
        "pages": [[{"text": m.text, "line": m.line, "column": m.column} for m in page] for page in pages],
    }
    return render("cms1500", data, accessible=False)


@lru_cache
def _form() -> list[dict[str, str]]:
    """The boxes, squares and labels of our own drawing."""
    text = files("medmassage.documents").joinpath("templates", "cms1500_form.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(row for row in text.splitlines() if not row.startswith("#")))
