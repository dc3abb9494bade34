"""Several PDFs behind one cover. A part that cannot be opened is named; it never keeps the others back."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PdfReader


@dataclass(frozen=True, slots=True)
class Part:
    """A file to stand behind the cover: its title in the list of contents, and its bytes."""

    title: str
    content: bytes


def pages(content: bytes) -> int:
    """How many pages a PDF has. Raises :class:`ValueError` that says in words why it cannot be opened."""
    return len(_opened(content).pages)


def join(cover: bytes, parts: Iterable[Part], title: str) -> bytes:
    """The cover with every part behind it. Scripts that open or leave a page are left out.

    Raises :class:`ValueError` for a part that cannot be opened; ask :func:`pages` first.
    """
    from pypdf import PdfWriter

    out = PdfWriter(clone_from=BytesIO(cover))
    for part in parts:
        out.append(_opened(part.content), outline_item=part.title, import_outline=False)
    for page in out.pages:
        page.pop("/AA", None)
    out.add_metadata({"/Title": title})
    made = BytesIO()
    out.write(made)
    return made.getvalue()


def _opened(content: bytes) -> "PdfReader":
    """A reader that has gone through every page: a file that is cut off opens, and fails only at its last page."""
    from pypdf import PdfReader, PdfWriter

    try:
        reader = PdfReader(BytesIO(content))
        locked = reader.is_encrypted and not reader.decrypt("")
        if not locked:
            PdfWriter().append(reader, import_outline=False)
    except Exception as wrong:  # noqa: BLE001  # a damaged file fails in any way it likes; whoever reads it hears of it
        raise ValueError(f"it is damaged ({type(wrong).__name__})") from None
    if locked:
        raise ValueError("it is locked with a password")
    if not reader.pages:
        raise ValueError("it has no page")
    return reader
