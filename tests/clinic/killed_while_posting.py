"""A program of its own: posts remittances in child processes and kills them at random moments.

Run by ``test_killed_while_posting.py``. Prints one JSON object: how many children were killed, how many got
through, and every way in which the books were wrong at any moment (there should be none).
"""

import json
import os
import random
import signal
import sys
import time
from datetime import datetime

KILLS = int(sys.argv[1])
REMITTANCES = 40


def start() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def stage():
    """A clinic whose claims were sent, and the remittances that answer them, received and not yet posted."""
    from clinic.fixtures import covered, opened, signed
    from medmassage.clinic.services import answers, claiming
    from medmassage.simulator import payer

    owner = opened("Quiet River Clinic", "owner@river.example")
    whole = covered(owner, visits=REMITTANCES)
    waiting = []
    for number in range(REMITTANCES):
        visit = signed(whole, days_ago=number % 20, hour=7 + number // 20)
        sent = claiming.claims_send(owner, claims=[claiming.claim_prepare(owner, visits=[visit])])
        assert sent.record, sent.open
        content = payer.pay(
            bytes(sent.record.content), at=datetime(2026, 11, 24, 9, 0), control=number + 1, terms=payer.Terms()
        )
        waiting += answers.file_receive(owner, name=f"{number}.835", content=content)
    return owner, waiting


def wrong(owner) -> list[str]:
    """Every way in which the books do not stand as they must, at this moment."""
    from collections import Counter
    from decimal import Decimal

    from medmassage.clinic.models import Entry, Posting, Remittance

    found = []
    for entry in Entry.objects.prefetch_related("postings"):
        if sum((p.amount for p in entry.postings.all()), Decimal(0)) != 0:
            found.append(f"{entry.key} does not balance")
    if Posting.objects.filter(entry__isnull=True).exists():
        found.append("a posting without its entry")
    paid = Counter(e.key.split(":")[2] for e in Entry.objects.filter(kind="payer_payment"))
    for remittance in Remittance.objects.all():
        times = paid[remittance.trace]
        if times != (1 if remittance.posted_at else 0):
            found.append(f"{remittance.trace} stands {times} times in the ledger, posted: {bool(remittance.posted_at)}")
    return found


def post_in_child(owner, remittance) -> int:
    """Start a process that posts; its number."""
    from django.db import connections

    from medmassage.clinic.services import posting

    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            posting.remittance_post(owner, remittance=remittance)
        finally:
            os._exit(0)
    return child


def main() -> None:
    start()
    from medmassage.clinic.models import Remittance
    from medmassage.clinic.services import posting

    owner, waiting = stage()
    chance, killed, through, problems = random.Random(20261124), 0, 0, []
    longest = 0.05
    while killed < KILLS and len(waiting) > 1:
        remittance = chance.choice(waiting)
        child = post_in_child(owner, remittance)
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        # The time until the kill follows the time that posting takes here, so that most kills fall into it.
        if os.WIFSIGNALED(status):
            killed, longest = killed + 1, longest * 1.02
        else:
            through, longest = through + 1, longest * 0.8
        problems += wrong(owner)
        waiting = [r for r in waiting if not Remittance.objects.get(pk=r.pk).posted_at]
    for remittance in waiting:
        posting.remittance_post(owner, remittance=remittance)
    problems += wrong(owner)
    unposted = Remittance.objects.filter(posted_at__isnull=True).count()
    print(json.dumps({"killed": killed, "through": through, "unposted": unposted, "problems": problems}))


if __name__ == "__main__":
    main()
