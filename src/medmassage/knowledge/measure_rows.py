"""The shapes of outcome measures: how answers become a score, what change counts, who owns the wording."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from medmassage.datafile import Row
from medmassage.knowledge.sourced import Id, RestsOn, Sourced, Span, Text

Method = Literal["single", "sum", "prorated_sum", "mean", "percent", "stretched_mean", "clock_share"]
Number = Annotated[int, Field(gt=0)]
LicenseStatus = Literal[
    "free", "public_domain", "permission_needed", "permission_unclear", "license_needed"
]  # fmt: skip
FREE: tuple[LicenseStatus, ...] = ("free", "public_domain")


class Steps(Row):
    """Points for a raw value: one for each figure of ``above`` it exceeds, of ``below`` it stays under."""

    above: tuple[float, ...] = ()
    below: tuple[float, ...] = ()

    def points(self, raw: float) -> float:
        """The raw value itself where there are no steps."""
        if not self.above and not self.below:
            return raw
        return float(sum(raw > edge for edge in self.above) + sum(raw < edge for edge in self.below))


class OddItem(Row):
    """Items whose answers differ from the others'. ``unanswered``: what a missing one counts as, if anything."""

    items: tuple[Number, ...]
    range: Span | None = None
    between: bool = False
    unit: str = ""
    unanswered: float | None = None
    steps: Steps = Steps()


class Subscale(Row):
    """A part of a measure with a score of its own. All of its items are needed."""

    id: Id
    name: Text
    method: Method
    items: tuple[Number, ...]
    range: Span
    steps: Steps = Steps()


class AlertRule(Row):
    """An answer that must not wait: above ``above``, or none at all. ``entry``: the contraindication to ask about."""

    item: Number
    above: float
    entry: Id
    words: Text


class Scoring(Row):
    """How answers become a score.

    ``method``: ``single``, ``sum``, ``prorated_sum`` (the mean of what was answered, times the items), ``mean``,
    ``percent`` of the highest possible sum, ``stretched_mean`` (the mean moved from the item's range to 0 to 100),
    ``clock_share`` (hours, from, until: hours in percent of the time between), or the sum of the ``subscales``.
    ``item``: lowest and highest answer; whole numbers only, unless ``between``. ``choices``: the only answers.
    ``marks``: how an answer is written where that is not its number. ``least_answered``: all, if absent.
    ``own_words``: the patient names the items. ``source``: the page the rule was read on.
    """

    method: Method | Literal["subscales"]
    items: Number
    item: Span
    between: bool = False
    choices: tuple[float, ...] = ()
    marks: dict[Text, float] = {}
    least_answered: int | None = None
    own_words: bool = False
    odd_items: tuple[OddItem, ...] = ()
    subscales: tuple[Subscale, ...] = ()
    alerts: tuple[AlertRule, ...] = ()
    words: str
    missing: str
    source: str = ""

    @model_validator(mode="after")
    def _items_are_there(self) -> Self:
        beyond = sorted(number for number in self._named() if number > self.items)
        if beyond:
            raise ValueError(f"item {beyond[0]} is named, but there are {self.items}")
        if self.method == "subscales" and not self.subscales:
            raise ValueError("the method is subscales; name them")
        return self

    def _named(self) -> Iterator[int]:
        for odd in self.odd_items:
            yield from odd.items
        for part in self.subscales:
            yield from part.items
        yield from (alert.item for alert in self.alerts)

    def odd(self, number: int) -> OddItem:
        """What is odd about an item; nothing, where nothing is."""
        return next((odd for odd in self.odd_items if number in odd.items), OddItem(items=(number,)))


class Band(Row):
    """From ``low`` up to the next band."""

    low: float
    label: Text


class Meaningful(Row):
    """The change that counts, in the measure's unit, and why this figure of those published."""

    value: Annotated[float, Field(gt=0)]
    why: Text
    source: str = ""


class PublishedChange(Row):
    """A published figure for a change: one number or (low, high), in the unit it was published in.

    ``threshold``: the least change of one person that reaches it, in the measure's own unit (of a range its upper
    end). ``percent``: the same in percent of the first score; it decides only where there is no ``threshold``.
    Neither: the figure is of groups, or no figure of change at all, and nothing is judged by it.
    """

    kind: Literal["MCID", "MIC", "MID", "MDC", "norm", "effect", "anchor"]
    value: float | Span
    unit: Text
    population: str = ""
    source: str = ""
    confidence: str = ""
    threshold: Annotated[float, Field(gt=0)] | None = None
    percent: Annotated[float, Field(gt=0)] | None = None


class License(Row):
    """Who owns the wording, and what must be done before it may be shown."""

    status: LicenseStatus
    terms: str
    before_use: str
    confidence: RestsOn


class Measure(Sourced):
    """An outcome measure. The wording of its items is never stored. ``part_of``: the measure it is listed under."""

    short: Text
    domain: Text
    better: Literal["lower", "higher"]
    unit: Text
    range: Span
    scoring: Scoring
    bands: tuple[Band, ...] = ()
    meaningful: Meaningful | None = None
    published_changes: tuple[PublishedChange, ...] = ()
    license: License
    part_of: str = ""


class Measures(Row):
    """A file of measures."""

    theme: Text
    measures: tuple[Measure, ...]
