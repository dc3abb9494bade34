"""Procedure codes met on massage claims, with our own plain labels: CPT descriptors are copyrighted."""

from medmassage.codes import listed
from medmassage.codes.listed import CodeList

_LIST = CodeList("procedure", "procedure codes")
compact, validate, is_valid, label = _LIST.compact, _LIST.validate, _LIST.is_valid, _LIST.label


def timed() -> frozenset[str]:
    """The codes measured in 15-minute units."""
    return frozenset(code for code, row in listed.rows("procedure").items() if row["timed"] == "yes")


def not_for_massage(text: str) -> str | None:
    """Why a massage therapist does not bill this code; ``None`` when nothing says so."""
    return listed.label("not_for_massage", text, "why")
