"""Reads a PDF back: its text, and where characters stand."""

from io import BytesIO

from pypdf import PdfReader

TOP = 792.0


def pages(content: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def text(content: bytes) -> str:
    """The text of all pages, blanks and line ends as one blank."""
    return " ".join(" ".join(pages(content)).split())


def placed(content: bytes, page: int = 0) -> list[tuple[str, float, float]]:
    """Each run of characters with the points of its left end from the left, and of its base line from the top."""
    found: list[tuple[str, float, float]] = []

    def see(words: str, transform: list[float], matrix: list[float], *_: object) -> None:
        if words.strip():
            x = matrix[4] * transform[0] + matrix[5] * transform[2] + transform[4]
            y = matrix[4] * transform[1] + matrix[5] * transform[3] + transform[5]
            found.append((words.strip(), x, TOP - y))

    PdfReader(BytesIO(content)).pages[page].extract_text(visitor_text=see)
    return found
