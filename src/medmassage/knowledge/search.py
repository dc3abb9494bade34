"""Search over the whole knowledge base. Forgives case, accents, plurals, word beginnings and spelling."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from medmassage.codes import icd10cm
from medmassage.knowledge import anatomy
from medmassage.knowledge.lexicon import Words, spelled
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.match import entries_of_code
from medmassage.knowledge.rows import Measure

Kind = Literal["contraindication", "condition", "population", "measure", "region"]

NAME, OTHER_NAME, TEXT = 5.0, 3.0, 0.6  # what a word weighs, by where it stands
CLOSE = 0.75  # how like a known word a misspelled one must be (difflib's ratio)
WHOLE_NAME = 10.0  # more for an entry whose name or synonym is the very question


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its id, what it is, its name and one line about it."""

    id: str
    kind: Kind
    name: str
    line: str
    score: float


@dataclass(frozen=True, slots=True)
class _Page:
    """What is searched of one thing."""

    id: str
    kind: Kind
    name: str
    line: str
    names: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class _Index:
    """``called``: all names of each page; ``weights``: word → page number → weight; ``sorted``: those words in order;
    ``grams``: two letters → the words that hold them.
    """

    pages: tuple[_Page, ...]
    called: tuple[frozenset[Words], ...]
    sorted: tuple[str, ...]
    weights: Mapping[str, Mapping[int, float]]
    grams: Mapping[str, frozenset[str]]


def search(text: str, limit: int = 20) -> list[Hit]:
    """The best hits first; nothing for text without words."""
    index = _index()
    scores = _by_code(text, index) or _by_words(spelled(text), index)
    best = sorted(scores, key=lambda page: (-scores[page], page))[:limit]
    return [Hit(p.id, p.kind, p.name, p.line, round(scores[n], 2)) for n in best for p in (index.pages[n],)]


def _by_code(text: str, index: _Index) -> dict[int, float]:
    """A diagnosis code: the conditions that have it, then the contraindications it may stand for."""
    code = icd10cm.compact(text)
    if not icd10cm.FORM.fullmatch(code):
        return {}
    conditions = knowledge().conditions.values()
    treated = {c.id for c in conditions if any(icd10cm.compact(own).startswith(code) for own in c.icd10cm)}
    warned = set(entries_of_code(code))
    return {n: WHOLE_NAME + (p.id in treated) for n, p in enumerate(index.pages) if p.id in treated or p.id in warned}


def _by_words(asked: Words, index: _Index) -> dict[int, float]:
    """The weight of each page that has some of the words."""
    scores: dict[int, float] = defaultdict(float)
    met: dict[int, set[str]] = defaultdict(set)
    for word in dict.fromkeys(asked):
        for known, likeness in _alike(word, index):
            for page, weight in index.weights[known].items():
                scores[page] += likeness * weight
                met[page].add(word)
    for page in scores:
        scores[page] *= len(met[page]) / len(set(asked))
        if asked in index.called[page]:
            scores[page] += WHOLE_NAME
    return scores


def _alike(word: str, index: _Index) -> Iterator[tuple[str, float]]:
    """The word itself and longer words that begin with it; only without these, words spelled much like it."""
    begins = _beginning(word, index.sorted) if len(word) > 2 else ()
    if word in index.weights or begins:
        yield from ((known, 1.0 if known == word else 0.7) for known in {word, *begins} & index.weights.keys())
        return
    shared: dict[str, int] = defaultdict(int)
    for gram in _grams(word):
        for known in index.grams.get(gram, ()):
            shared[known] += 1
    likely = [known for known, count in shared.items() if count * 2 >= len(word) - 1]
    for known in sorted(likely, key=lambda k: -shared[k])[:40]:
        ratio = SequenceMatcher(None, word, known).ratio()
        if ratio >= CLOSE:
            yield known, 0.6 * ratio


def _beginning(word: str, known: Sequence[str]) -> Sequence[str]:
    """The words that begin with this one."""
    return known[bisect_left(known, word) : bisect_left(known, word + "\uffff")]


def _grams(word: str) -> frozenset[str]:
    return frozenset(word[i : i + 2] for i in range(len(word) - 1))


@lru_cache(maxsize=1)
def _index() -> _Index:
    pages = tuple(_pages())
    weights: dict[str, dict[int, float]] = defaultdict(dict)
    for number, page in enumerate(pages):
        for text, weight in ((page.name, NAME), *((name, OTHER_NAME) for name in page.names), (page.text, TEXT)):
            for word in spelled(text):
                weights[word][number] = max(weight, weights[word].get(number, 0.0))
    grams: dict[str, set[str]] = defaultdict(set)
    for word in weights:
        for gram in _grams(word):
            grams[gram].add(word)
    called = tuple(frozenset(map(spelled, (page.id, page.name, *page.names))) for page in pages)
    by_gram = {gram: frozenset(words) for gram, words in grams.items()}
    return _Index(pages, called, tuple(sorted(weights)), dict(weights), by_gram)


def _pages() -> Iterator[_Page]:
    all_ = knowledge()
    brands: dict[str, list[str]] = defaultdict(list)
    for brand, generic in all_.brands.items():
        brands[generic].append(brand)
    for e in all_.entries.values():
        taken = [name for drug in e.drugs for name in (drug, *brands[drug])]
        text = _joined(e.why, e.do, *e.ask, *e.icd10cm, *taken, *e.drug_classes, e.theme)
        yield _Page(e.id, "contraindication", e.name, e.do, (e.id, *e.synonyms), text)
    for c in all_.conditions.values():
        text = _joined(c.muscles, c.evidence.summary, *c.techniques, *c.icd10cm, c.precautions)
        yield _Page(c.id, "condition", c.name, c.evidence.summary, (c.id, *c.synonyms), text)
    for p in all_.populations.values():
        text = _joined(*p.adaptations, *p.positioning)
        yield _Page(p.id, "population", p.name, "; ".join(p.adaptations), (p.id,), text)
    listed = all_.measures.values()
    yield from (_measure_page(m) for m in listed if not m.part_of)
    yield from _region_pages()
    yield from (_measure_page(m) for m in listed if m.part_of)  # last, so that a joint's name finds its region first


def _measure_page(measure: Measure) -> _Page:
    text = _joined(measure.domain, measure.scoring.words)
    return _Page(measure.id, "measure", measure.name, measure.domain, (measure.id, measure.short), text)


def _region_pages() -> Iterator[_Page]:
    by_base = {region.base: region for region in anatomy.regions()}
    for base, region in by_base.items():
        muscles = [m.name for m in anatomy.anatomy().muscles if base in m.regions]
        yield _Page(base, "region", anatomy.label(base), region.plain, (base, region.plain), _joined(*muscles))


def _joined(*parts: str) -> str:
    return " ".join(parts)
