"""Writes segments as an interchange: envelope, control numbers and counts are filled in here and nowhere else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from medmassage.x12.errors import X12Error
from medmassage.x12.segments import Segment

ELEMENT, COMPONENT, REPETITION, TERMINATOR = "*", ":", "^", "~"
FORBIDDEN = set(ELEMENT + COMPONENT + REPETITION + TERMINATOR + "\r\n\t")

# guide → (set, functional group, implementation, whether ST03 carries it)
GUIDES = {
    "837P": ("837", "HC", "005010X222A1", True),
    "835": ("835", "HP", "005010X221A1", False),
    "999": ("999", "FA", "005010X231A1", True),
    "277CA": ("277", "HN", "005010X214", True),
}


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sends to whom, when, and under which control number. ``usage`` is ``T`` (test) or ``P`` (production)."""

    sender: str
    receiver: str
    at: datetime
    control: int
    usage: str = "T"
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"
    gs_sender: str = ""
    gs_receiver: str = ""


def write(guide: str, sets: Iterable[Iterable[Segment]], envelope: Envelope) -> bytes:
    """The bytes of one interchange with one group holding ``sets``, each given without ST and SE.

    Raises :class:`X12Error` for an unknown guide, no set, or a delimiter inside data.
    """
    if guide not in GUIDES:
        raise X12Error(f"{guide} is not a guide we write. Those are {', '.join(GUIDES)}.")
    code, group, implementation, named = GUIDES[guide]
    lines = []
    for number, body in enumerate(sets, start=1):
        lines += _set(code, f"{number:04d}", implementation if named else "", body)
    if not lines:
        raise X12Error("There is no transaction to write.")
    count = sum(1 for line in lines if line.startswith("ST*"))
    wrapped = [*_head(envelope, group, implementation), *lines, *_tail(envelope, count)]
    return "".join(f"{line}{TERMINATOR}\n" for line in wrapped).encode("ascii")


def _set(code: str, number: str, implementation: str, body: Iterable[Segment]) -> list[str]:
    lines = [_line("ST", [code, number, implementation])]
    lines += [_line(s.tag, s.elements) for s in body]
    lines.append(_line("SE", [str(len(lines) + 1), number]))
    return lines


def _head(e: Envelope, group: str, implementation: str) -> list[str]:
    if not 0 < e.control <= 999_999_999:
        raise X12Error("An interchange control number has one to nine digits and is not zero.")
    isa = [
        "00", " " * 10, "00", " " * 10, e.sender_qualifier, _fixed(e.sender), e.receiver_qualifier,
        _fixed(e.receiver), f"{e.at:%y%m%d}", f"{e.at:%H%M}", REPETITION, "00501", f"{e.control:09d}", "0", e.usage,
    ]  # fmt: skip
    gs = [
        group, e.gs_sender or e.sender, e.gs_receiver or e.receiver, f"{e.at:%Y%m%d}", f"{e.at:%H%M}",
        str(e.control), "X", implementation,
    ]  # fmt: skip
    return [f"ISA*{ELEMENT.join(isa)}*{COMPONENT}", _line("GS", gs)]


def _tail(e: Envelope, count: int) -> list[str]:
    return [_line("GE", [str(count), str(e.control)]), _line("IEA", ["1", f"{e.control:09d}"])]


def _fixed(text: str) -> str:
    _clean(text, "ISA")
    if not text.strip() or len(text) > 15:
        raise X12Error(f"The sender or receiver “{text}” has to be 1 to 15 characters long.")
    return text.ljust(15)


def _line(tag: str, parts: Sequence[str | tuple[str, ...]]) -> str:
    written = [_composite(p, tag) if isinstance(p, tuple) else _clean(p, tag) for p in parts]
    while written and not written[-1]:
        written.pop()
    return ELEMENT.join([tag, *written])


def _composite(parts: tuple[str, ...], tag: str) -> str:
    return COMPONENT.join(_clean(p, tag) for p in parts).rstrip(COMPONENT)


def _clean(text: str, tag: str) -> str:
    if bad := FORBIDDEN & set(text):
        shown = " ".join(sorted(c if c.isprintable() else repr(c) for c in bad))
        raise X12Error(f"“{text}” in {tag} holds {shown}, which separates data in X12. Take it out.")
    if not text.isascii() or not text.isprintable():
        raise X12Error(f"“{text}” in {tag} has characters that X12 cannot carry. Write it in plain letters.")
    return text
