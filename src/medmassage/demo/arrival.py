"""A referral arrives as a FHIR Bundle and is taken in; another is refused, since it asks for no massage."""

import json
from decimal import Decimal

from medmassage.clinic.services import planning
from medmassage.demo import bundle
from medmassage.demo.scene import Scene
from medmassage.demo.signing import signed
from medmassage.demo.stage import Stage
from medmassage.fhir import referral_in


def referral_arrives(stage: Stage) -> Scene:
    """Neck pain, six visits in six weeks: read, checked, taken in."""
    content = json.dumps(bundle.order(stage.today), indent=2).encode()
    read = referral_in.read(content)
    referral = referral_in.receive(stage.owner, read)
    stage.patients["Hazel"], stage.cases["Hazel"] = referral.patient, referral.case
    signed(stage, referral.patient, days_ago=21)
    planning.goal_add(
        stage.owner, case=referral.case, words="Turn my head while driving without pain", measure="nprs",
        baseline=Decimal(7), target=Decimal(3),
    )  # fmt: skip
    return Scene(
        "A referral arrives as a FHIR Bundle",
        (f"{referral.physician} orders {referral.visits} visits until {referral.ends_on:%-d %b %Y} "
         f"for {', '.join(referral.diagnoses)}.",),
        (("is it an order for massage, and whole?", read.verdict),),
        (stage.leave("referral.json", content),),
    )  # fmt: skip


def not_for_massage(stage: Stage) -> Scene:
    """An order for alcohol counselling comes to the wrong door."""
    read = referral_in.read(json.dumps(bundle.counselling(stage.today)).encode())
    return Scene("Another order is refused", verdicts=(("an order for alcohol counselling", read.verdict),))
