"""Questionnaire: the intake form as FHIR R4, in English with its Spanish beside it. A question's id is its linkId."""

from collections.abc import Iterable, Iterator
from typing import Any

from medmassage.fhir.intake_codes import CANONICAL, ENTRY, SENT
from medmassage.knowledge.answers import UNSURE, YES
from medmassage.knowledge.intake_rows import Ask, Part, Said, intake, names

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
# What hangs under a question of yes or no: the linkId is the question's with this behind it.
WHICH, WORDS, WHEN = ".which", ".words", ".when"
_TYPES = {"text": "text", "list": "text", "date": "date", "number": "integer"}

Json = dict[str, Any]


def questionnaire() -> Json:
    """The whole form, with who is asked left to whoever fills it in."""
    form = intake()
    return {
        "resourceType": "Questionnaire",
        "url": CANONICAL,
        "version": form.edition,
        "name": "HealthHistory",
        **_words("title", form.title),
        "status": "active",
        "language": "en",
        "subjectType": ["Patient"],
        "item": [_section(part) for part in form.sections],
    }


def _section(part: Part) -> Json:
    items = [_question(ask) for ask in part.questions]
    return {"linkId": part.id, **_words("text", part.title), "type": "group", "item": items}


def _question(ask: Ask) -> Json:
    item: Json = {"linkId": ask.id, **_words("text", ask.ask)}
    if ask.after:
        item |= {"enableWhen": [_when(ask.after, answer) for answer in (YES, UNSURE)], "enableBehavior": "any"}
    if ask.kind == "yes_no_unsure":
        return item | {"type": "choice", "answerOption": _answers(), "item": [*_under(ask)]}
    return item | {"type": _TYPES[ask.kind], **({"repeats": True} if ask.kind == "list" else {})}


def _answers() -> list[Json]:
    words = intake().words
    return [_option(system, code, words[answer]) for answer, (system, code) in SENT.items()]


def _under(ask: Ask) -> Iterator[Json]:
    """What is asked once the answer is yes: which, in what words, and when."""
    words = intake().words
    yes = {"enableWhen": [_when(ask.id, YES)]}
    if ask.covers:
        options = [_option(ENTRY, id_, names()[id_]) for id_ in ask.covers]
        yield {
            "linkId": ask.id + WHICH, **_words("text", words["which"]), "type": "choice", "repeats": True, **yes,
            "answerOption": options,
        }  # fmt: skip
    yield {"linkId": ask.id + WORDS, **_words("text", words["own_words"]), "type": "text", **yes}
    if ask.dated:
        yield {"linkId": ask.id + WHEN, **_words("text", words["when"]), "type": "date", **yes}


def _when(question: str, answer: str) -> Json:
    system, code = SENT[answer]
    return {"question": question, "operator": "=", "answerCoding": {"system": system, "code": code}}


def _option(system: str, code: str, said: Said) -> Json:
    return {"valueCoding": {"system": system, "code": code, **_words("display", said)}}


def _words(key: str, said: Said) -> Json:
    """A text of the resource with its translation, as the FHIR extension for it has it."""
    parts: Iterable[Json] = ({"url": "lang", "valueCode": "es"}, {"url": "content", "valueString": said.es})
    return {key: said.en, f"_{key}": {"extension": [{"url": TRANSLATION, "extension": [*parts]}]}}
