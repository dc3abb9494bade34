"""Coverage: who pays, and under which number the patient is known there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from medmassage.fhir import people, vocabulary
from medmassage.fhir.bundle import Bundle
from medmassage.fhir.said import caution, unknown
from medmassage.fhir.values import Node, codings, day, node, nodes, text
from medmassage.finding import Finding

RELATIONS = {"self": "self", "spouse": "spouse", "child": "child"}
LONGEST = {"payer_name": 60, "payer_id": 20, "member_id": 30, "group_number": 30}


@dataclass(frozen=True, slots=True)
class CoverageFacts:
    """The coverage as the order names it. ``kind`` and ``profile`` are empty where the payer's kind is not known."""

    member_id: str
    payer_name: str
    payer_id: str
    kind: str = ""
    profile: str = ""
    group_number: str = ""
    relationship: str = "self"
    subscriber_given: str = ""
    subscriber_family: str = ""
    subscriber_birth_date: date | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the patient's membership can be kept: payer, its electronic id, and the member's id."""
        return bool(self.member_id and self.payer_name and self.payer_id)

    def membership(self) -> dict[str, Any]:
        """As the record of a coverage takes it, beside payer and member id."""
        return {
            "group_number": self.group_number,
            "relationship": self.relationship,
            "subscriber_given": self.subscriber_given,
            "subscriber_family": self.subscriber_family,
            "subscriber_birth_date": self.subscriber_birth_date,
        }


def chosen(order: Node, bundle: Bundle) -> tuple[Node, tuple[Finding, ...]]:
    """The coverage that the order names, else the one the Bundle holds; several are a question."""
    named = [c for r in nodes(order, "insurance") if (c := bundle.resolve(r, order, "Coverage"))]
    many = [c for c in named or bundle.of("Coverage") if text(c, "status") == "active"]
    if not many:
        return {}, (
            caution(
                "coverage_missing", "No coverage in force comes with the order.",
                "Ask the patient who pays.", "Coverage",
            ),
        )  # fmt: skip
    first = [c for c in many if c.get("order") == 1]
    if len(many) > 1 and len(first) != 1:
        return {}, (
            unknown(
                "coverage_several", f"{len(many)} coverages come with the order, and none is said to go first.",
                "Ask the patient which one goes first.", "Coverage.order",
            ),
        )  # fmt: skip
    return (first[0] if len(many) > 1 else many[0]), ()


def read(resource: Node, bundle: Bundle) -> tuple[CoverageFacts, tuple[Finding, ...]]:
    """The facts of a Coverage, and what is missing in it."""
    payer_name, payer_id = _payer(resource, bundle)
    known = vocabulary.payer_type(codings(node(resource.get("type"))))
    words = {
        "payer_name": payer_name,
        "payer_id": payer_id,
        "member_id": _member_id(resource),
        "group_number": _group(resource),
    }
    long = [key for key, most in LONGEST.items() if len(words[key]) > most]
    kept = {key: "" if key in long else value for key, value in words.items()}
    facts = CoverageFacts(
        member_id=kept["member_id"],
        payer_name=kept["payer_name"],
        payer_id=kept["payer_id"],
        group_number=kept["group_number"],
        kind=known.kind if known else "",
        profile=known.profile if known else "",
        **_subscriber(resource, bundle),
    )
    return facts, tuple(_open(facts))


def _open(facts: CoverageFacts) -> Iterator[Finding]:
    """What keeps the coverage from being kept with the case."""
    missing = [
        words
        for words, value in (
            ("the payer's name", facts.payer_name),
            ("the payer's electronic ID", facts.payer_id),
            ("the member ID", facts.member_id),
        )
        if not value
    ]
    if missing:
        yield unknown(
            "coverage_open", f"Of the coverage is not said, or too long to keep: {', '.join(missing)}.",
            "Ask for the patient's insurance card.", "Coverage",
        )  # fmt: skip
    if not facts.kind:
        yield unknown(
            "payer_kind_open", "The kind of payer is not said in a code known here.",
            "Choose it when you add the payer.", "Coverage.type",
        )  # fmt: skip


def _member_id(resource: Node) -> str:
    for identifier in nodes(resource, "identifier"):
        if any(c.code == "MB" for c in codings(node(identifier.get("type")))):
            return text(identifier, "value")
    return text(resource, "subscriberId")


def _group(resource: Node) -> str:
    for part in nodes(resource, "class"):
        if any(c.code == "group" for c in codings(node(part.get("type")))):
            return text(part, "value")
    return ""


def _payer(resource: Node, bundle: Bundle) -> tuple[str, str]:
    """Name and electronic id of the first payor that is an organization."""
    for reference in nodes(resource, "payor"):
        organization = bundle.resolve(reference, resource, "Organization")
        found = [i for i in nodes(organization, "identifier") if text(i, "system") not in people.NPI_SYSTEMS]
        own = node(reference.get("identifier"))
        number = next((text(i, "value") for i in found if text(i, "value")), text(own, "value"))
        name = text(organization, "name") or text(reference, "display")
        if name or number:
            return name, number
    return "", ""


def _subscriber(resource: Node, bundle: Bundle) -> dict[str, Any]:
    beneficiary, subscriber = node(resource.get("beneficiary")), node(resource.get("subscriber"))
    same = not subscriber or text(subscriber, "reference") == text(beneficiary, "reference")
    code = next((c.code for c in codings(node(resource.get("relationship")))), "self" if same else "")
    relationship = RELATIONS.get(code, "other")
    if relationship == "self":
        return {"relationship": "self"}
    who = bundle.resolve(subscriber, resource, "Patient", "RelatedPerson")
    name = people.name(who)
    return {
        "relationship": relationship,
        "subscriber_given": name.given if len(name.given) <= 35 else "",
        "subscriber_family": name.family if len(name.family) <= 60 else "",
        "subscriber_birth_date": day(text(who, "birthDate")),
    }
