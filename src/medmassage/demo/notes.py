"""What the demo's therapists write: drafts of notes, with minutes by code."""

from datetime import time

from medmassage.clinic.services.charting import Draft, Line

# Each in its own quarter of an hour; the modifier that parts the pair stands on the code that would be denied.
SWEDISH = Line("neck_back", "Swedish massage", "97124", 23, modifiers=("59",))
MANUAL = Line("midback", "Soft-tissue mobilization", "97140", 15)


def draft(before: int, after: int, lines: tuple[Line, ...], subjective: str, objective: str, assessment: str) -> Draft:
    """A note from 10:00 to 10:45 with its words and lines."""
    return Draft(
        words={
            "subjective": subjective,
            "objective": objective,
            "assessment": assessment,
            "plan": "Once a week; home care: chin tucks, heat for 10 minutes in the evening.",
            "next_visit": "In a week",
        },
        lines=lines,
        findings=({"region": "neck_back", "words": "tension"}, {"region": "midback", "words": "trigger point"}),
        pain_before=before,
        pain_after=after,
        started=time(10, 0),
        ended=time(10, 45),
    )


# Days ago, and what was written: pain falls from visit to visit.
NECK_VISITS: tuple[tuple[int, Draft], ...] = (
    (18, draft(
        7, 5, (Line("neck_back", "Swedish massage", "97124", 38),),
        "Neck stiff on waking, worse at the desk. Sleeps badly.",
        "Rotation right limited. Upper trapezius both sides tense.",
        "Guarding eased after work on the suboccipitals.",
    )),
    (11, draft(
        6, 4, (SWEDISH, MANUAL),
        "Two good days after the last visit, then stiff again.",
        "Rotation right freer. A tender band in the right upper trapezius.",
        "The band softened; rotation without a catch afterwards.",
    )),
    (4, draft(
        4, 2, (SWEDISH, MANUAL),
        "Slept through three nights. Driving is easier.",
        "Less tension in the upper back; the right scalenes still tender.",
        "On the way to the goal of turning the head while driving.",
    )),
)  # fmt: skip
SHOULDER = draft(
    5, 4, (Line("scapula", "Myofascial release", "97124", 38),),
    "Shoulder aches after a shift.",
    "Posterior shoulder tense, full range with a stretch at the end.",
    "Tone came down; no pain at rest afterwards.",
)  # fmt: skip
