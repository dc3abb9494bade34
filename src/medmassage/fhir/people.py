"""What Patient and Practitioner share: a name, an address, ways to reach them, identifiers."""

from dataclasses import dataclass

from medmassage.codes import listed
from medmassage.fhir.values import Node, codings, node, nodes, text, texts

NPI_SYSTEMS = {"http://hl7.org/fhir/sid/us-npi", "urn:oid:2.16.840.1.113883.4.6"}
NAME_ORDER = ("official", "usual", "")
PAST = {"old", "maiden"}


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name; empty parts were not said."""

    given: str = ""
    middle: str = ""
    family: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A mailing address; empty parts were not said."""

    street: str = ""
    street2: str = ""
    city: str = ""
    address_state: str = ""
    zip_code: str = ""


def name(person: Node) -> Name:
    """The name in use: the official one before others, never a former one."""
    known = [n for n in nodes(person, "name") if text(n, "use") not in PAST]
    if not known:
        return Name()
    chosen = min(known, key=lambda n: NAME_ORDER.index(text(n, "use")) if text(n, "use") in NAME_ORDER else 9)
    given, *more = texts(chosen, "given") or ("",)
    return Name(given, " ".join(more), text(chosen, "family"))


def address(person: Node) -> Address:
    """The first address that is not a former one."""
    chosen = next((a for a in nodes(person, "address") if text(a, "use") != "old"), {})
    street, *more = texts(chosen, "line") or ("",)
    return Address(
        street=street,
        street2=", ".join(more),
        city=text(chosen, "city"),
        address_state=state(text(chosen, "state")),
        zip_code=text(chosen, "postalCode"),
    )


def state(words: str) -> str:
    """The two letters of a state written in letters or in full; empty where it is neither."""
    rows = listed.rows("us_state")
    if words.upper() in rows:
        return words.upper()
    return next((code for code, row in rows.items() if row["label"].lower() == words.lower()), "")


def reach(person: Node, system: str) -> str:
    """The first phone, fax or email that is not a former one."""
    own = (t for t in nodes(person, "telecom") if text(t, "system") == system and text(t, "use") != "old")
    return next((text(t, "value") for t in own if text(t, "value")), "")


def npis(person: Node) -> tuple[str, ...]:
    """The numbers said to be an NPI, each once."""
    found = []
    for identifier in nodes(person, "identifier"):
        kinds = {c.code for c in codings(node(identifier.get("type")))}
        if text(identifier, "system") in NPI_SYSTEMS or "NPI" in kinds:
            found.append(text(identifier, "value"))
    return tuple(dict.fromkeys(n for n in found if n))
