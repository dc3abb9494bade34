"""Many people asked again: which base answered, what it said, and on two cores at once."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

from medmassage.finding import Level
from medmassage.knowledge.person import Person
from medmassage.knowledge.screen import screen

A_BATCH = 1000
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Said:
    """An answer to keep: the verdict's word, and each rule above a note with its level."""

    answer: str
    rules: Mapping[str, str]

    def worse_than(self, before: "Said") -> bool:
        """Whether something fires now that did not, or fires harder."""
        return any(_rank(level) > _rank(before.rules.get(rule, "")) for rule, level in self.rules.items())


def said(person: Person) -> Said:
    """What the second gate answers, to be kept."""
    verdict = screen(person)
    return Said(verdict.answer, {f.rule: f.level.word for f in verdict.findings if f.level > Level.NOTE})


def said_of_many(people: Iterable[tuple[K, Person]], processes: int = 1) -> Iterator[tuple[K, Said]]:
    """The same of many, in their order; with several processes they share the work."""
    if processes < 2:
        yield from ((key, said(person)) for key, person in people)
        return
    rest = iter(people)
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        while batches := [batch for _ in range(processes * 2) if (batch := list(islice(rest, A_BATCH)))]:
            for answers in pool.map(_batch, batches):
                yield from answers


def _batch(people: list[tuple[K, Person]]) -> list[tuple[K, Said]]:
    return [(key, said(person)) for key, person in people]


@lru_cache(maxsize=1)
def digest() -> str:
    """A fingerprint of the rules that answer: every data file and every module of this room."""
    found = sha256()
    for name, content in sorted(_content(files("medmassage.knowledge"), "")):
        found.update(name.encode() + b"\0" + content)
    return found.hexdigest()


def _content(folder: Traversable, under: str) -> Iterator[tuple[str, bytes]]:
    for path in folder.iterdir():
        name = f"{under}/{path.name}"
        if path.is_dir() and path.name != "__pycache__":
            yield from _content(path, name)
        elif path.name.endswith((".yaml", ".py")):
            yield name, path.read_bytes()


def _rank(word: str) -> int:
    return next((level.value for level in Level if level.word == word), -1)
