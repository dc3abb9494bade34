"""Claim status: the category says how far a claim came, the code says why."""

from medmassage.codes import listed
from medmassage.codes.errors import CodeError


def compact(text: str) -> str:
    """The bare code: no spaces, upper case."""
    return listed.compact(text)


def validate(text: str) -> str:
    """The bare code when it is listed. Raises :class:`~medmassage.codes.errors.NotListed`."""
    return listed.validate("claim_status_category", text, "claim status categories")


def is_valid(text: str) -> bool:
    """Whether :func:`validate` would pass."""
    try:
        validate(text)
    except CodeError:
        return False
    return True


def label(text: str) -> str | None:
    """Our plain words; ``None`` when it is not listed."""
    return listed.label("claim_status_category", text)


def state(text: str) -> str | None:
    """What a category means for the claim: in_transit, received, accepted, rejected, not_found."""
    return listed.label("claim_status_category", text, "state")


def reason(text: str) -> str | None:
    """Our plain words for a claim status code (the why)."""
    return listed.label("claim_status", text)
