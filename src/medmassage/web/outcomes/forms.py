"""The form of one score: item by item, or as it was counted on paper."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from medmassage.clinic import measures
from medmassage.knowledge.items import Items, Question, questions
from medmassage.knowledge.rows import Measure
from medmassage.web.form_page import CalmForm, day, words


class ScoreForm(CalmForm):
    """The day and the score; ``answers`` and ``own_words`` after cleaning are what the service takes."""

    on = day("Taken on", required=True)

    def __init__(
        self, measure: str, wording: Items | None, own: Sequence[str], by_value: bool, *args: Any, **kwargs: Any
    ) -> None:
        """Draw the items by the measure's rule. ``own``: the patient's words for the items last time."""
        super().__init__(*args, **kwargs)
        known = measures.found(measure)
        self.asks_words = known is not None and known.scoring.own_words and not by_value
        self.numbers: list[int] = []
        self.intro = ""
        if known is None or by_value:
            self.fields["value"] = _value(known)
            return
        for question in questions(measure, wording):
            self.numbers.append(question.number)
            if self.asks_words:
                self.intro = question.text if wording else ""
                self._ask_words(question.number, own)
            self.fields[f"answer_{question.number}"] = _answer(known, question, with_words=self.asks_words)

    def _ask_words(self, number: int, own: Sequence[str]) -> None:
        self.fields[f"words_{number}"] = words(f"Activity {number}", 80, autocomplete="off")
        self.initial.setdefault(f"words_{number}", own[number - 1] if number <= len(own) else "")

    def clean(self) -> dict[str, Any]:
        """Answers as numbers, in the order of the items; the patient's words with each."""
        facts = super().clean() or self.cleaned_data
        answers = [_number(facts.pop(f"answer_{n}", None)) for n in self.numbers]
        items = [facts.pop(f"words_{n}", "") for n in self.numbers] if self.asks_words else []
        for number, said, answer in zip(self.numbers, items, answers, strict=False):
            if answer is not None and not said:
                self.add_error(f"words_{number}", "Say which activity this is, in the patient’s words.")
        return {**facts, "answers": answers, "own_words": items}


class WordingForm(CalmForm):
    """A file of items that the clinic may show."""

    file = forms.FileField(label="The file", help_text="YAML or JSON, as docs/measures.md says.")


def _value(measure: Measure | None) -> forms.DecimalField:
    hint = ""
    if measure:
        low, high = measure.range
        hint = f"{low:g} to {high:g} {measure.unit}; {measure.better} is better."
    return forms.DecimalField(label="Score", max_digits=6, decimal_places=1, help_text=hint)


def _answer(measure: Measure, question: Question, *, with_words: bool) -> forms.Field:
    label = f"How well it goes today ({question.number})" if with_words else question.text
    if measure.scoring.items == 1 and label == "Item 1":
        label = measure.name
    if question.choices:
        offered = [(f"{answer:g}", _said(answer, told)) for answer, told in question.choices]
        return forms.ChoiceField(label=label, choices=offered, required=False, widget=forms.RadioSelect)
    unit = question.unit or (measure.unit if measure.scoring.items == 1 else "")
    return forms.DecimalField(
        label=label, required=False, min_value=Decimal(str(question.low)), max_value=Decimal(str(question.high)),
        decimal_places=2, help_text=f"{question.low:g} to {question.high:g} {unit}".strip() + ".",
    )  # fmt: skip


def _said(answer: float, told: str) -> str:
    """The number stays in sight beside the words, since it is what counts."""
    return told if told == f"{answer:g}" or len(told) <= 2 else f"{answer:g} {told}"  # marks such as 1+


def _number(text: Any) -> float | None:
    return None if text in ("", None) else float(text)
