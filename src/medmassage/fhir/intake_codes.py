"""The codes with which the intake form's answers travel: yes, no and not sure in the systems of FHIR and LOINC."""

from collections.abc import Mapping

from medmassage.fhir.values import Coding, Node, codings, node, plain
from medmassage.knowledge.answers import NO, UNSURE, YES

CANONICAL = "urn:medmassage:questionnaire:health-history"
ENTRY = "urn:medmassage:contraindication"  # the base's own ids
YES_NO = "http://terminology.hl7.org/CodeSystem/v2-0136"
NULL_FLAVOR = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"
LOINC = "http://loinc.org"

# How they leave: the pair that HL7 v2 table 0532 (expanded yes/no) draws its yes, no and "asked but unknown" from.
SENT: Mapping[str, tuple[str, str]] = {YES: (YES_NO, "Y"), NO: (YES_NO, "N"), UNSURE: (NULL_FLAVOR, "ASKU")}
_READ = {
    **{pair: answer for answer, pair in SENT.items()},
    (NULL_FLAVOR, "UNK"): UNSURE,
    (LOINC, "LA33-6"): YES,
    (LOINC, "LA32-8"): NO,
    (LOINC, "LA12688-0"): UNSURE,
}
_WORDS = {"yes": YES, "y": YES, "no": NO, "n": NO, "not sure": UNSURE, "unsure": UNSURE, "don't know": UNSURE}


def answer_of(value: Node) -> str:
    """Yes, no or unsure in one answer of a QuestionnaireResponse; empty where it is something else."""
    if isinstance(value.get("valueBoolean"), bool):
        return YES if value["valueBoolean"] else NO
    coding = node(value.get("valueCoding"))
    for one in (*codings({"coding": [coding]}), Coding("", "", plain(value.get("valueString")))):
        found = _READ.get((one.system, one.code)) or _WORDS.get(one.display.strip(" .").casefold())
        if found:
            return found
    return ""
