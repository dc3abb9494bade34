"""How long the steps of the main job take here. Speed is looked at in this folder and never in a test.

Usage: .venv/bin/python benchmarks/main_job.py [REPEATS]   (prints minimum, median and maximum in milliseconds)
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from medmassage.billing import professional, remittance
from medmassage.billing.claim import Claim
from medmassage.billing.scrub import payable, payable_many
from medmassage.knowledge.screen import Person, Report, screen
from medmassage.law.ask import lawful
from medmassage.law.question import Held, Question
from medmassage.simulator import payer
from medmassage.x12.check import check
from medmassage.x12.write import Envelope

ROOT = Path(__file__).resolve().parents[1]
ON = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 9, 0)  # noqa: DTZ001  # EDI carries local time
MANY = 2000


def timed(name: str, repeats: int, work: Callable[[], object]) -> None:
    """Run once to warm up, then print the spread."""
    work()
    spent = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begun) * 1000)
    print(f"{name:<58} {min(spent):9.1f} {statistics.median(spent):9.1f} {max(spent):9.1f}")


def command(*words: str) -> Callable[[], object]:
    """A whole process of the command line."""
    whole = [str(Path(sys.executable).with_name("medmassage")), *words]
    return lambda: subprocess.run(whole, capture_output=True, check=False)


def main(repeats: int) -> None:
    """Gates, claims and EDI in a warm process, then whole commands."""
    claim = Claim.model_validate(json.loads((ROOT / "docs/examples/claim.json").read_text(encoding="utf-8")))
    many = [claim.model_copy(update={"control_number": f"M{n:09d}"}) for n in range(MANY)]
    envelope = Envelope(sender="521234567", receiver="PAYER", at=AT, control=7)
    submitter = professional.Submitter("CLINIC", "521234567", "CLINIC", "4105550142")
    receiver = professional.Receiver("PAYER", "PAYER")
    sent = professional.write_claims(many, submitter, receiver, envelope)
    paid = payer.pay(sent, at=AT, control=1, terms=payer.Terms())
    question = Question(state="MD", setting="hospital", holds=(Held("LMT", "MD"),), on=ON)
    person = Person(on=ON, has=(Report("neck pain"),), drugs=("warfarin",), icd10=("M54.2",), age=45)

    print(f"{'step':<58} {'min':>9} {'median':>9} {'max':>9}  ms")
    timed("gate lawful", repeats, lambda: lawful(question))
    timed("gate safe", repeats, lambda: screen(person))
    timed("gate payable, one claim", repeats, lambda: payable(claim, ON))
    timed(f"gate payable, {MANY} claims at once", repeats, lambda: payable_many(many, ON))
    timed(
        f"write an 837P of {MANY} claims",
        repeats,
        lambda: professional.write_claims(many, submitter, receiver, envelope),
    )
    timed(f"check it ({len(sent) / 1e6:.1f} MB)", repeats, lambda: check(sent))
    timed(f"read an 835 of {MANY} claims ({len(paid) / 1e6:.1f} MB)", repeats, lambda: remittance.read(paid))
    timed(
        "medmassage gate lawful (whole process)",
        repeats,
        command("gate", "lawful", "--state", "MD", "--setting", "spa"),
    )
    timed("medmassage units (whole process)", repeats, command("units", "--rule", "cms", "97124=23", "97140=8"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
