"""Claim status: the category says how far a claim came, the code says why."""

from medmassage.codes import listed
from medmassage.codes.listed import CodeList

_LIST = CodeList("claim_status_category", "claim status categories")
compact, validate, is_valid, label = _LIST.compact, _LIST.validate, _LIST.is_valid, _LIST.label


def state(text: str) -> str | None:
    """What a category means for the claim: in_transit, received, accepted, rejected, not_found."""
    return listed.label("claim_status_category", text, "state")


def reason(text: str) -> str | None:
    """Our plain words for a claim status code (the why)."""
    return listed.label("claim_status", text)
