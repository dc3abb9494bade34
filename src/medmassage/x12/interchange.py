"""Finds the interchanges in a file and the delimiters that each ISA declares."""

from collections.abc import Iterator
from dataclasses import dataclass

from medmassage.x12.errors import X12Error

ISA_LENGTH = 106
LARGEST = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Interchange:
    """One ISA with all that follows up to the next, as text, and its four delimiters."""

    text: str
    element: str
    component: str
    repetition: str
    terminator: str


def interchanges(data: bytes) -> Iterator[Interchange]:
    """Each interchange of a file, in order. Raises :class:`X12Error` when there is none or one is cut short."""
    text = _text(data)
    start = 0
    while start < len(text):
        one = _one(text[start:])
        yield one
        start += len(one.text)
        while start < len(text) and text[start].isspace():
            start += 1


def _text(data: bytes) -> str:
    if not data.strip():
        raise X12Error("The file is empty.")
    if len(data) > LARGEST:
        raise X12Error("The file is larger than 512 MB. Split it at an interchange (ISA).")
    if b"\x00" in data[:ISA_LENGTH]:
        raise X12Error("This is not a text file, so it is no X12 file. Ask for the file itself, not a picture of it.")
    # A byte is a character: X12 files are ASCII by rule, and one foreign byte must not stop a whole file.
    text = data.decode("utf-8-sig", errors="replace").lstrip()
    if not text.startswith("ISA"):
        begins = text[:12].split("\n")[0]
        raise X12Error(f"An X12 file begins with ISA; this one begins with “{begins}”.")
    return text


def _one(text: str) -> Interchange:
    if len(text) < ISA_LENGTH:
        raise X12Error(f"The ISA segment is cut short: {len(text)} of {ISA_LENGTH} characters.")
    element, component, terminator = text[3], text[104], text[105]
    parts = text[:ISA_LENGTH].split(element)
    if len(parts) != 17 or element.isalnum() or len({element, component, terminator}) < 3:
        raise X12Error("The ISA segment has not its 16 fixed-length elements, so the delimiters are unknown.")
    repetition = parts[11] if not parts[11].isalnum() else ""
    end = _end(text, element, terminator)
    return Interchange(text[:end], element, component, repetition, terminator)


def _end(text: str, element: str, terminator: str) -> int:
    """Where this interchange ends: before the next ISA that follows a terminator, or at the end of the file."""
    at = text.find(f"ISA{element}", ISA_LENGTH)
    while at != -1:
        before = text[:at].rstrip("\r\n\t ") if at else ""
        if before.endswith(terminator):
            return at
        at = text.find(f"ISA{element}", at + 1)
    return len(text)
