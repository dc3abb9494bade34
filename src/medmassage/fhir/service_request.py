"""ServiceRequest: what is ordered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from medmassage.fhir import condition, period, visits, vocabulary
from medmassage.fhir.bundle import Bundle
from medmassage.fhir.said import caution, note, stop, unknown
from medmassage.fhir.values import Node, codings, node, nodes, text, words_of
from medmassage.finding import Basis, Finding

ORDERS = {"order", "original-order", "instance-order", "filler-order", "reflex-order"}


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """The order as it was written; what it does not say is ``None`` or empty."""

    written_on: date | None
    starts_on: date | None
    ends_on: date | None
    visits: int | None
    diagnoses: tuple[str, ...]
    regions: tuple[str, ...]
    order_number: str = ""
    remarks: str = ""
    words: str = ""


def massage_basis(order: Node) -> Basis | None:
    """By what this is an order for massage; ``None`` when it is none."""
    concepts = [node(order.get("code")), *nodes(order, "orderDetail")]
    found = [coding for concept in concepts for coding in codings(concept)]
    words = " ; ".join([text(concept, "text") for concept in concepts] + [coding.display for coding in found])
    return vocabulary.means_massage(found, words)


def words(order: Node) -> str:
    """What is ordered, as people call it."""
    return words_of(node(order.get("code"))) or "something without a name"


def read(order: Node, bundle: Bundle) -> tuple[OrderFacts, tuple[Finding, ...]]:
    """The facts of an order, and what is missing or contradicts itself in it."""
    held, about_days = period.read(order)
    many, about_visits = visits.read(order)
    diagnoses, about_reasons = condition.read(order, bundle)
    regions, about_sites = _regions(order)
    facts = OrderFacts(
        written_on=held.written,
        starts_on=held.starts,
        ends_on=held.ends,
        visits=many,
        diagnoses=diagnoses,
        regions=regions,
        order_number=_number(order),
        remarks=_remarks(order),
        words=words(order)[:120],
    )
    return facts, (*_standing(order), *about_days, *about_visits, *about_reasons, *about_sites)


def _standing(order: Node) -> Iterator[Finding]:
    """Is it an order, and in force? (FHIR R4, ServiceRequest.status, .intent, .doNotPerform)"""
    status, intent = text(order, "status"), text(order, "intent")
    if status != "active":
        yield stop(
            "not_active", f"The order's status is “{status[:40] or 'not said'}”, not active.",
            "Ask the office for an order in force.", "ServiceRequest.status",
        )  # fmt: skip
    if intent not in ORDERS:
        yield stop(
            "not_an_order", f"This is meant as “{intent[:40] or 'not said'}”, not as an order.",
            "Ask the office for the order itself.", "ServiceRequest.intent",
        )  # fmt: skip
    if order.get("doNotPerform") not in (None, False):
        yield stop(
            "do_not_perform", "The order says that this is not to be done.",
            "Do not treat on it. Ask the office what is meant.", "ServiceRequest.doNotPerform",
        )  # fmt: skip
    if basis := massage_basis(order):
        yield note("massage", f"Taken as an order for massage: {words(order)[:120]}.", "ServiceRequest.code", (basis,))


def _regions(order: Node) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    sites = nodes(order, "bodySite")
    found: list[str] = []
    findings: list[Finding] = []
    for site in sites:
        known = vocabulary.regions_of(
            codings(site), " ".join([text(site, "text"), *(c.display for c in codings(site))])
        )
        found += known
        if not known:
            findings.append(
                unknown(
                    "region_unknown", f"The body site “{words_of(site)[:80]}” is not understood.",
                    "Choose the area on the body map.", "ServiceRequest.bodySite",
                )
            )  # fmt: skip
    if not sites:
        findings.append(
            caution(
                "region_missing", "The order names no body site.", "Ask the office if the plan wants one.",
                "ServiceRequest.bodySite",
            )
        )  # fmt: skip
    return tuple(dict.fromkeys(found)), tuple(findings)


def _number(order: Node) -> str:
    """The office's number of the order, where the record can keep it."""
    numbers = (text(i, "value") for i in nodes(order, "identifier"))
    return next((number for number in numbers if 0 < len(number) <= 50), "")


def _remarks(order: Node) -> str:
    """The order's own words: what, where (with the side), notes, and instructions to the patient."""
    sites = ", ".join(words_of(site) for site in nodes(order, "bodySite"))
    parts = [
        text(node(order.get("code")), "text"),
        f"Body site: {sites}" if sites else "",
        *(text(n, "text") for n in nodes(order, "note")),
        text(order, "patientInstruction"),
    ]
    return "\n".join(dict.fromkeys(p for p in parts if p))
