"""Range of motion: joints and their motions, what is usual, and each motion as a measure of its own (``rom_…``)."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Self

from pydantic import model_validator

from medmassage.datafile import Row, read
from medmassage.knowledge.measure_rows import Measure
from medmassage.knowledge.sourced import Id, RestsOn, Source, Span, Text

HERE = files("medmassage.knowledge")
SIDES = ("left", "right")


class MotionRow(Row):
    """A motion of a joint. ``normal``: from the lowest to the highest table; ``range``: what may be entered."""

    id: Id
    name: Text
    usual: float
    normal: Span
    range: Span
    sides: bool = False


class Joint(Row):
    """A joint. ``sources``: ids of the file's ``pages``."""

    id: Id
    name: Text
    unit: Text = "degrees"
    confidence: RestsOn
    sources: tuple[Id, ...] = ()
    motions: tuple[MotionRow, ...]


class MotionFile(Row):
    """The file: the measure that all motions are listed under, the pages read, the joints."""

    measure: Measure
    pages: dict[Id, Source]
    joints: tuple[Joint, ...]

    @model_validator(mode="after")
    def _pages_are_there(self) -> Self:
        for joint in self.joints:
            lost = [page for page in joint.sources if page not in self.pages]
            if lost:
                raise ValueError(f"{joint.id}: sources names {lost[0]}, which is no page")
        return self


class Motion(Row):
    """One motion of one side. ``id`` such as ``cervical_rotation_right``; figures in ``unit``."""

    id: Id
    label: Text
    joint: Text
    unit: Text
    usual: float
    normal: Span
    range: Span
    confidence: RestsOn
    sources: tuple[Source, ...]


@lru_cache(maxsize=1)
def motions() -> Mapping[str, Motion]:
    """Every motion by id, joint by joint. Raises :class:`~medmassage.datafile.DataFileError`."""
    return MappingProxyType({motion.id: motion for motion in _motions(read(HERE / "motion.yaml", MotionFile))})


def label(id_: str) -> str:
    """The words of a motion, such as "Neck rotation, right". Raises ``KeyError``."""
    return motions()[id_].label


def normal(id_: str) -> tuple[float, float]:
    """The spread of the usual figure over the tables read. Raises ``KeyError``."""
    low, high = motions()[id_].normal
    return low, high


def measures(path: Traversable) -> Iterator[Measure]:
    """The measure of a motion file, then one for each of its motions, ``rom_`` and the motion's id."""
    file = read(path, MotionFile)
    yield file.measure
    for motion in _motions(file):
        yield _measure(file.measure, motion)


def _motions(file: MotionFile) -> Iterator[Motion]:
    for joint in file.joints:
        pages = tuple(file.pages[page] for page in joint.sources)
        for row in joint.motions:
            for side in SIDES if row.sides else ("",):
                yield Motion(
                    id="_".join(filter(None, (joint.id, row.id, side))),
                    label=", ".join(filter(None, (f"{joint.name} {row.name}", side))),
                    joint=joint.name,
                    unit=joint.unit,
                    usual=row.usual,
                    normal=row.normal,
                    range=row.range,
                    confidence=joint.confidence,
                    sources=pages,
                )


def _measure(whole: Measure, motion: Motion) -> Measure:
    """A motion as a measure: what it does not say of itself it has from the whole."""
    low, high = motion.normal
    tables = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    told = f"usual {motion.usual:g} {motion.unit}, in tables {tables}; compare with the other side, age and sex"
    return whole.model_copy(
        update={
            "id": f"{whole.id}_{motion.id}",
            "name": motion.label,
            "short": motion.label,
            "unit": motion.unit,
            "range": motion.range,
            "scoring": whole.scoring.model_copy(update={"item": motion.range, "words": told}),
            "published_changes": whole.published_changes if motion.unit == whole.unit else (),
            "confidence": motion.confidence,
            "sources": motion.sources,
            "note": whole.note if motion.unit == whole.unit else "",
            "part_of": whole.id,
        }
    )
