"""Procedure codes met on massage claims, with our own plain labels: CPT descriptors are copyrighted."""

from medmassage.codes import listed
from medmassage.codes.errors import CodeError


def compact(text: str) -> str:
    """The bare code: no spaces, upper case."""
    return listed.compact(text)


def validate(text: str) -> str:
    """The bare code when it is listed. Raises :class:`~medmassage.codes.errors.NotListed`."""
    return listed.validate("procedure", text, "procedure codes")


def is_valid(text: str) -> bool:
    """Whether :func:`validate` would pass."""
    try:
        validate(text)
    except CodeError:
        return False
    return True


def label(text: str) -> str | None:
    """Our plain words; ``None`` when it is not listed."""
    return listed.label("procedure", text)


def timed() -> frozenset[str]:
    """The codes measured in 15-minute units."""
    return frozenset(code for code, row in listed.rows("procedure").items() if row["timed"] == "yes")


def not_for_massage(text: str) -> str | None:
    """Why a massage therapist does not bill this code; ``None`` when nothing says so."""
    return listed.label("not_for_massage", text, "why")
