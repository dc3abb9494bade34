"""Quick or full: one page, two ways of charting, remembered for each person in this browser."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from medmassage.web.doors import member

MODES = ("quick", "full")
YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Mode:
    """The way that is on, and the cookie that remembers it (the page's script writes it, too)."""

    name: str
    cookie: str


def of(request: HttpRequest) -> Mode:
    """The person's own way; quick until they chose."""
    cookie = f"charting_{str(member(request).user_id)[:8]}"
    kept = request.COOKIES.get(cookie, "")
    return Mode(kept if kept in MODES else MODES[0], cookie)


def asked(request: HttpRequest) -> bool:
    """Whether this request chooses a way."""
    return request.GET.get("mode", "") in MODES


def chosen(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """``answer`` with the choice in its cookie."""
    secure = bool(settings.SESSION_COOKIE_SECURE)
    answer.set_cookie(of(request).cookie, request.GET["mode"], max_age=YEAR, samesite="Lax", secure=secure)
    return answer
