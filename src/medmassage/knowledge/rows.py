"""The shapes of this room's data: contraindications, conditions, populations, measures. Anatomy has its own file."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from medmassage.datafile import Row
from medmassage.finding import Basis, Confidence

Id = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
Text = Annotated[str, Field(min_length=1)]
Texts = tuple[Text, ...]

RestsOn = Literal["guideline", "review", "secondary", "recall"]
Kind = Literal["condition", "finding", "drug", "device", "event", "population"]
Strictness = Literal["absolute", "needs_physician_clearance", "local", "system_caution", "modify"]
Action = Literal[
    "call_911", "do_not_treat", "postpone", "avoid_site", "light_pressure", "no_deep", "position", "shorten",
    "no_heat", "clearance", "refer", "refer_same_day", "hygiene", "consent", "use_other_product",
]  # fmt: skip
LicenseStatus = Literal[
    "free", "public_domain", "permission_needed", "permission_unclear", "license_needed"
]  # fmt: skip
NO_PAGE = Basis("General knowledge; no page was found")

# No source may be shown as surer than the entry that rests on it (docs/knowledge.md).
_CEILING: dict[RestsOn, Confidence] = {
    "guideline": "primary", "review": "primary", "secondary": "secondary", "recall": "recall",
}  # fmt: skip
_RANK: tuple[Confidence, ...] = ("recall", "secondary", "primary")


def _pair(span: tuple[float, ...]) -> tuple[float, ...]:
    if len(span) != 2 or span[0] > span[1]:
        raise ValueError("write two numbers, the lower first")
    return span


Span = Annotated[tuple[float, ...], AfterValidator(_pair)]


class Source(Row):
    """A page that was read. ``confidence``: ``primary`` where it is the guideline or the study itself."""

    title: Text
    url: Annotated[str, Field(pattern=r"^https?://\S+$")]
    publisher: str = ""
    year: int | None = None
    kind: Literal["guideline", "review", "trial", "study", "case_report", "secondary"]
    confidence: Literal["primary", "secondary"]

    def basis(self, ceiling: Confidence = "primary") -> Basis:
        """As findings and pages carry it, never surer than ``ceiling``."""
        sure = min(self.confidence, ceiling, key=_RANK.index)
        return Basis(self.title, self.url, self.publisher, str(self.year or ""), sure)


class Sourced(Row):
    """Whatever has an id and rests on sources."""

    id: Id
    name: Text
    confidence: RestsOn
    sources: tuple[Source, ...] = ()
    note: str = ""

    @cached_property
    def basis(self) -> tuple[Basis, ...]:
        """Its sources as findings carry them, the surest first; one that says so where there is none."""
        ceiling = _CEILING[self.confidence]
        found = [source.basis(ceiling) for source in self.sources]
        return tuple(sorted(found, key=lambda b: -_RANK.index(b.confidence))) or (NO_PAGE,)


class When(Row):
    """When an entry holds. Past ``window_days`` from the day of the event it gives way to ``afterwards``."""

    phase: Literal["acute", "chronic", "recent", "any"]
    window_days: Annotated[int, Field(gt=0)] | None = None
    afterwards: Id | None = None
    note: str = ""


def _sign(text: str) -> str:
    if not all(part.strip("|") for part in text.split()):
        raise ValueError("a sign is words, each with its alternatives: leg|arm swollen|swelling")
    return text


class Entry(Sourced):
    """A contraindication, caution or red flag.

    ``signs``: words that must all be said, in any order, each with its alternatives (``leg|arm swollen``).
    ``code_asks``: a diagnosis code alone does not decide, it asks; always so for ``kind: finding``.
    ``weeks`` and ``ages``: both ends included; of a pregnancy, of a person in years.
    """

    synonyms: Texts = ()
    signs: tuple[Annotated[str, AfterValidator(_sign)], ...] = ()
    kind: Kind
    level: Strictness
    regions: tuple[Id, ...]
    when: When
    weeks: Span | None = None
    ages: Span | None = None
    why: Text
    do: Text
    actions: tuple[Action, ...]
    ask: Texts
    red_flag: bool
    urgency: Literal["emergency", "same_day", "before_treatment", "routine"]
    icd10cm: Texts = ()
    code_asks: bool = False
    drugs: Texts = ()
    drug_classes: Texts = ()
    theme: str = ""

    @property
    def decided_by_code(self) -> bool:
        """Whether a diagnosis code settles it without a question."""
        return not (self.code_asks or self.kind == "finding")

    @property
    def decided_by_drug(self) -> bool:
        """Whether taking the medicine settles it without a question."""
        return self.kind == "drug"

    @property
    def keeps_out(self) -> bool:
        """Whether there is no session at all (until somebody clears it)."""
        return self.level in ("absolute", "needs_physician_clearance")

    @property
    def lifted_by_clearance(self) -> bool:
        """Whether a physician's clearance may let the session go on; never so for a red flag."""
        return not self.red_flag and (
            self.level == "needs_physician_clearance" or (self.level == "absolute" and "clearance" in self.actions)
        )


class Theme(Row):
    """A file of entries."""

    theme: Text
    entries: tuple[Entry, ...]


class Evidence(Row):
    """What is known of massage for a condition."""

    summary: Text
    certainty: Text


class Dosage(Row):
    """A scheme: each number as (low, high), absent means unknown. ``practice`` means custom that nobody tested."""

    minutes: Span | None = None
    sessions_per_week: Span | None = None
    weeks: Span | None = None
    total_sessions: Span | None = None
    basis: Literal["trial", "review", "practice"]
    source: str = ""
    note: str = ""


class Condition(Sourced):
    """What a person is referred for."""

    synonyms: Texts = ()
    icd10cm: Texts
    regions: tuple[Id, ...]
    muscles: str = ""
    evidence: Evidence
    dosage: tuple[Dosage, ...]
    techniques: Texts = ()
    measures: tuple[Id, ...]
    other_measures: Texts = ()
    precautions: str
    refer_back: str
    see: tuple[Id, ...] = ()


class Conditions(Row):
    """The file of conditions."""

    conditions: tuple[Condition, ...]


class Population(Sourced):
    """A group of people and how a session is adapted for them."""

    adaptations: Texts
    consent_points: Texts = ()
    positioning: Texts = ()
    see: tuple[Id, ...] = ()


class Populations(Row):
    """The file of populations."""

    populations: tuple[Population, ...]


class Scoring(Row):
    """How answers become a score: ``single``, ``sum``, ``mean``, ``percent`` of the highest possible sum,
    or ``stretched_mean`` (the mean moved from the item's range to 0 to 100)."""

    method: Literal["single", "sum", "mean", "percent", "stretched_mean"]
    items: Annotated[int, Field(gt=0)]
    item: Span
    choices: tuple[float, ...] = ()
    least_answered: int | None = None
    words: str
    missing: str


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
    """A published figure for a change: one number or (low, high)."""

    kind: Literal["MCID", "MIC", "MID", "MDC", "norm", "effect", "anchor"]
    value: float | Span
    unit: Text
    population: str = ""
    source: str = ""
    confidence: str = ""


class License(Row):
    """Who owns the wording, and what must be done before it may be shown."""

    status: LicenseStatus
    terms: str
    before_use: str
    confidence: RestsOn


class Measure(Sourced):
    """An outcome measure. The wording of its items is never stored."""

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


class Measures(Row):
    """The file of measures."""

    measures: tuple[Measure, ...]


class Drugs(Row):
    """Brand name → generic name."""

    confidence: RestsOn
    brands: dict[str, Text]


class Words(Row):
    """The small words of free text (words.yaml says what each list is for)."""

    not_words: tuple[Text, ...]
    but_words: tuple[Text, ...]
    denial_words: tuple[Text, ...]
    or_words: tuple[Text, ...]
    person_words: tuple[Text, ...]
    filler_words: tuple[Text, ...]
    nothing_words: tuple[Text, ...]
    past_words: tuple[Text, ...]
    near_words: tuple[Text, ...]
    withheld_words: tuple[Text, ...]
    places: dict[Text, tuple[Id, ...]]
