"""The body in regions: one a side, gathered under bases (both sides) and groups. For pages and for the screen."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from medmassage.datafile import DataFileError, Row, read
from medmassage.knowledge.rows import Id, RestsOn, Source, Sourced, Text

SITE = "site"  # the group that means "where the finding is": ask


class Region(Row):
    """A part of one figure. ``base`` is the id without the side; orders and findings use bases."""

    id: Id
    base: Id
    name: Text
    view: Literal["front", "back"]
    side: Literal["left", "right", "midline"]
    plain: str = ""


class Muscle(Row):
    """A muscle, where it lies, what it does and where its trigger points are felt."""

    id: Id
    name: Text
    regions: tuple[Id, ...]
    actions: str
    referral: str
    confidence: RestsOn
    sources: tuple[Source, ...] = ()


class EndangermentSite(Sourced):
    """A place where pressure can harm what lies beneath."""

    regions: tuple[Id, ...]
    beneath: Text
    caution: Text


class Anatomy(Row):
    """The file of anatomy."""

    regions: tuple[Region, ...]
    groups: dict[Id, tuple[Id, ...]]
    muscles: tuple[Muscle, ...]
    endangerment_sites: tuple[EndangermentSite, ...]


@lru_cache(maxsize=1)
def anatomy() -> Anatomy:
    """The whole file. Raises :class:`~medmassage.datafile.DataFileError`."""
    found = read(files("medmassage.knowledge") / "anatomy.yaml", Anatomy)
    known = {r.base for r in found.regions}
    places = [
        *found.groups.items(),
        *((m.id, m.regions) for m in found.muscles),
        *((site.id, site.regions) for site in found.endangerment_sites),
    ]
    for owner, bases_ in places:
        if wrong := [base for base in bases_ if base not in known and base not in found.groups]:
            raise DataFileError(f"anatomy.yaml:1: {owner}: {wrong[0]} is no region of this file.")
    return found


def regions() -> tuple[Region, ...]:
    """Every region, front first, head to foot."""
    return anatomy().regions


@lru_cache(maxsize=1)
def bases() -> Mapping[str, tuple[str, ...]]:
    """Base → the ids of its regions (one or two)."""
    found: dict[str, tuple[str, ...]] = {}
    for region in regions():
        found[region.base] = (*found.get(region.base, ()), region.id)
    return found


@lru_cache(maxsize=1)
def _labels() -> Mapping[str, str]:
    sided = {r.id: r.name for r in regions()}
    both = {r.base: r.name.removesuffix(f", {r.side}") for r in regions()}
    groups = {group: group.replace("_", " ").capitalize() for group in anatomy().groups}
    return groups | both | sided


def place_id(words: str) -> str:
    """The id that is meant: "calf_left", "left calf" and "calf_l" are one place; other words as they are."""
    id_ = words.strip().lower().replace(" ", "_").replace("-", "_").replace(",", "")
    if id_ in _labels():
        return id_
    for side in ("left", "right"):
        bare = id_.removeprefix(f"{side}_").removesuffix(f"_{side}")
        if bare != id_ and f"{bare}_{side[0]}" in _labels():
            return f"{bare}_{side[0]}"
    return words


def label(place: str) -> str:
    """The words of a region, a base or a group; an id that is none is spelled out."""
    return _labels().get(place, place.replace("_", " ").capitalize())


def is_place(place: str) -> bool:
    """Whether this is the id of a region, a base or a group."""
    return place in _labels()


def expand(place: str) -> tuple[str, ...]:
    """The region ids of a region, a base or a group; none for "site" and for an id that is none."""
    if place in _sided():
        return (place,)
    return tuple(region for base in bases_of(place) for region in bases()[base])


def bases_of(place: str) -> tuple[str, ...]:
    """The bases of a region, a base or a group; none for "site" and for an id that is none."""
    if place in anatomy().groups:
        return anatomy().groups[place]
    base = _sided().get(place, place)
    return (base,) if base in bases() else ()


@lru_cache(maxsize=1)
def _sided() -> Mapping[str, str]:
    """Region id → base, for the regions of one side."""
    return {r.id: r.base for r in regions() if r.id != r.base}
