"""The shapes of this room's data: contraindications, conditions, populations, measures. Anatomy has its own file."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from medmassage.datafile import Row
from medmassage.knowledge.measure_rows import LicenseStatus as LicenseStatus
from medmassage.knowledge.measure_rows import Measure as Measure
from medmassage.knowledge.measure_rows import Measures as Measures
from medmassage.knowledge.measure_rows import Scoring as Scoring
from medmassage.knowledge.sourced import NO_PAGE as NO_PAGE
from medmassage.knowledge.sourced import Id as Id
from medmassage.knowledge.sourced import RestsOn as RestsOn
from medmassage.knowledge.sourced import Source as Source
from medmassage.knowledge.sourced import Sourced as Sourced
from medmassage.knowledge.sourced import Span as Span
from medmassage.knowledge.sourced import Text as Text
from medmassage.knowledge.sourced import Texts as Texts

Kind = Literal["condition", "finding", "drug", "device", "event", "population"]
Strictness = Literal["absolute", "needs_physician_clearance", "local", "system_caution", "modify"]
Action = Literal[
    "call_911", "do_not_treat", "postpone", "avoid_site", "light_pressure", "no_deep", "position", "shorten",
    "no_heat", "clearance", "refer", "refer_same_day", "hygiene", "consent", "use_other_product",
]  # fmt: skip


class When(Row):
    """When an entry holds. Past ``window_days`` from the day of the event it gives way to ``afterwards``.

    ``custom``: nobody has set the window for massage, so a clinic may set its own.
    """

    phase: Literal["acute", "chronic", "recent", "any"]
    window_days: Annotated[int, Field(gt=0)] | None = None
    custom: bool = False
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
    """What a person is referred for.

    ``see``: entries to watch for; ``implies``: those of them that hold for everybody who has it.
    """

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
    implies: tuple[Id, ...] = ()
    theme: str = ""


class Conditions(Row):
    """A file of conditions."""

    theme: Text
    conditions: tuple[Condition, ...]


class Population(Sourced):
    """A group of people and how a session is adapted for them. ``see`` and ``implies`` as for a condition."""

    adaptations: Texts
    consent_points: Texts = ()
    positioning: Texts = ()
    see: tuple[Id, ...] = ()
    implies: tuple[Id, ...] = ()
    theme: str = ""


class Populations(Row):
    """A file of populations."""

    theme: Text
    populations: tuple[Population, ...]


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
    other_phrases: tuple[Text, ...]
    past_words: tuple[Text, ...]
    near_words: tuple[Text, ...]
    withheld_words: tuple[Text, ...]
    ago_words: tuple[Text, ...]
    yesterday_words: tuple[Text, ...]
    ongoing_words: tuple[Text, ...]
    still_words: tuple[Text, ...]
    now_words: tuple[Text, ...]
    pregnancy_words: tuple[Text, ...]
    born_words: tuple[Text, ...]
    dose_words: tuple[Text, ...]
    numbers: dict[Text, int]
    places: dict[Text, tuple[Id, ...]]
