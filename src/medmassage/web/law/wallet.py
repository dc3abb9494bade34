"""Whose wallet a page is about: a therapist of the clinic, one's own without a choice."""

import uuid
from collections.abc import Iterable

from django.http import HttpRequest

from medmassage.clinic import access, inputs, selectors, wallets
from medmassage.clinic.models import Credential, Therapist
from medmassage.law.question import Held
from medmassage.web.law.reading import Reading


def chosen(request: HttpRequest, seen: Reading) -> tuple[list[Therapist], Therapist | None]:
    """Everybody who treats here, and the one of ``?who=``; else oneself, else the first."""
    people = list(selectors.therapists(seen.who))
    asked = request.GET.get("who", "")
    if asked:
        return people, _one(people, asked)
    own = (one for one in people if one.user_id == seen.who.user_id)
    return people, next(own, people[0] if people else None)


def _one(people: Iterable[Therapist], asked: str) -> Therapist:
    """The therapist with this key; what is not this clinic's is not there."""
    try:
        key = uuid.UUID(asked)
    except ValueError:
        raise access.Denied from None
    found = next((one for one in people if one.pk == key), None)
    if found is None:
        raise access.Denied
    return found


def held(who: Therapist | None, seen: Reading) -> tuple[Held, ...]:
    """The papers of states in a wallet that are in force on the day."""
    papers: Iterable[Credential] = who.credentials.all() if who else ()
    return tuple(inputs.held(paper) for paper in papers if paper.state and wallets.in_force(paper, seen.on))
