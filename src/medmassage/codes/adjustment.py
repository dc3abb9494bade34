"""Adjustments on remittances: group codes, reason codes (CARC) and remark codes (RARC), with what to do."""

from dataclasses import dataclass

from medmassage.codes import listed


@dataclass(frozen=True, slots=True)
class Group:
    """Whose the money is. ``patient_pays`` is unknown (``None``) where the group alone does not say."""

    code: str
    plain: str
    patient_pays: bool | None


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason or remark in plain words, what a biller does about it, and the group it is met with most."""

    code: str
    plain: str
    do: str
    usual_group: str
    confidence: str


def group(text: str) -> Group | None:
    """The group of this code; ``None`` when it is none of the five."""
    row = listed.rows("adjustment_group").get(listed.compact(text))
    pays = {"yes": True, "no": False, "unknown": None}
    return Group(row["code"], row["plain"], pays[row["patient_pays"]]) if row else None


def carc(text: str) -> Reason | None:
    """The adjustment reason; ``None`` when it is not in our list."""
    return _reason("carc", text)


def rarc(text: str) -> Reason | None:
    """The remark; ``None`` when it is not in our list."""
    return _reason("rarc", text)


def _reason(name: str, text: str) -> Reason | None:
    row = listed.rows(name).get(listed.compact(text))
    return Reason(row["code"], row["plain"], row["do"], row["usual_group"], row["confidence"]) if row else None
