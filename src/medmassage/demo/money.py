"""From signed visits to money: claim, answers, remittance, take-back, the books."""

from decimal import Decimal

from medmassage.billing.ledger import ACCOUNTS
from medmassage.clinic import clock, selectors
from medmassage.clinic.models import Claim, Remittance, WorkItem
from medmassage.clinic.services import answers, bookkeeping, claiming, opening, papers, posting, reporting
from medmassage.demo.scene import Scene
from medmassage.demo.stage import Stage
from medmassage.money import ZERO, show
from medmassage.simulator import clearinghouse, payer

MANUAL_FEE = Decimal("46.00")
TERMS = payer.Terms(deny={"97140": ("CO", "197")})


def claim_mended(stage: Stage) -> Scene:
    """The claim stops for want of a fee; the fee is set, the claim filled anew, and it passes."""
    claim = claiming.claim_prepare(stage.owner, visits=stage.visits)
    before = claiming.claim_check(claim)
    opening.fee_set(stage.owner, code="97140", amount=MANUAL_FEE)
    claim = claiming.claim_refresh(stage.owner, claim=claim)
    stage.claims.append(claim)
    return Scene(
        "Payable? The claim is checked and mended",
        (f"Three visits on claim {claim.control_number}. A claim that stops cannot be sent.",),
        (("the claim as first prepared", before), ("after the fee for 97140 is set", claiming.claim_check(claim))),
    )


def claim_leaves(stage: Stage) -> Scene:
    """The 837P with its bytes kept, and the form on paper."""
    sent = claiming.claims_send(stage.owner, claims=stage.claims)
    assert sent.record, sent.open
    claim = _again(stage)
    files = (
        stage.leave("claim.837", bytes(sent.record.content)),
        stage.leave("cms1500.pdf", papers.cms1500_pdf(stage.owner, claim, "full")),
        stage.leave("cms1500-overlay.pdf", papers.cms1500_pdf(stage.owner, claim, "overlay")),
    )
    return Scene("The claim leaves", (f"{show(claim.total)} as 837P (marked as a test) and CMS-1500.",), files=files)


def answers_come(stage: Stage) -> Scene:
    """999 and 277CA from the simulator."""
    sent, at = _sent(stage), clock.local(stage.owner.clinic, clock.now()).replace(tzinfo=None)
    received = {
        "answer.999": clearinghouse.acknowledge(sent, at=at, control=1),
        "answer.277ca": clearinghouse.claim_answers(sent, at=at, control=2),
    }
    words = ["The payer simulator answers; no real payer is asked."]
    for name, content in received.items():
        answers.file_receive(stage.owner, name=name, content=content)
        words.append(f"After {name}: the claim is “{_again(stage).get_status_display().lower()}”.")
    files = tuple(stage.leave(name, content) for name, content in received.items())
    return Scene("The clearinghouse and the payer acknowledge", words, files=files)


def remittance(stage: Stage) -> Scene:
    """The 835 is previewed and posted; a denied line goes to the worklist; posting again changes nothing."""
    at = clock.local(stage.owner.clinic, clock.now()).replace(tzinfo=None)
    content = payer.pay(_sent(stage), at=at, control=3, terms=TERMS)
    row = _received(stage, "remittance.835", content)
    seen = posting.preview(stage.owner, row)
    posted = posting.remittance_post(stage.owner, remittance=row)
    again = posting.remittance_post(stage.owner, remittance=row)
    work = WorkItem.objects.filter(clinic=stage.owner.clinic, kind="denial").first()
    return Scene(
        "The remittance is posted",
        (f"{show(row.amount)} paid. {len(seen.matches)} claim matches, {len(seen.to_look_at)} to look at, "
         f"{len(seen.unmatched)} unmatched.",
         f"Posted: {posted.entries} entry, {posted.work} for the worklist.",
         f"Posted again: {again.entries} and {again.work}; the same payment is entered once.",
         f"To do: {work.words if work else 'nothing'}",
         "What was denied stays owed by the payer; nothing is written off."),
        files=(stage.leave("remittance.835", content),),
    )  # fmt: skip


def takeback(stage: Stage) -> Scene:
    """The payer takes its payment back and pays anew: a reversal, never an edit."""
    at = clock.local(stage.owner.clinic, clock.now()).replace(tzinfo=None)
    content = payer.take_back(_sent(stage), at=at, control=4, terms=TERMS)
    row = _received(stage, "takeback.835", content)
    posted = posting.remittance_post(stage.owner, remittance=row)
    return Scene(
        "The payer takes back and pays anew",
        (f"{posted.entries} entries turn the signs and pay again; the first entry stays as it was.",),
        files=(stage.leave("takeback.835", content),),
    )


def books(stage: Stage) -> Scene:
    """The patient pays her share; the ledger balances; the statement is printed, the progress report kept as sent."""
    patient, case = stage.patients["Hazel"], stage.cases["Hazel"]
    share = selectors.balances(stage.owner, patient=patient).get("patient_receivable", ZERO)
    if share > 0:
        bookkeeping.patient_pays(
            stage.owner, patient=patient, amount=min(share, Decimal("20.00")), on=stage.today, key="demo",
            memo="Paid at the desk",
        )  # fmt: skip
    sums = selectors.balances(stage.owner)
    lines = [f"{account.replace('_', ' ')}: {show(sums[account])}" for account in ACCOUNTS if sums.get(account)]
    lines.append(f"All accounts together: {show(sum(sums.values(), ZERO))}.")
    report = reporting.report_send(stage.owner, case=case)
    files = (
        stage.leave("statement.pdf", papers.statement_pdf(stage.owner, patient)),
        stage.leave("progress-report.pdf", bytes(report.content)),
    )
    return Scene("The ledger balances; the papers go out", lines, files=files)


def _again(stage: Stage) -> Claim:
    stage.claims[0].refresh_from_db()
    return stage.claims[0]


def _sent(stage: Stage) -> bytes:
    submission = _again(stage).submission
    assert submission is not None
    return bytes(submission.content)


def _received(stage: Stage, name: str, content: bytes) -> Remittance:
    found = answers.file_receive(stage.owner, name=name, content=content)[0]
    assert isinstance(found, Remittance)
    return found
