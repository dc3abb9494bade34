"""A FHIR R4 Bundle: its resources, and what a reference in one of them points at."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from medmassage.fhir.errors import FhirError
from medmassage.fhir.values import NOTHING, Node, node, nodes, text

LARGEST = 5 * 1024 * 1024
DEEPEST = 64
MOST = 500  # resources; each is compared with the others, so that many more would take minutes
ORDER = "ServiceRequest"
TOO_DEEP = "This JSON is nested too deeply to be an order. Ask the office to send it again."


@dataclass(frozen=True, slots=True)
class Bundle:
    """The resources of a Bundle with the address of each (``fullUrl``; empty where it has none)."""

    entries: tuple[tuple[str, Node], ...]
    digest: str

    def of(self, kind: str) -> tuple[Node, ...]:
        """The resources of one kind, those contained in others too, the same one twice only once."""
        found: list[Node] = []
        for resource in (*(r for _, r in self.entries), *self._contained(kind)):
            if resource["resourceType"] == kind and resource not in found:
                found.append(resource)
        return tuple(found)

    def _contained(self, kind: str) -> Iterator[Node]:
        """An order inside another resource is that one's reason, not an order of its own."""
        for _, resource in self.entries:
            inside = nodes(resource, "contained") if kind != ORDER else ()
            yield from (r for r in inside if text(r, "resourceType"))

    def resolve(self, reference: Node, holder: Node, *kinds: str) -> Node:
        """The resource of one of ``kinds`` that a reference in ``holder`` points at; empty where there is none.

        Understood are contained ``#id``, the entry's ``fullUrl``, ``Type/id``, and a logical identifier.
        """
        address = text(reference, "reference")
        if address.startswith("#"):
            around = [r for _, r in self.entries if holder in nodes(r, "contained")]
            inside = (r for h in (holder, *around) for r in nodes(h, "contained") if text(r, "id") == address[1:])
            return next((r for r in inside if text(r, "resourceType") in kinds), NOTHING)
        own = [(url, resource) for url, resource in self.entries if resource["resourceType"] in kinds]
        if address:
            return _by_address(address, own)
        return _by_identifier(node(reference.get("identifier")), own)


def _by_address(address: str, own: Iterable[tuple[str, Node]]) -> Node:
    bare = address.split("/_history/")[0]
    tail = "/".join(bare.split("/")[-2:])
    found = [r for url, r in own if url == bare] or [
        r for _, r in own if text(r, "id") and f"{r['resourceType']}/{text(r, 'id')}" == tail
    ]
    # Two unlike resources under one address: to choose one would be a guess.
    return found[0] if found and all(r == found[0] for r in found) else NOTHING


def _by_identifier(identifier: Node, own: Iterable[tuple[str, Node]]) -> Node:
    wanted = text(identifier, "system"), text(identifier, "value")
    if not wanted[1]:
        return NOTHING
    found = [r for _, r in own if any((text(i, "system"), text(i, "value")) == wanted for i in nodes(r, "identifier"))]
    return found[0] if found and all(r == found[0] for r in found) else NOTHING


def read(data: bytes | Node) -> Bundle:
    """The Bundle in these bytes; an order alone is taken as a Bundle of one. Raises :class:`FhirError`."""
    whole = _parsed(data) if isinstance(data, bytes) else data
    if not isinstance(whole, dict):
        raise FhirError("This JSON is not a FHIR Bundle: it is not an object. Ask the office to send the Bundle.")
    _not_too_deep(whole)
    canonical(whole)
    kind = text(whole, "resourceType")
    if kind == ORDER:
        entries: tuple[tuple[str, Node], ...] = (("", whole),)
    elif kind == "Bundle":
        entries = tuple(_entries(whole))
    else:
        what = f"It is a {kind[:40]}" if kind else "It names no resourceType"
        raise FhirError(f"This JSON is not a FHIR Bundle. {what}. Ask the office to send the Bundle.")
    if len(entries) + sum(len(nodes(r, "contained")) for _, r in entries) > MOST:
        raise FhirError(f"This Bundle holds more than {MOST} resources. Ask the office to send the order alone.")
    return Bundle(entries, _digest(resource for _, resource in entries))


def _entries(whole: Node) -> Iterable[tuple[str, Node]]:
    for entry in nodes(whole, "entry"):
        resource = node(entry.get("resource"))
        if text(resource, "resourceType"):
            yield text(entry, "fullUrl"), resource


def _not_too_deep(whole: Any) -> None:
    """No order is nested so deeply; what is would exhaust whoever walks it."""
    level, depth = [whole], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise FhirError(TOO_DEEP)
        inner = [v.values() if isinstance(v, dict) else v for v in level if isinstance(v, dict | list)]
        level = [value for values in inner for value in values if isinstance(value, dict | list)]


def canonical(value: Any) -> str:
    """The JSON text that is the same for the same content. Raises :class:`FhirError` for what is no JSON."""
    try:
        written = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
        written.encode("utf-8")
        if "\\u0000" in written.replace("\\\\", ""):
            raise ValueError
    except (TypeError, ValueError):
        raise FhirError("This file holds characters or numbers that JSON does not have. Ask for it again.") from None
    return written


def _digest(resources: Iterable[Node]) -> str:
    """Names the content: the same order sent again is the same, whatever the envelope around it says."""
    kept = sorted(canonical({k: v for k, v in r.items() if k not in {"meta", "text"}}) for r in resources)
    return hashlib.sha256("\n".join(kept).encode("utf-8")).hexdigest()


def _parsed(data: bytes) -> Any:
    if len(data) > LARGEST:
        raise FhirError("This file is larger than 5 MB. Ask the office to send the order alone.")
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_number, object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise FhirError("This file is not UTF-8 text, so it is no FHIR JSON. A scan can be attached instead.") from None
    except json.JSONDecodeError as wrong:
        raise FhirError(f"This file is not JSON: line {wrong.lineno}, column {wrong.colno}: {wrong.msg}.") from None
    except RecursionError:
        raise FhirError(TOO_DEEP) from None
    except FhirError:
        raise
    except ValueError:
        raise FhirError("This JSON holds a number that cannot be read. Ask the office to send it again.") from None


def _no_number(word: str) -> NoReturn:
    raise FhirError(f"This JSON holds {word}, which is no number. Ask the office to send it again.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A field that stands twice would silently win over the other."""
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise FhirError(f"The field “{twice[:60]}” stands twice in one object. Ask the office which one holds.")
    return made
