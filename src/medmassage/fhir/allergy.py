"""AllergyIntolerance: what a person reacts to."""

from medmassage.fhir.condition import NOT_HELD
from medmassage.fhir.values import Node, codings, node, nodes, text, words_of
from medmassage.knowledge.history import History, Remark, allergy_report

SNOMED = "http://snomed.info/sct"
# No known allergy; no known allergy to medicines, food, latex. Codes known by heart, checked against no release.
NONE_KNOWN = {"716186003", "409137002", "429625007", "1003774007"}
OVER = {"inactive", "resolved"}


def read(resource: Node) -> History:
    """The facts of one allergy, with the reaction where one is said."""
    concept = node(resource.get("code"))
    words = words_of(concept) or f"an allergy without words ({text(resource, 'id')})"
    if any(c.system == SNOMED and c.code in NONE_KNOWN for c in codings(concept)):
        return History(denied=(words,))
    states = {c.code for key in ("clinicalStatus", "verificationStatus") for c in codings(node(resource.get(key)))}
    if past := states & (NOT_HELD | OVER):
        return History(remarks=(Remark(f"allergy, marked {', '.join(sorted(past))}", words),))
    shown = [words_of(sign) for reaction in nodes(resource, "reaction") for sign in nodes(reaction, "manifestation")]
    told = f"{words} ({', '.join(sign for sign in shown if sign)})" if any(shown) else words
    return History(reports=(allergy_report(words),), allergies=(told,))
