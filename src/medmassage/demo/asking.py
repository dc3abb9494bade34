"""The first three gates, asked of the past and of today."""

from datetime import date

from medmassage.clinic import gates, inputs
from medmassage.clinic.models import HealthItem
from medmassage.clinic.services import intake
from medmassage.demo.scene import Scene
from medmassage.demo.stage import Stage
from medmassage.finding import Verdict
from medmassage.knowledge.screen import screen
from medmassage.law.ask import lawful as ask_law
from medmassage.law.question import Held, Question

BEFORE, AFTER = date(2026, 10, 30), date(2026, 11, 1)
FROM, UNTIL = date(2021, 11, 1), date(2027, 10, 31)
RMP, LMT, WASHINGTON, KANSAS = (
    Held(code, state, valid_from=FROM, valid_to=UNTIL)
    for code, state in (("RMP", "MD"), ("LMT", "MD"), ("LMT", "WA"), ("LMT", "KS"))
)
# Who, where and when, in words; state; setting; what is held; the day.
QUESTIONS: tuple[tuple[str, str, str, Held, date], ...] = (
    ("a Registered Massage Practitioner in a Maryland hospital, 30 Oct 2026", "MD", "hospital", RMP, BEFORE),
    ("a Licensed Massage Therapist in the same hospital, the same day", "MD", "hospital", LMT, BEFORE),
    ("the registration again, 1 Nov 2026: the law has changed", "MD", "hospital", RMP, AFTER),
    ("a Washington therapist in a Washington clinic", "WA", "medical_clinic", WASHINGTON, AFTER),
    ("the same therapist in Maryland, where she holds nothing", "MD", "medical_clinic", WASHINGTON, AFTER),
    ("a therapist in Kansas, which has no state license", "KS", "home", KANSAS, AFTER),
)


def lawful(stage: Stage) -> Scene:
    """The law on a day: two states, a change between two days, and an honest unknown."""
    verdicts = tuple(
        (asked, ask_law(Question(state=state, setting=setting, holds=(held,), on=on)))
        for asked, state, setting, held, on in QUESTIONS
    )
    return Scene("Lawful?", verdicts=verdicts)


def safe(stage: Stage) -> Scene:
    """Asked at the door today: a medicine adapts the session, signs of a clot stop it."""
    asked = (
        ("Silas", HealthItem.Kind.DRUG, "warfarin", "Silas takes warfarin"),
        (
            "Odile",
            HealthItem.Kind.CONDITION,
            "One calf is swollen, warm and red",
            "Odile's calf is swollen, warm and red",
        ),
    )
    verdicts = tuple((words, _screened(stage, name, kind, text)) for name, kind, text, words in asked)
    return Scene("Safe?", verdicts=verdicts)


def _screened(stage: Stage, name: str, kind: str, text: str) -> Verdict:
    patient = stage.patients[name]
    intake.health_add(stage.owner, patient=patient, kind=kind, text=text)
    return screen(inputs.person(patient, on=stage.today))


def ordered(stage: Stage) -> Scene:
    """The one number of the front desk, and the rule that counts per claim."""
    case, washington = stage.cases["Hazel"], stage.cases["Wendell"]
    lines = []
    for name, one in (("Hazel", case), ("Wendell (Washington state fund)", washington)):
        limit = gates.tightest(one, stage.today)
        assert limit is not None
        until = f", until {limit.until:%-d %b}" if limit.until else ""
        lines.append(f"{name}: {limit.left} of {limit.allowed} left{until}, by {limit.name}.")
    therapist = stage.therapists["Noor"]
    verdict = gates.for_booking(washington, therapist, setting=washington.setting, on=stage.today)[2]
    return Scene("Ordered?", lines, (("one more visit for Wendell, after a second referral", verdict),))
