"""The clinic opens: its people, their papers, its fees."""

from datetime import timedelta

from medmassage.clinic.services import opening
from medmassage.demo import people
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
        for code, state, number, start, left, since in who["papers"]:
            opening.license_add(
                stage.owner, therapist=therapist, code=code, state=state, number=number,
                valid_from=start,
                valid_to=None if left is None else stage.today + timedelta(left),
                verified_on=None if since is None else stage.today - timedelta(since),
            )  # fmt: skip
    for code, amount in people.FEES.items():
        opening.fee_set(stage.owner, code=code, amount=amount)
    return Scene(
        f"{stage.owner.clinic.name} opens",
        (f"{len(stage.therapists)} therapists and their papers, {len(people.LOGINS)} people who may sign in.",
         "Everyone here is invented; numbers only have the right check digits."),
    )  # fmt: skip
