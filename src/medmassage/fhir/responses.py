"""QuestionnaireResponse: answers to our own form by linkId; those to other forms as words, none of them dropped."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from medmassage.fhir.intake_codes import answer_of
from medmassage.fhir.questionnaire import WHEN, WHICH, WORDS
from medmassage.fhir.values import Node, node, nodes, plain, text, words_of
from medmassage.knowledge.answers import NO, YES
from medmassage.knowledge.history import History, Remark, again_heard, heard
from medmassage.knowledge.intake_rows import intake
from medmassage.knowledge.screen import Report

NOT_HELD = {"entered-in-error", "stopped"}
VALUES = ("valueString", "valueDate", "valueDateTime", "valueTime", "valueUri")


def read(resource: Node, on: date, *, age: int | None = None, sex: str = "") -> History:
    """The facts of one response, read on a day."""
    items = list(_items(resource))
    if text(resource, "status") in NOT_HELD:
        said = tuple(Remark("marked as entered in error", words) for item in items if (words := _spoken(item)))
        return History(remarks=said)
    ours = {ask.id for ask in (*intake().questions, *intake().again)}
    mine = [item for item in items if _base(text(item, "linkId")) in ours]
    return _ours(mine, on, age, sex).joined(_theirs([item for item in items if item not in mine]))


def _items(parent: Node) -> Iterator[Node]:
    """Every item, those under an item and under an answer too."""
    for item in nodes(parent, "item"):
        yield item
        yield from _items(item)
        for answer in nodes(item, "answer"):
            yield from _items(answer)


def _base(link: str) -> str:
    return next((link.removesuffix(end) for end in (WHICH, WORDS, WHEN) if link.endswith(end)), link)


def _ours(items: list[Node], on: date, age: int | None, sex: str) -> History:
    answers: dict[str, dict[str, Any]] = {}
    for item in items:
        link, values = text(item, "linkId"), nodes(item, "answer")
        if values:
            _put(answers.setdefault(_base(link), {}), link, values)
    form = {ask.id: ask for ask in intake().questions}
    history = History()
    if asked := {id_: _shaped(form[id_].kind, value) for id_, value in answers.items() if id_ in form}:
        history = heard(asked, on, age=age, sex=sex)
    if more := {id_: value for id_, value in answers.items() if id_ not in form}:
        history = history.joined(again_heard(more, on, age=age, sex=sex))
    return history


def _put(said: dict[str, Any], link: str, values: tuple[Node, ...]) -> None:
    """One item of a question: the answer itself, what was chosen, the words, or the day."""
    spoken = [words for words in map(_value, values) if words]
    if link.endswith(WHICH):
        codes = (text(node(v.get("valueCoding")), "code") for v in values)
        said["chosen"] = [code for code in codes if code]
    elif link.endswith(WHEN):
        said["on"] = " ".join(spoken)[:10]
    elif link.endswith(WORDS):
        said["text"] = "; ".join(spoken)
    elif answer := answer_of(values[0]):
        said["answer"] = answer
    else:
        said["items"] = spoken


def _shaped(kind: str, said: dict[str, Any]) -> Any:
    """As the form gives it: text, a day or a number is one text; a list stays its items."""
    if kind == "list" or "items" not in said:
        return said
    items = said.pop("items")
    return {**said, "text": "; ".join(filter(None, [said.get("text", ""), *items]))}


def _theirs(items: list[Node]) -> History:
    """Another form's answers. Only a plain yes settles; "not at all" and a score say something else in each form.

    A plain no is kept as a denial in words, since the question may be turned around ("do you feel safe").
    """
    reports: list[Report] = []
    for item in items:
        answers = {answer_of(value) for value in nodes(item, "answer")}
        if answers == {NO}:
            asked = "".join(c for c in text(item, "text") if c not in "?:;.!,")
            reports.append(Report(f"no {asked or text(item, 'linkId')}"))
        elif words := _spoken(item):
            reports.append(Report(words, sure=answers == {YES}))
    return History(reports=tuple(reports))


def _spoken(item: Node) -> str:
    """The question and its answers in words; empty where nothing was answered."""
    values = [words for value in nodes(item, "answer") if (words := _value(value))]
    asked = text(item, "text") or text(item, "linkId")
    return f"{asked} {', '.join(values)}".strip() if values else ""


def _value(value: Node) -> str:
    """One answer in words, whatever its type."""
    for key, found in value.items():
        if key in VALUES:
            return plain(found)
        if key == "valueCoding":
            return words_of({"coding": [found]})
        if key == "valueBoolean":
            return "yes" if found is True else "no"
        if key in ("valueInteger", "valueDecimal"):
            return str(found)
        if key == "valueQuantity":
            return f"{node(found).get('value', '')} {text(node(found), 'unit')}".strip()
        if key in ("valueReference", "valueAttachment"):
            return text(node(found), "display") or text(node(found), "title") or text(node(found), "reference")
    return ""
