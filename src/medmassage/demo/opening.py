"""The clinic opens: its people, their papers, its fees."""

from datetime import timedelta

from medmassage.clinic.models import Therapist
from medmassage.clinic.services import opening, wallet
from medmassage.demo import people
from medmassage.demo.learning import courses_taken
from medmassage.demo.scene import Scene
from medmassage.demo.stage import Stage


def clinic_opens(stage: Stage) -> Scene:
    """A clinic in Maryland, a therapist in Washington, four ways to sign in."""
    facts = dict(people.CLINIC)
    name, email, _ = people.OWNER
    stage.who = opening.clinic_open(
        name=facts.pop("name"), state=facts.pop("state"), owner_name=name, email=email,
        password=people.PASSWORD, is_demo=True, **facts,
    )  # fmt: skip
    users = {email: stage.owner.user}
    stage.members[name.split()[0]] = stage.owner
    for staff, address, role in people.STAFF:
        joined = opening.member_add(stage.owner, name=staff, email=address, password=people.PASSWORD, role=role)
        users[address] = joined.user
        stage.members[staff.split()[0]] = joined
    for who in people.THERAPISTS:
        therapist = opening.therapist_add(
            stage.owner, given=who["given"], family=who["family"], npi=who["npi"], user=users.get(who["email"])
        )
        stage.therapists[who["given"]] = therapist
        for paper in who["papers"]:
            _held(stage, therapist, paper)
    for paper in people.OF_THE_CLINIC:
        _held(stage, None, paper)
    courses_taken(stage)
    for code, amount in people.FEES.items():
        opening.fee_set(stage.owner, code=code, amount=amount)
    return Scene(
        f"{stage.owner.clinic.name} opens",
        (f"{len(stage.therapists)} therapists and their papers, {len(people.LOGINS)} people who may sign in.",
         "Everyone here is invented; numbers only have the right check digits."),
    )  # fmt: skip


def _held(stage: Stage, whose: Therapist | None, paper: people.Paper) -> None:
    """A paper in its wallet, and the look at its register if somebody had one."""
    kept = wallet.credential_add(
        stage.owner, therapist=whose, kind=paper.kind, code=paper.code, state=paper.state, issuer=paper.issuer,
        number=paper.number, valid_from=paper.starts,
        valid_to=None if paper.left is None else stage.today + timedelta(paper.left),
    )  # fmt: skip
    if paper.seen is not None:
        wallet.verification_add(
            stage.owner, credential=kept, on=stage.today - timedelta(paper.seen), source="The issuer’s register",
            found="in_force", ends=kept.valid_to,
        )  # fmt: skip
