"""Condition, and the reasons of an order: diagnoses by ICD-10-CM code."""

from collections.abc import Iterator

from medmassage.codes import icd10cm
from medmassage.codes.errors import CodeError
from medmassage.fhir.bundle import Bundle
from medmassage.fhir.said import caution, stop
from medmassage.fhir.values import Node, codings, node, nodes, text, words_of
from medmassage.finding import Finding

ICD10CM = {"http://hl7.org/fhir/sid/icd-10-cm", "urn:oid:2.16.840.1.113883.6.90"}
NOT_HELD = {"refuted", "entered-in-error"}


def read(order: Node, bundle: Bundle) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """The codes of the order's reasons, each once and with its dot, and what is missing or wrong in them."""
    codes: list[str] = []
    findings: list[Finding] = []
    for place, concept in _reasons(order, bundle, findings):
        for code in (c.code for c in codings(concept) if c.system in ICD10CM):
            try:
                codes.append(icd10cm.validate(code))
            except CodeError as wrong:
                findings.append(stop("diagnosis_malformed", str(wrong), "Ask the office for the code.", place))
    if not codes and not any(f.rule == "intake.diagnosis_malformed" for f in findings):
        findings.append(_none(order, bundle))
    return tuple(dict.fromkeys(codes)), tuple(findings)


def held(order: Node, bundle: Bundle) -> Iterator[Node]:
    """The Conditions that the order refers to as its reason."""
    for reference in nodes(order, "reasonReference"):
        if found := bundle.resolve(reference, order, "Condition"):
            yield found


def _reasons(order: Node, bundle: Bundle, findings: list[Finding]) -> Iterator[tuple[str, Node]]:
    for concept in nodes(order, "reasonCode"):
        yield "ServiceRequest.reasonCode", concept
    for reference in nodes(order, "reasonReference"):
        condition = bundle.resolve(reference, order, "Condition")
        address = text(reference, "reference") or text(reference, "display")
        if not condition:
            findings.append(
                caution(
                    "reason_not_there", f"A reason of the order ({address}) is no Condition in the Bundle.",
                    "Ask the office if it matters for the diagnosis.", "ServiceRequest.reasonReference",
                )
            )  # fmt: skip
        elif state := next((c.code for c in codings(node(condition.get("verificationStatus")))
                            if c.code in NOT_HELD), ""):  # fmt: skip
            words = words_of(node(condition.get("code"))) or address
            findings.append(
                stop(
                    "diagnosis_refuted", f"The order's reason “{words}” is marked {state}.",
                    "Ask the office which diagnosis holds.", "Condition.verificationStatus",
                )
            )  # fmt: skip
        else:
            yield "Condition.code", node(condition.get("code"))


def _none(order: Node, bundle: Bundle) -> Finding:
    others = [words_of(node(c.get("code"))) for c in bundle.of("Condition")]
    words = [words_of(c) for c in nodes(order, "reasonCode")] + [
        words_of(node(c.get("code"))) for c in held(order, bundle)
    ]
    if named := ", ".join(w for w in words if w):
        message = f"The order's reason has no ICD-10-CM code: {named[:200]}."
    elif unused := ", ".join(w for w in others if w):
        message = f"The order names no reason. The Bundle holds {unused[:200]}, but the order does not refer to it."
    else:
        message = "The order names no diagnosis."
    return stop(
        "diagnosis_missing", message, "Ask the office for the diagnosis with its code. Nothing is guessed.",
        "ServiceRequest.reasonReference",
    )  # fmt: skip
