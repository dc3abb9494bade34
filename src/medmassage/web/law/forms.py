"""The form "may I work?": asked by GET, so that its answer is an address."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from medmassage.law.jurisdiction import ADDED, Jurisdiction
from medmassage.law.question import Held, Question
from medmassage.law.vocabulary import vocabulary
from medmassage.law.wording import capital
from medmassage.web.form_page import count, day

NOTHING = "nothing"
SELF_PAY = "self_pay"
_DOCUMENT = "paper_"


def payers() -> list[tuple[str, str]]:
    """Who may pay, as a form offers it."""
    return [(SELF_PAY, "The patient"), *((name, capital(words)) for name, words in vocabulary().payers.items())]


def settings() -> list[tuple[str, str]]:
    """The settings of a visit, as a form offers them."""
    return [(name, capital(words)) for name, words in vocabulary().settings.items()]


def papers_asked_for(law: Jurisdiction) -> list[str]:
    """The papers that this state's rules may ask to have in hand."""
    needs = (need for condition in law.conditions for need in condition.needs)
    return list(dict.fromkeys(str(need["document"]) for need in needs if "document" in need))


class MayIWork(forms.Form):
    """Who, where, by which order, with which papers in hand; the day is the page's own."""

    holds = forms.ChoiceField(label="I hold")
    setting = forms.ChoiceField(label="I treat in")
    payer_kind = forms.ChoiceField(label="Paid by")
    age = count("Patient's age", least=0, most=120)
    at = forms.TimeField(
        label="Begins at", required=False, widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"invalid": "There is no such hour. Write it as 14:30."},
    )  # fmt: skip
    referral = forms.BooleanField(label="By a physician's referral", required=False)
    diagnosed = forms.BooleanField(label="A medically diagnosed condition is treated", required=False)
    also = forms.MultipleChoiceField(label="And I hold", required=False, widget=forms.CheckboxSelectMultiple)
    act = forms.MultipleChoiceField(label="Techniques and areas", required=False, widget=forms.CheckboxSelectMultiple)
    judged = forms.BooleanField(
        label="These are all the papers in hand", required=False,
        help_text="Otherwise a paper that is not dated below only comes as a reminder.",
    )  # fmt: skip

    def __init__(self, data: Any, law: Jurisdiction) -> None:
        """The choices of this state."""
        super().__init__(data, auto_id="ask_%s")
        self.law = law
        papers = law.credentials.values()
        alone = [(c.code, f"{c.title} ({c.code})") for c in papers if c.stands_alone]
        self._choices("holds", [*alone, (NOTHING, "No paper of this state")])
        self._choices("also", [(c.code, f"{c.title} ({c.code})") for c in papers if c.kind == ADDED])
        self._choices("setting", settings())
        self._choices("payer_kind", payers())
        self._choices("act", [(name, capital(act["label"])) for name, act in vocabulary().acts.items()])
        if not self.fields["also"].choices:  # type: ignore[attr-defined]  # a choice field, by the lines above
            del self.fields["also"]
        self.papers = papers_asked_for(law)
        for name in self.papers:
            self.fields[f"{_DOCUMENT}{name}"] = day(capital(vocabulary().documents[name]["label"]))
        if not self.papers:
            del self.fields["judged"]
        for field in self.fields.values():
            field.error_messages["required"] = "This is needed."
            field.error_messages["invalid_choice"] = "Choose one of the list."

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def first(self) -> list[forms.BoundField]:
        """What is asked of every visit."""
        names = ("holds", "setting", "payer_kind", "age", "at")
        return [self[name] for name in names]

    @property
    def ticks(self) -> list[forms.BoundField]:
        """What is so or is not."""
        return [self[name] for name in ("referral", "diagnosed")]

    @property
    def dated(self) -> list[forms.BoundField]:
        """The papers in hand, with the box that says whether they are all."""
        return [self[f"{_DOCUMENT}{name}"] for name in self.papers]

    @property
    def opened(self) -> Mapping[str, bool]:
        """Which of the folded parts were used, and stay open."""
        return {"acts": bool(self.data.get("act")), "papers": any(self._named(self.data)) or "judged" in self.data}

    def _named(self, data: Any) -> Iterable[str]:
        return (name for name in self.papers if data.get(f"{_DOCUMENT}{name}"))

    def question(self, on: date) -> Question:
        """The first gate's question, once the form is valid."""
        given = self.cleaned_data
        codes = [code for code in (given["holds"], *given.get("also", ())) if code != NOTHING]
        dated = {name: given[f"{_DOCUMENT}{name}"] for name in self._named(given)}
        return Question(
            state=self.law.code,
            setting=given["setting"],
            holds=tuple(Held(code, self.law.code) for code in codes),
            on=on,
            techniques=tuple(given["act"]),
            payer_kind=given["payer_kind"],
            referral=given["referral"],
            age=given["age"],
            documents=dated if dated or given.get("judged") else None,
            diagnosed=given["diagnosed"] or None,
            at=given["at"],
        )
