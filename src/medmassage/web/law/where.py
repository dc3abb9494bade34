""" "Where may I work?": the first gate asked of every state at once, for one wallet, setting, payer and day."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from medmassage.finding import Answer, Finding, Verdict
from medmassage.law.load import register
from medmassage.law.question import Question
from medmassage.law.where import everywhere
from medmassage.web.law import wallet
from medmassage.web.law.forms import payers, settings
from medmassage.web.law.reading import reading
from medmassage.web.law.tabs import tabs
from medmassage.web.law.tiles import Face, tiles

FACES: Mapping[Answer, Face] = {
    "yes": Face("is-yes", "yes", icon="yes"),
    "with_care": Face("is-care", "with care", icon="care"),
    "unknown": Face("is-unknown", "unknown", icon="unknown"),
    "no": Face("is-no", "no", icon="no"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A state with its answer; ``why``: its weightiest finding."""

    code: str
    name: str
    verdict: Verdict
    asked: str

    @property
    def why(self) -> Finding | None:
        """The worst thing found, where there is any."""
        return self.verdict.findings[0] if self.verdict.findings else None


@require_GET
def where(request: HttpRequest) -> HttpResponse:
    """A map of all states for the wallet of ``?who=``."""
    seen = reading(request)
    people, whose = wallet.chosen(request, seen)
    setting = _of(settings(), request.GET.get("setting", ""), seen.who.clinic.setting)
    payer = _of(payers(), request.GET.get("payer_kind", ""), "self_pay")
    held = wallet.held(whose, seen)
    question = Question("", setting, held, seen.on, payer_kind=payer, referral="referral" in request.GET)
    found = everywhere(question, seen.local)
    places = [Place(code, register()[code].name, verdict, _link(code, question)) for code, verdict in found.items()]
    context = {
        "tabs": tabs(request), "seen": seen, "people": people, "whose": whose, "held": held, "setting": setting,
        "payer": payer, "settings": settings(), "payers": payers(), "referral": question.referral,
        "tiles": tiles({p.code: FACES[p.verdict.answer] for p in places}, {p.code: f"#in-{p.code}" for p in places}),
        "groups": _groups(places),
    }  # fmt: skip
    return render(request, "law/where.html", context)


def _of(choices: list[tuple[str, str]], asked: str, otherwise: str) -> str:
    return asked if asked in dict(choices) else otherwise


def _groups(places: list[Place]) -> list[tuple[Answer, list[Place]]]:
    """The places by answer, the best first; each group by name."""
    by_name = sorted(places, key=lambda place: place.name)
    return [(answer, [p for p in by_name if p.verdict.answer == answer]) for answer in FACES]


def _link(code: str, question: Question) -> str:
    """The state's page with this question asked there."""
    own = next((held.code for held in question.holds if held.state == code), "nothing")
    asked = {
        "on": question.on.isoformat(), "holds": own, "setting": question.setting, "payer_kind": question.payer_kind,
        **({"referral": "on"} if question.referral else {}),
    }  # fmt: skip
    return f"{reverse('web:law_state', args=[code])}?{urlencode(asked)}#may-i-work"
