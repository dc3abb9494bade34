"""Reads ``states/XX.yaml``: every leaf is a list of spells with a source; anything else is refused with its line."""

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from medmassage.datafile import DataFile
from medmassage.dated import Dated
from medmassage.law.conditionfile import conditions
from medmassage.law.jurisdiction import Credential, Jurisdiction
from medmassage.law.permission import ALLOWED, FORBIDDEN, UNSAID
from medmassage.law.question import SETTINGS
from medmassage.law.spellfile import Sources, spells
from medmassage.law.vocabulary import vocabulary

ANY = "*"  # a key of the file's own choosing
LEAF = "spells"  # a list of spells
TEXT = "text"  # a plain word or sentence
KINDS = ("license", "registration", "certification", "endorsement", "permit")


def read_state(path: Traversable) -> Jurisdiction:
    """The law in a file. Raises :class:`~medmassage.datafile.DataFileError`."""
    file = DataFile(path)
    sources = Sources(file)
    topics: dict[str, Dated] = {}
    _walk(file, sources, file.data, _shape(), (), topics)
    for name in ("state", "name", "regulation"):
        if name not in file.data:
            file.refuse([], f"{name} is missing. Add it.")
    if file.data["state"] != path.name.removesuffix(".yaml"):
        file.refuse(["state"], "The file's name and its state differ. Make them one.")
    sources.refuse_unused()
    _check_values(file, topics)
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
        **dict.fromkeys(("regulation", "authority", "statutes", "changes", "pending"), LEAF),
        **sections,
        "state": TEXT,
        "name": TEXT,
        "health_care": dict.fromkeys(SETTINGS, LEAF),
        "credentials": {ANY: credential},
        "scope": {part: {ANY: LEAF} for part in ("allows", "forbids", "exemptions")},
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


def _check_values(file: DataFile, topics: Mapping[str, Dated]) -> None:
    """Refuse a value that the engine could not read."""
    for name, value in topics.items():
        known = _known_values(name)
        for at, spell in enumerate(value.spells):
            if known and not spell.none_in_law and spell.value not in known:
                place: list[Any] = [*name.split("."), at]
                file.refuse(place, f"The value must be one of: {', '.join(str(k).lower() for k in known)}.")


def _known_values(topic: str) -> tuple[Any, ...]:
    if topic == "regulation":
        return vocabulary().regulation
    if topic.startswith("health_care."):
        return (True, False, UNSAID)
    if topic.startswith("credentials.") and ".settings." in topic:
        return (ALLOWED, FORBIDDEN, UNSAID)
    return ()


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
