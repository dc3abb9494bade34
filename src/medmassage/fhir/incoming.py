"""A Bundle read as one order for massage, with everything that is missing or contradicts itself named."""

from collections.abc import Iterator
from dataclasses import dataclass

from medmassage.fhir import condition, coverage, patient, practitioner, service_request
from medmassage.fhir.bundle import ORDER, Bundle
from medmassage.fhir.bundle import read as read_bundle
from medmassage.fhir.coverage import CoverageFacts
from medmassage.fhir.patient import PatientFacts
from medmassage.fhir.practitioner import PhysicianFacts
from medmassage.fhir.said import note, stop
from medmassage.fhir.service_request import OrderFacts
from medmassage.fhir.values import NOTHING, Node, node, text
from medmassage.finding import Finding, Level, Verdict

NO_ORDER = "The Bundle holds no order (ServiceRequest)."


@dataclass(frozen=True, slots=True)
class Incoming:
    """What was understood (``None``: nothing) and what was found. ``digest`` names the content of the order."""

    patient: PatientFacts | None
    physician: PhysicianFacts | None
    order: OrderFacts | None
    coverage: CoverageFacts | None
    findings: tuple[Finding, ...]
    digest: str

    @property
    def verdict(self) -> Verdict:
        """The answer of the intake: it stops, stays open, or can be taken in."""
        return Verdict.of("intake", self.findings)

    @property
    def stops(self) -> tuple[Finding, ...]:
        """Why it cannot be taken in; empty when it can."""
        return tuple(f for f in self.verdict.findings if f.level is Level.STOP)


def read(data: bytes | Node) -> Incoming:
    """The order in a Bundle. Raises :class:`~medmassage.fhir.errors.FhirError` when it is no Bundle at all."""
    bundle = read_bundle(data)
    order, findings = _the_order(bundle)
    if not order:
        return Incoming(None, None, None, None, findings, bundle.digest)
    facts, about_order = service_request.read(order, bundle)
    who, about_patient = _patient(order, bundle)
    by, about_physician = _physician(order, bundle)
    payer, about_coverage = _coverage(order, bundle)
    found = (*findings, *about_order, *about_patient, *_one_patient(order, bundle), *about_physician, *about_coverage)
    return Incoming(who, by, facts, payer, found, bundle.digest)


def _the_order(bundle: Bundle) -> tuple[Node, tuple[Finding, ...]]:
    """The one order for massage; what else is in the Bundle is named."""
    orders = bundle.of(ORDER)
    massage = [order for order in orders if service_request.massage_basis(order)]
    others = [order for order in orders if order not in massage]
    if not orders:
        return {}, (stop("no_order", NO_ORDER, "Ask the office to send the order itself.", "Bundle.entry"),)
    if not massage:
        return {}, tuple(map(_refused, others))
    if len(massage) > 1:
        remedy = "Ask the office which one holds, or take them in one at a time."
        message = f"The Bundle holds {len(massage)} orders for massage."
        return {}, (stop("orders_several", message, remedy, "Bundle.entry"),)
    left = tuple(
        note(
            "left_aside", f"Left aside, no order for massage: {service_request.words(o)[:120]}.", "ServiceRequest.code"
        )
        for o in others
    )
    return massage[0], left


def _refused(order: Node) -> Finding:
    return stop(
        "not_massage", f"This is an order for “{service_request.words(order)[:120]}”, not for massage.",
        "Tell the office, or ask whether massage was meant. Nothing was taken in.", "ServiceRequest.code",
    )  # fmt: skip


def _patient(order: Node, bundle: Bundle) -> tuple[PatientFacts | None, tuple[Finding, ...]]:
    reference = node(order.get("subject"))
    resource = bundle.resolve(reference, order, "Patient")
    if resource:
        return patient.read(resource)
    return None, (_not_there("patient_missing", "The patient", reference, "ServiceRequest.subject"),)


def _physician(order: Node, bundle: Bundle) -> tuple[PhysicianFacts | None, tuple[Finding, ...]]:
    """The requester: a Practitioner, or the one behind a PractitionerRole."""
    reference = node(order.get("requester"))
    resource = bundle.resolve(reference, order, "Practitioner", "PractitionerRole")
    if text(resource, "resourceType") == "PractitionerRole":
        resource = bundle.resolve(node(resource.get("practitioner")), resource, "Practitioner")
    if resource:
        return practitioner.read(resource)
    return None, (_not_there("physician_missing", "The referring provider", reference, "ServiceRequest.requester"),)


def _not_there(rule: str, who: str, reference: Node, subject: str) -> Finding:
    address = text(reference, "reference") or text(reference, "display")
    message = f"{who} ({address[:80]}) is not in the Bundle." if address else f"{who} is not named."
    return stop(rule, message, "Ask the office to send the order with its parts.", subject)


def _coverage(order: Node, bundle: Bundle) -> tuple[CoverageFacts | None, tuple[Finding, ...]]:
    resource, findings = coverage.chosen(order, bundle)
    if not resource:
        return None, findings
    facts, more = coverage.read(resource, bundle)
    return facts, (*findings, *more)


def _one_patient(order: Node, bundle: Bundle) -> Iterator[Finding]:
    """Every part is about the same patient; a subscriber may be somebody else."""
    subject = bundle.resolve(node(order.get("subject")), order, "Patient")
    if not subject:
        return
    for what, place, other in _about(order, bundle):
        if other and other != subject:
            yield stop(
                "two_patients", f"{what} is about another patient than the order.",
                "Ask the office whom the order is for. Nothing was taken in.", place,
            )  # fmt: skip
    if strangers := [p for p in bundle.of("Patient") if p != subject and p not in _subscribers(bundle)]:
        yield stop(
            "two_patients", f"The Bundle holds {len(strangers) + 1} patients.",
            "Ask the office whom the order is for. Nothing was taken in.", "Bundle.entry",
        )  # fmt: skip


def _about(order: Node, bundle: Bundle) -> Iterator[tuple[str, str, Node]]:
    for found in condition.held(order, bundle):
        yield "The diagnosis", "Condition.subject", _resolved(found, "subject", bundle)
    for found in bundle.of("Coverage"):
        yield "The coverage", "Coverage.beneficiary", _resolved(found, "beneficiary", bundle)


def _resolved(holder: Node, key: str, bundle: Bundle) -> Node:
    return bundle.resolve(node(holder.get(key)), holder, "Patient")


def _subscribers(bundle: Bundle) -> list[Node]:
    keys = ("subscriber", "policyHolder")
    found = [_resolved(c, key, bundle) for c in bundle.of("Coverage") for key in keys]
    return [one for one in found if one is not NOTHING]
