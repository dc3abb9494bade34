"""Free text, medicines and codes to entries. What is denied does not count; what is not understood is never dropped."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType

from medmassage.codes import icd10cm
from medmassage.knowledge.lexicon import Lexicon, Words, lexicon, spelled
from medmassage.knowledge.load import knowledge
from medmassage.knowledge.readings import Measured, measured
from medmassage.knowledge.times import Time, day_of, times, week_of_pregnancy

_CLAUSE = re.compile(r"[.,;:!?\n()]+(?!\d)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says.

    ``named``: ids of entries, conditions and populations; ``medicines``: generic names; ``denied``: ids it says do
    not apply; ``places``: bases it mentions; ``left``: its parts that were not understood, in its own words;
    ``days``: the day of a named id where one is said; ``week``: how far a pregnancy is; ``measured``: readings.
    """

    named: frozenset[str] = frozenset()
    medicines: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    days: Mapping[str, date] = field(default_factory=dict)
    week: int | None = None
    measured: tuple[Measured, ...] = ()


@dataclass(slots=True)
class _Text:
    """A text in words, with the clause each word stands in and what was found at which words."""

    words: Words
    clause: tuple[int, ...]
    clauses: tuple[str, ...]
    spans: dict[int, tuple[int, frozenset[str]]] = field(default_factory=dict)
    medicines: dict[int, str] = field(default_factory=dict)
    covered: set[int] = field(default_factory=set)
    denied: set[int] = field(default_factory=set)
    days: dict[str, date] = field(default_factory=dict)


@lru_cache(maxsize=8192)
def read(text: str, on: date | None = None) -> Reading:
    """What the words of a person or a chart say, on a day (without one, "3 weeks ago" is no day).

    Never raises; text without any word is left over as it is.
    """
    said = _split(text)
    if not said.words:
        return Reading(left=(text.strip(),) if text.strip() else ())
    words = lexicon()
    _find_names(said, words)
    _find_denials(said, words)
    when = times(said.words, on, words) if on else []
    numbers = tuple(_find_readings(said))
    signs = frozenset(_find_signs(said, words))
    named = set(signs)
    medicines: set[str] = set()
    denied: set[str] = set()
    for start, (length, ids) in said.spans.items():
        ids = _aged(said, start, length, ids, words)
        (denied if start in said.denied else named).update(ids)
        _date(said, start, ids, when, words)
    for start, drug in said.medicines.items():
        if start not in said.denied:
            medicines.add(drug)
        else:
            denied |= words.taken.get(drug, frozenset())
    understood = bool(named or medicines or numbers)
    if understood:
        said.covered.update(at for time in when for at in range(time.first, time.past))
    left, unclear = _left_over(said, words, understood=understood)
    return Reading(
        named=frozenset(named),
        medicines=frozenset(medicines),
        denied=frozenset(denied) if not unclear else frozenset(),
        places=tuple(dict.fromkeys(base for w in said.words for base in words.places.get(w, ()))),
        left=tuple(left),
        days=MappingProxyType(said.days),
        week=week_of_pregnancy(said.words, words),
        measured=numbers,
    )


def _date(said: _Text, start: int, ids: frozenset[str], when: Sequence[Time], words: Lexicon) -> None:
    """Keep the day of what is named here, the latest where it is named twice; none where it is said to be so still."""
    here = {word for at, word in enumerate(said.words) if said.clause[at] == said.clause[start]}
    if not when or words.small["still_words"] & set(said.words) or words.small["now_words"] & here:
        return
    if day := day_of(start, when, said.clause, sorted(said.spans)):
        said.days |= {id_: max(day, said.days.get(id_, day)) for id_ in ids}


def _split(text: str) -> _Text:
    clauses = tuple(part for part in _CLAUSE.split(text) if part.strip())
    words = [(word, at) for at, part in enumerate(clauses) for word in spelled(part)]
    return _Text(tuple(w for w, _ in words), tuple(at for _, at in words), clauses)


def _find_names(said: _Text, words: Lexicon) -> None:
    """Names from the left, the longest first, so that a name inside a longer one does not count."""
    start = 0
    while start < len(said.words):
        for length in range(min(words.longest, len(said.words) - start), 0, -1):
            key = said.words[start : start + length]
            if key in words.named or key in words.medicines:
                if key in words.named:
                    said.spans[start] = (length, words.named[key])
                if key in words.medicines:
                    said.medicines[start] = words.medicines[key]
                said.covered.update(range(start, start + length))
                start += length
                break
        else:
            start += 1


def _find_readings(said: _Text) -> Iterator[Measured]:
    """Readings with their words, which are then accounted for."""
    for at, clause in enumerate(said.clauses):
        for found in measured(clause):
            told = set(spelled(found.words))
            said.covered.update(i for i, word in enumerate(said.words) if said.clause[i] == at and word in told)
            yield found


def _find_denials(said: _Text, words: Lexicon) -> None:
    """All words from a "no" to the end of its clause."""
    in_clause = -1
    for at, word in enumerate(said.words):
        if at not in said.covered and word in words.small["not_words"]:
            in_clause = said.clause[at]
        elif word in words.small["but_words"] or said.clause[at] != in_clause:
            in_clause = -1
        if in_clause >= 0:
            said.denied.add(at)


def _find_signs(said: _Text, words: Lexicon) -> Iterator[str]:
    positive = {w: at for at, w in enumerate(said.words) if at not in said.denied}
    likely = sorted({number for word in positive for number in words.signs.get(word, ())})
    for sign in (words.all_signs[number] for number in likely):
        hits = [alternatives & positive.keys() for alternatives in sign.words]
        if all(hits):
            said.covered.update(at for at, w in enumerate(said.words) if any(w in hit for hit in hits))
            yield sign.entry


def _aged(said: _Text, start: int, length: int, ids: frozenset[str], words: Lexicon) -> frozenset[str]:
    """What is said to be over ("history of …") counts as its aftermath, unless the text says that it was close."""
    past, near = words.small["past_words"], words.small["near_words"]
    before = said.words[max(0, start - 2) : start]
    after = said.words[start + length : start + length + 1]
    if not (past & {*before, *after}) or near & set(said.words):
        return ids
    entries = knowledge().entries
    return frozenset((entries[i].when.afterwards or i) if i in entries else i for i in ids)


def _left_over(said: _Text, words: Lexicon, *, understood: bool) -> tuple[list[str], bool]:
    """What nothing explains, in its own words; and whether it stands where something is denied."""
    small = words.small
    always = small["denial_words"] | small["nothing_words"] | small["but_words"] | small["person_words"]
    beside = always | small["filler_words"] | small["past_words"] | words.places.keys() if understood else always
    odd: dict[int, list[int]] = {}
    for at, word in enumerate(said.words):
        if at in said.covered:
            continue
        if at in said.denied:
            fine = word in _allowed_in_denial(said, at, small)
        else:
            fine = word in beside or (understood and _is_amount(word))
        if not fine:
            odd.setdefault(said.clause[at], []).append(at)
    unclear = any(at in said.denied for found in odd.values() for at in found)
    return [part for clause, found in odd.items() for part in _in_own_words(said, clause, found)], unclear


def _in_own_words(said: _Text, clause: int, odd: Sequence[int]) -> list[str]:
    """What was not understood of a clause; the whole of it where nothing was, or where it denies something."""
    here = [at for at, of in enumerate(said.clause) if of == clause]
    if said.denied.intersection(here) or not said.covered.intersection(here):
        return [said.clauses[clause].strip()]
    raw = [part for part in said.clauses[clause].split() for _ in spelled(part)]
    if len(raw) != len(here):
        return [said.clauses[clause].strip()]
    runs: list[list[int]] = []
    for at in odd:
        if runs and not said.covered.intersection(range(runs[-1][-1], at)):
            runs[-1].append(at)
        else:
            runs.append([at])
    return [" ".join(part for part, _ in groupby(raw[run[0] - here[0] : run[-1] - here[0] + 1])) for run in runs]


def _allowed_in_denial(said: _Text, at: int, small: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Once something was denied in a clause only a list may go on: "no … and has …" is not one."""
    here = said.clause[at]
    listing = any(i < at and said.clause[i] == here and i in said.denied for i in said.covered)
    return small["or_words"] if listing else small["not_words"] | small["denial_words"] | small["nothing_words"]


def _is_amount(word: str) -> bool:
    return word[0].isdigit() and word.rstrip("abcdefghijklmnopqrstuvwxyz").isdigit()


@lru_cache(maxsize=4096)
def entries_of_code(code: str) -> tuple[str, ...]:
    """The entries for which this diagnosis code is a candidate (dots and case do not matter)."""
    bare = icd10cm.compact(code)
    return tuple(
        entry.id
        for entry in knowledge().entries.values()
        if any(bare.startswith(prefix.replace(".", "")) for prefix in entry.icd10cm)
    )
