"""The states as tiles of one size, roughly where they lie."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from medmassage.law.load import register

ROWS = """
AK .  .  .  .  .  .  .  .  .  ME
.  .  .  .  .  .  .  .  .  VT NH
WA ID MT ND MN IL WI MI NY RI MA
OR NV WY SD IA IN OH PA NJ CT .
CA UT CO NE MO KY WV VA MD DE .
.  AZ NM KS AR TN NC SC DC .  .
.  .  .  OK LA MS AL GA .  .  .
HI .  .  TX .  .  .  .  FL .  PR
"""


@dataclass(frozen=True, slots=True)
class Face:
    """What a tile shows: its class, a mark of a few characters or an icon, and the words behind it."""

    tone: str
    words: str
    mark: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """One state, or with an empty code a gap."""

    code: str = ""
    name: str = ""
    url: str = ""
    face: Face | None = None


def tiles(faces: Mapping[str, Face], urls: Mapping[str, str]) -> Iterable[Tile]:
    """The tiles row by row, from the northwest."""
    known = register()
    for code in ROWS.split():
        yield Tile() if code == "." else Tile(code, known[code].name, urls[code], faces[code])
