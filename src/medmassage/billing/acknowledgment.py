"""What clearinghouse and payer say before any payment: 999 about a file, 277CA about each claim."""

from dataclasses import dataclass

import polars as pl

from medmassage.codes import claim_status
from medmassage.x12 import tables
from medmassage.x12.segments import transactions

GROUP_ANSWERS = {
    "A": ("received", "The file was accepted as well-formed."),
    "E": ("received", "The file was accepted; errors were noted in it."),
    "P": ("", "Part of the file was refused: look at which claims a 277CA names."),
    "R": ("rejected", "The file was refused as malformed; no claim of it was taken in."),
}


@dataclass(frozen=True, slots=True)
class ClaimStatus:
    """One answer: about the claims of a sent group (999) or about one claim (277CA).

    ``status`` is received, accepted, rejected, or empty when nothing moves.
    """

    kind: str
    status: str
    words: str
    claim: str = ""
    group_control: int | None = None
    payer_control: str = ""


def statuses(data: bytes) -> tuple[ClaimStatus, ...]:
    """The answers of a 999 or 277CA file. Raises :class:`~medmassage.x12.errors.X12Error` for other bytes."""
    kinds = set(transactions(data))
    found: list[ClaimStatus] = []
    if "999" in kinds:
        found += _of_groups(data)
    if "277" in kinds:
        found += _of_claims(data)
    return tuple(found)


def _of_groups(data: bytes) -> list[ClaimStatus]:
    read = tables.acknowledgments(data)
    found = []
    for row in read.groups.iter_rows(named=True):
        status, words = GROUP_ANSWERS.get(row["answer"] or "", ("", f"The file was answered “{row['answer'] or ''}”."))
        control = (row["group_control"] or "").strip()
        number = int(control) if control.isdecimal() else None
        found.append(ClaimStatus("999", status, words + _errors(read.errors, row["set"]), group_control=number))
    return found


def _errors(errors: pl.DataFrame, answer: int) -> str:
    """Where the first five errors of one answer stand, in words; nothing when there is none."""
    own = errors.filter(pl.col("set") == answer).head(5).iter_rows(named=True)
    places = [f"{e['tag_in_error']} (segment {e['place']}) of loop {e['loop'] or 'unknown'}" for e in own]
    return f" Errors at {', '.join(places)}." if places else ""


def _of_claims(data: bytes) -> list[ClaimStatus]:
    return [
        ClaimStatus(
            "277CA",
            _status(row["category"]),
            _words(row["category"], row["status"]),
            claim=row["control_number"] or "",
            payer_control=row["payer_control"] or "",
        )
        for row in tables.claim_statuses(data).iter_rows(named=True)
    ]


def _status(category: str | None) -> str:
    state = claim_status.state(category or "")
    return {"not_found": "rejected", "in_transit": ""}.get(state or "", state or "")


def _words(category: str | None, code: str | None) -> str:
    first = claim_status.label(category or "") or "a status we have no words for"
    second = claim_status.reason(code or "") or "no plain words here"
    return f"{category}: {first}. {code}: {second}."
