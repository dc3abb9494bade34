"""Who stands at the door: a first run, a second factor still to be set up, and the clinic one works in."""

from collections.abc import Callable
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from medmassage.clinic import access
from medmassage.clinic.models import Membership
from medmassage.web import errors

Handler = Callable[[HttpRequest], HttpResponse]

# Pages that answer before a clinic is known.
_OPEN = ("/accounts/", "/static/", "/first-run", "/healthz", "/favicon", "/calendar/", "/physician/", "/intake/")


class DoorMiddleware:
    """Deny by default: every page but a few needs a sign-in, a clinic and, where it is asked, a second factor."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send people to the door they must pass first; keep patients' pages out of every cache."""
        # The clinic's own clock, whatever the server's; set back, since the thread serves another clinic next.
        with timezone.override(None):
            response = self._turned_away(request) or self.get_response(request)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _turned_away(self, request: HttpRequest) -> HttpResponse | None:
        if _size(request) > settings.LARGEST_REQUEST:
            return errors.too_large(request)
        if request.path.startswith(_OPEN):
            return None
        if not request.user.is_authenticated:
            if access.is_empty():
                return redirect("web:first_run")
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
        found = access.membership(request.user, request.session.get("clinic"))
        request.member = found  # type: ignore[attr-defined]  # read through ``member``
        if found is None:
            return redirect("web:no_clinic") if request.path != reverse("web:no_clinic") else None
        timezone.activate(ZoneInfo(found.clinic.time_zone))
        if access.second_factor_missing(found):
            return redirect("mfa_index")
        _readable(request)
        return None


def _size(request: HttpRequest) -> int:
    """The bytes that are on their way, as the request says; nothing of them is read yet."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdigit() else 0


def _readable(request: HttpRequest) -> None:
    """Refuse zero characters: no keyboard types them, and PostgreSQL keeps none."""
    if any("\0" in text for name, texts in request.POST.lists() for text in (name, *texts)):
        raise BadRequest


def member(request: HttpRequest) -> Membership:
    """The membership this request works as; only pages behind the door may ask."""
    found = getattr(request, "member", None)
    if found is None:
        raise access.Denied
    assert isinstance(found, Membership)
    return found
