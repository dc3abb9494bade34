"""Reads the official order file of ICD-10-CM, and adds a list to the lists that are held.

The order file (``icd10cm-order-YYYY.txt``, CMS and NCHS) has lines of fixed width: columns 1 to 5 an order number,
7 to 13 the code without its dot, 15 a 1 for a code that can be billed and a 0 for a heading, 17 to 76 a short
description, from 78 the long one.
Source of the form: CMS, ICD-10-CM order file description (icd10OrderFiles.pdf), as public readers of the file state it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from medmassage.codes.icd10cm.form import FORM, dotted
from medmassage.codes.icd10cm.table import ABSENT, BILLABLE, HEADING, Entry, Listing, Table, table

LINE = re.compile(r"[0-9]{5} (?P<code>.{7}) (?P<flag>.) (?P<short>.{60}) (?P<long>.+)")
SMALLEST = 50_000  # a whole list has close to a hundred thousand codes and headings


class OrderFileError(ValueError):
    """The order file is not in its form; the message names the line."""


def order_file(text: str, smallest: int = SMALLEST) -> list[Entry]:
    """The codes of an order file, ``held`` in one list.

    Raises :class:`OrderFileError` for a line out of form or a part of a file.
    """
    found = list(_entries(text))
    if len(found) < smallest:
        raise OrderFileError(
            f"The file holds {len(found)} codes; a whole list has more than {smallest}. "
            "Take the order file, not the addenda."
        )
    return found


def _entries(text: str) -> Iterator[Entry]:
    met: set[str] = set()
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip():
            continue
        code, flag, long = _parts(number, line)
        if code in met:
            raise OrderFileError(f"Line {number}: {dotted(code)} stands in the file twice.")
        met.add(code)
        yield Entry(code, BILLABLE if flag == "1" else HEADING, long)


def _parts(number: int, line: str) -> tuple[str, str, str]:
    """Code, flag and long description of a line."""
    found = LINE.fullmatch(line.rstrip())
    if not found:
        raise OrderFileError(f"Line {number}: this is not a line of an order file (see docs/codes.md for its columns).")
    code, flag = found["code"].strip(), found["flag"]
    if not FORM.fullmatch(code):
        raise OrderFileError(f"Line {number}: “{code}” in columns 7 to 13 is not the form of an ICD-10-CM code.")
    if flag not in "01":
        raise OrderFileError(f"Line {number}: column 15 is “{flag}”; it is 1 for a code and 0 for a heading.")
    return code, flag, " ".join(found["long"].split())


def add_list(held: Table | None, listing: Listing, entries: Iterable[Entry]) -> Table:
    """The lists with a newer one beside them: its descriptions count from now on, terms are kept where it brings none.

    Raises :class:`ValueError` where the list does not begin after the newest that is held ends.
    """
    lists = held.lists if held else ()
    if lists and listing.first <= lists[-1].last:
        raise ValueError(f"A list up to {lists[-1].last} is held; the new one begins on {listing.first}, not after it.")
    earlier = {code: entry for code in held.rows if (entry := held.entry(code))} if held else {}
    new = {entry.code: entry for entry in entries}
    merged = []
    for code in earlier.keys() | new.keys():
        before = earlier.get(code)
        held_before = before.held if before else ABSENT * len(lists)
        now = new.get(code)
        best = now or before
        assert best is not None
        terms = best.terms or (before.terms if before else ())
        merged.append(replace(best, held=held_before + (now.held if now else ABSENT), terms=terms))
    return table((*lists, listing), merged)
