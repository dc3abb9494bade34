"""Reads ``states/XX.yaml``: every leaf is a list of spells with a source; anything else is refused with its line."""

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from medmassage.datafile import DataFile
from medmassage.dated import Dated
from medmassage.law.conditionfile import conditions
from medmassage.law.jurisdiction import Credential, Jurisdiction
from medmassage.law.question import SETTINGS
from medmassage.law.spellfile import Sources, spells
from medmassage.law.valuefile import check_values
from medmassage.law.vocabulary import vocabulary

FEDERAL = "US"  # federal.yaml, which is no state's
ANY = "*"  # a key of the file's own choosing
LEAF = "spells"  # a list of spells
TEXT = "text"  # a plain word or sentence
KINDS = ("license", "registration", "certification", "endorsement", "permit")


def read_state(path: Traversable) -> Jurisdiction:
    """A state's law; it must say how massage is regulated. Raises :class:`~medmassage.datafile.DataFileError`."""
    return _read(path, ("state", "name", "regulation"))


def read_issuer(path: Traversable) -> Jurisdiction:
    """Federal law or a certifier's rules, which regulate nobody's right to treat. Raises as :func:`read_state`."""
    return _read(path, ("state", "name"))


def _read(path: Traversable, needed: tuple[str, ...]) -> Jurisdiction:
    file = DataFile(path)
    sources = Sources(file)
    topics: dict[str, Dated] = {}
    _walk(file, sources, file.data, _shape(), (), topics)
    for name in needed:
        if name not in file.data:
            file.refuse([], f"{name} is missing. Add it.")
    if file.data["state"] not in (path.name.removesuffix(".yaml"), FEDERAL):
        file.refuse(["state"], "The file's name and its state differ. Make them one.")
    sources.refuse_unused()
    check_values(file, topics)
    credentials = _credentials(file, topics)
    return Jurisdiction(
        code=file.data["state"],
        name=file.data["name"],
        credentials=MappingProxyType(credentials),
        conditions=conditions(file, topics, credentials),
        topics=MappingProxyType(topics),
    )


def _shape() -> Mapping[str, Any]:
    """What a file may hold: key → shape, a list of spells, or text."""
    words = vocabulary()
    sections = {group: dict.fromkeys(names, LEAF) for group, names in words.topics.items()}
    places = (*SETTINGS, "health_care", "elsewhere", "any")
    credential = {
        "title": TEXT,
        "kind": TEXT,
        "issued": LEAF,
        "settings": dict.fromkeys(places, LEAF),
        "requires": sections.pop("requires"),
        "renewal": sections.pop("renewal"),
    }
    return {
        **dict.fromkeys(("regulation", "authority", "statutes", "credential_kinds", "changes", "pending"), LEAF),
        **sections,
        "state": TEXT,
        "name": TEXT,
        "health_care": dict.fromkeys(SETTINGS, LEAF),
        "credentials": {ANY: credential},
        "scope": {part: {ANY: LEAF} for part in ("allows", "forbids", "duties", "guidance", "exemptions")},
        "federal": {ANY: LEAF},
        "insurance": {kind: {ANY: LEAF} for kind in words.billed},
        "conditions": {ANY: TEXT},
        "sources": {ANY: TEXT},
    }


def _walk(
    file: DataFile, sources: Sources, raw: Any, shape: Any, place: tuple[str, ...], topics: dict[str, Dated]
) -> None:
    """Follow the shape down; each leaf becomes a topic."""
    if shape == TEXT:
        return
    if shape == LEAF:
        topics[".".join(place)] = spells(file, sources, raw, place)
        return
    if not isinstance(raw, dict):
        file.refuse(place, f"This must hold keys: {', '.join(k for k in shape if k != ANY) or 'names of your own'}.")
    for key, below in raw.items():
        inner = shape.get(key, shape.get(ANY))
        if inner is None:
            file.refuse([*place, key], f"No such key here. Known are: {', '.join(sorted(shape))}.")
        _walk(file, sources, below, inner, (*place, str(key)), topics)


def _credentials(file: DataFile, topics: Mapping[str, Dated]) -> dict[str, Credential]:
    found = {}
    for code, raw in file.data.get("credentials", {}).items():
        if code != str(code).upper():
            file.refuse(["credentials", code], "Write a credential's code in capitals.")
        if not isinstance(raw.get("title"), str) or raw.get("kind") not in KINDS:
            file.refuse(["credentials", code], f"It needs a title and a kind, one of: {', '.join(KINDS)}.")
        start = f"credentials.{code}.settings."
        places = {name.removeprefix(start): value for name, value in topics.items() if name.startswith(start)}
        found[str(code)] = Credential(str(code), raw["title"], raw["kind"], MappingProxyType(places))
    return found
