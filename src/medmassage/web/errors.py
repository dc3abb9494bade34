"""Pages for what went wrong: calm words, no trace, nothing about a patient."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent cannot be read as a request."""
    return render(request, "400.html", status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than is read at all."""
    return render(request, "413.html", status=413)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not yours."""
    return render(request, "404.html", status=404)


def closed(request: HttpRequest, key: str = "") -> HttpResponse:
    """An address of a library that nobody needs here."""
    return not_found(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: what was saved is safe."""
    return render(request, "500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from an old tab or another site."""
    return render(request, "403_csrf.html", status=403)
