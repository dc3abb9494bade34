"""What may be kept as a scan: a PDF, a PNG or a JPEG of 10 MB at most, known by its first bytes."""

from medmassage.clinic.services.outcome import Refused

LARGEST_SCAN = 10 * 1024 * 1024
# A file is what its first bytes say, not what its name says.
SCANS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
LONGEST_NAME = 120


def media_type(content: bytes) -> str:
    """The kind of a scan. Raises :class:`Refused` (field ``scan``) for what is too large or no scan."""
    if len(content) > LARGEST_SCAN:
        raise Refused("This file is larger than 10 MB. Scan it at 200 dpi, or one page at a time.", "scan")
    kind = next((kind for start, kind in SCANS.items() if content.startswith(start)), None)
    if kind is None:
        raise Refused("This file is not a PDF, PNG or JPEG. Scan or export it as one of these.", "scan")
    return kind


def kept(name: str, content: bytes | None) -> dict[str, object]:
    """The three fields of a row that carries a scan; none of them where no file came along."""
    if content is None:
        return {}
    return {"name": name[-LONGEST_NAME:], "media_type": media_type(content), "content": content}
