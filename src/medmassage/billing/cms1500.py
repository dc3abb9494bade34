"""Fills the CMS-1500 (02/12): which characters stand on which line and column of the paper form.

What goes where follows facts kept with their source; where they rest on memory only it is common practice, for the
NUCC manual itself was not read (see ``docs/documents.md``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from medmassage.billing.claim import Claim, Line
from medmassage.billing.cms1500_items import LETTERS, LINES_A_PAGE, texts
from medmassage.billing.cms1500_places import places
from medmassage.finding import Basis, Finding, Level

AMOUNT = "amount"
BASIS = Basis(
    "Field widths as billing programs print them", publisher="OpenEMR", as_of="2026-11", confidence="secondary"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters at a place: ``line`` counts 6 an inch, ``column`` 10 an inch, ``width`` in characters, all from 1."""

    item: str
    what: str
    text: str
    line: int
    column: int
    width: int


def pages(claim: Claim) -> tuple[tuple[Mark, ...], ...]:
    """The marks of each form. Six services fit on one; more make another whole form with a total of its own."""
    split = [claim.lines[at : at + LINES_A_PAGE] for at in range(0, len(claim.lines), LINES_A_PAGE)] or [()]
    return tuple(_page(claim, lines) for lines in split)


def fill(claim: Claim) -> tuple[Mark, ...]:
    """The marks of a claim that fits on one form. Raises :class:`ValueError` when it has more than six services."""
    if len(claim.lines) > LINES_A_PAGE:
        raise ValueError(f"{len(claim.lines)} services need more than one form; ask for its pages.")
    return pages(claim)[0]


def cautions(claim: Claim) -> tuple[Finding, ...]:
    """A caution for each text that is longer than its field, and one for more diagnoses than twelve."""
    found = {
        (item, what, text): None
        for item, what, text, _ in texts(claim, claim.lines)
        if len(text) > places()[item, what].width
    }
    return (*(_cut(item, what, text) for item, what, text in found), *_too_many(claim))


def _page(claim: Claim, lines: Sequence[Line]) -> tuple[Mark, ...]:
    marks = (_mark(*text) for text in texts(claim, lines))
    return tuple(mark for mark in marks if mark.text)


def _mark(item: str, what: str, text: str, number: int) -> Mark:
    place = places()[item, what]
    return Mark(item, what, _printed(what, text, place.width), place.row(number), place.column, place.width)


def _printed(what: str, text: str, width: int) -> str:
    """Cut to its field, so that nothing runs into the next; an amount is printed whole or not at all."""
    return "" if what == AMOUNT and len(text) > width else text[:width].rstrip()


def _cut(item: str, what: str, text: str) -> Finding:
    width = places()[item, what].width
    printed = _printed(what, text, width)
    return Finding(
        f"claim.paper_cut.{item}",
        "payable",
        Level.CAUTION,
        f"Item {item} of the paper form holds {width} characters; “{text}” has {len(text)} and is "
        + (f"printed as “{printed}”." if printed else "left out."),
        "Shorten it in the record, or send the claim electronically.",
        f"cms1500.{item}.{what}",
        (BASIS,),
    )


def _too_many(claim: Claim) -> Iterator[Finding]:
    if len(claim.diagnoses) > len(LETTERS):
        yield Finding(
            "claim.paper_diagnoses",
            "payable",
            Level.CAUTION,
            f"The form holds twelve diagnoses; this claim has {len(claim.diagnoses)}. The last ones are not printed.",
            "Keep the twelve that the services are for.",
            "diagnoses",
            (BASIS,),
        )
