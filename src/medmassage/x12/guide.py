"""Guides: what each transaction must carry, as a table read from ``guides/NAME.csv``."""

from functools import lru_cache
from importlib.resources import files

import polars as pl

# (transaction, implementation without its errata) → guide
KNOWN = {
    ("837", "005010X222"): "837P",
    ("835", "005010X221"): "835",
    ("999", "005010X231"): "999",
    ("277", "005010X214"): "277CA",
}
# The stretches of a set, by the tag that begins each; the first is the header.
ZONES = {
    "837P": {"HL": "level", "CLM": "claim", "LX": "line"},
    "835": {"CLP": "claim", "SVC": "line", "PLB": "summary"},
    "999": {},
    "277CA": {"HL": "level"},
}


def named(transaction: str, implementation: str) -> str | None:
    """The guide of a set by its ST01 and its ST03 or GS08; ``None`` when we have none."""
    return KNOWN.get((transaction, implementation[:10]))


@lru_cache
def table(guide: str) -> pl.DataFrame:
    """The rows of a guide. Raises :class:`FileNotFoundError` for a guide that does not exist."""
    path = files("medmassage.x12").joinpath(f"guides/{guide}.csv")
    return pl.read_csv(path.read_bytes(), comment_prefix="#", infer_schema=False)
