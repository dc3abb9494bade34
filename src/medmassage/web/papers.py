"""Files that leave the server: as downloads, never sniffed, never framed, never cached."""

from django.http import HttpResponse


def download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """``content`` as an attachment. ``name`` holds nothing about a patient: it ends up in folders and logs."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
