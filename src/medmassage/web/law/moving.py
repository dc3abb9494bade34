""" "Moving to …": what a state asks for before one may treat there, and what of it somebody has already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from medmassage.law import entry
from medmassage.law.entry import Applicant, Standing, Step
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.load import federal, register
from medmassage.law.wording import capital
from medmassage.web.form_page import count, words
from medmassage.web.law import wallet
from medmassage.web.law.reading import Reading, reading, shipped
from medmassage.web.law.tabs import tabs

FEES = "fees_usd"
GROUPS: Mapping[Standing, tuple[str, str]] = {
    "missing": ("Missing", "is-no"),
    "to_do": ("To do", "is-care"),
    "unknown": ("Unknown", "is-unknown"),
    "read": ("To read and judge yourself", ""),
    "counts": ("Counts already", "is-yes"),
}
_MARKS: Mapping[Standing, str] = {
    "missing": "no",
    "to_do": "care",
    "unknown": "unknown",
    "read": "book",
    "counts": "yes",
}


@dataclass(frozen=True, slots=True)
class Group:
    """The requirements that stand alike."""

    title: str
    tone: str
    icon: str
    steps: Sequence[Step]


class Mine(forms.Form):
    """What somebody brings along. It is asked by GET and kept nowhere."""

    hours = count("Hours of my massage program", least=0, most=5000)
    exams = words("Examinations I passed", 120, hint="With commas between them, such as MBLEx.")
    age = count("My age in years", least=0, most=120)
    has = forms.MultipleChoiceField(label="I have this already", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any, open_: Sequence[Step]) -> None:
        """``open_``: the requirements one may tick off."""
        super().__init__(data, auto_id="mine_%s")
        field = self.fields["has"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(step.name, step.label) for step in open_]
        field.error_messages["invalid_choice"] = "Choose one of the list."


@require_GET
def moving(request: HttpRequest) -> HttpResponse:
    """The choice of a state; with one it leads on to its gap list."""
    seen = reading(request)
    asked = request.GET.get("state", "").strip().upper()
    if asked in register():
        rest = request.GET.copy()
        rest.pop("state")
        return redirect(f"{reverse('web:law_moving_to', args=[asked])}{'?' if rest else ''}{rest.urlencode()}")
    people, whose = wallet.chosen(request, seen)
    states = sorted(register().values(), key=lambda known: known.name)
    context = {"tabs": tabs(request), "states": states, "people": people, "whose": whose}
    return render(request, "law/moving.html", context)


@require_GET
def moving_to(request: HttpRequest, code: str) -> HttpResponse:
    """What a state's paper asks of one therapist: missing, to do, unknown, to read, and what counts already."""
    known = shipped(code)
    if code != known.code:
        return redirect("web:law_moving_to", code=known.code)
    seen = reading(request)
    law = seen.law(code)
    people, whose = wallet.chosen(request, seen)
    papers = entry.entrance(law)
    wanted = request.GET.get("paper", "").strip().upper()
    paper = next((one for one in papers if one.code == wanted), papers[0] if papers else None)
    context = {
        "tabs": tabs(request), "seen": seen, "law": law, "people": people, "whose": whose, "papers": papers,
        "paper": paper, "authority": law.topic("authority").on(seen.on).value,
        "held": wallet.held(whose, seen), "compact": federal().topic("federal.compact_in_force").on(seen.on),
        "states": sorted(register().values(), key=lambda one: one.name),
    }  # fmt: skip
    return render(
        request, "law/moving_to.html", context | _gaps(request, seen, law, paper.code if paper else "", context["held"])
    )


def _gaps(request: HttpRequest, seen: Reading, law: Jurisdiction, paper: str, held: Any) -> dict[str, Any]:
    """The form and the list behind it."""
    if not paper:
        return {}
    every = entry.steps(law, paper, Applicant(holds=held), seen.on)
    form = Mine(request.GET, [step for step in every if step.standing == "to_do"])
    given = form.cleaned_data if form.is_valid() else {}
    who = Applicant(
        hours=given.get("hours"), exams=tuple((given.get("exams") or "").split(",")), age=given.get("age"),
        holds=held, has=frozenset(given.get("has") or ()),
    )  # fmt: skip
    steps = entry.steps(law, paper, who, seen.on)
    fees = next((step for step in steps if step.name == FEES), None)
    asked = [step for step in steps if step.name != FEES]
    groups = [
        Group(title, tone, _MARKS[name], [s for s in asked if s.standing == name])
        for name, (title, tone) in GROUPS.items()
    ]
    return {
        "form": form,
        "groups": [group for group in groups if group.steps],
        "fees": fees,
        "amounts": [(capital(str(name).replace("_", " ")), amount) for name, amount in _amounts(fees)],
        "open": sum(step.standing in ("missing", "to_do", "unknown") for step in asked),
        "asked": len(asked),
    }


def _amounts(fees: Step | None) -> Iterable[tuple[Any, Any]]:
    value = fees.answer.value if fees else None
    return value.items() if isinstance(value, Mapping) else ()
