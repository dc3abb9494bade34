"""Files that leave the server: as downloads, never sniffed, never framed, never cached."""

import uuid
from typing import Protocol

from django.http import HttpResponse

ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


class Scanned(Protocol):
    """A row that carries a file."""

    pk: uuid.UUID
    media_type: str

    @property
    def content(self) -> bytes | memoryview | None:
        """Its bytes."""


def download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """``content`` as an attachment. ``name`` holds nothing about a patient: it ends up in folders and logs."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def scan(row: Scanned) -> HttpResponse:
    """A kept scan, byte for byte. Its own name may hold a person's and stays here."""
    ending = ENDINGS.get(row.media_type, "bin")
    return download(bytes(row.content or b""), f"scan-{str(row.pk)[:8]}.{ending}", row.media_type)
