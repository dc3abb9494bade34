"""MedicationStatement and MedicationRequest: what a person takes; what is over is kept for the therapist to read."""

from functools import lru_cache
from importlib.resources import files

from medmassage.datafile import Row
from medmassage.datafile import read as read_data
from medmassage.fhir.bundle import Bundle
from medmassage.fhir.values import Node, codings, node, text, words_of
from medmassage.finding import Confidence
from medmassage.knowledge import match
from medmassage.knowledge.history import History, Remark

# Statuses of both resources under which nobody takes it (now). A draft and "on-hold" still count.
NOT_TAKEN = {"completed", "stopped", "cancelled", "not-taken", "entered-in-error", "ended"}


class DoseForms(Row):
    """``dose_forms.yaml``."""

    confidence: Confidence
    words: frozenset[str]


@lru_cache
def dose_forms() -> frozenset[str]:
    """Words of a product's name that are not the medicine."""
    return read_data(files("medmassage.fhir").joinpath("dose_forms.yaml"), DoseForms).words


def read(resource: Node, bundle: Bundle) -> History:
    """The facts of one medicine."""
    called = _name(resource, bundle)
    status = text(resource, "status")
    if status in NOT_TAKEN:
        return History(remarks=(Remark(f"medicine, marked {status}", called),))
    if resource.get("doNotPerform") is True:
        return History(remarks=(Remark("medicine that is not to be given", called),))
    return History(medicines=(called,))


def _name(resource: Node, bundle: Bundle) -> str:
    """What it is called: the words that the base knows, else the first that are said."""
    reference = node(resource.get("medicationReference"))
    product = bundle.resolve(reference, resource, "Medication")
    concepts = (node(resource.get("medicationCodeableConcept")), node(product.get("code")))
    said = [words_of(concept) for concept in concepts] + [c.display for concept in concepts for c in codings(concept)]
    names = [_bare(words) for words in (*said, text(reference, "display"), text(reference, "reference")) if words]
    known = (name for name in names if match.read(name).medicines)
    return next(known, names[0] if names else f"a medicine without words ({text(resource, 'id')})")


def _bare(words: str) -> str:
    """The name without dose forms and salts; whole where nothing else would be left."""
    left = [word for word in words.split() if word.strip("(),").casefold() not in dose_forms()]
    return " ".join(left) if any(word[:1].isalpha() for word in left) else words
