"""What the shell around every page needs: the navigation a role sees, the clinic, the chosen colors."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from medmassage.clinic.models import Role

ALL = frozenset(Role.values)
MONEY = frozenset({Role.OWNER.value, Role.BILLER.value})
OWNER = frozenset({Role.OWNER.value})
BILLER = frozenset({Role.BILLER.value})
DESK = frozenset({Role.FRONT_DESK.value})
FRONT = frozenset({Role.OWNER.value, Role.THERAPIST.value, Role.FRONT_DESK.value})
IN_REACH = 4  # places in the bar of a phone, beside "More"
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Item:
    """One place: its name, its address, who goes there, and the pages that belong to it."""

    name: str
    url_name: str
    icon: str
    roles: frozenset[str]
    pages: tuple[str, ...] = ()
    key: str = ""


OF_A_PATIENT = (
    "web:patient", "web:patient_new", "web:patient_edit", "web:health_add", "web:health_end", "web:coverage_add",
    "web:coverage_edit", "web:case_edit", "web:goal_add", "web:authorization_add", "web:referral", "web:referral_new",
    "web:referral_import", "web:referral_take", "web:visit_book", "web:report_draft",
    "web:document_add", "web:document", "web:plan", "web:plan_new", "web:goal_edit", "web:case_close",
    "web:wellness_new", "web:case_visits", "web:outcomes", "web:score_add", "web:intake", "web:intake_send",
    "web:intake_coverage", "web:intake_accident", "web:record_read", "web:record_take",
)  # fmt: skip
OF_THE_REQUESTS = ("web:request", "web:request_link", "web:request_answer", "web:clearance_ask", "web:renewal_ask")
OF_WRITING = ("web:visit_bodies", "web:snippets", "web:snippet_new", "web:snippet")
OF_A_WALLET = (
    "web:therapist", "web:therapist_new", "web:credential", "web:credential_add", "web:clinic_credential_add",
    "web:credential_verify", "web:credential_scan_add", "web:npi_verify", "web:education", "web:course_add",
    "web:course", "web:education_packet",
)  # fmt: skip
OF_THE_LAW = (
    "web:law_state", "web:law_federal", "web:law_compare", "web:law_changes", "web:law_coverage", "web:law_where",
    "web:law_moving", "web:law_moving_to", "web:law_note_new",
)  # fmt: skip
OF_THE_SETTINGS = (
    "web:members", "web:member_new", "web:member_edit", "web:fees", "web:payers", "web:payer_new", "web:windows",
    "web:wordings", "web:wording_new",
)  # fmt: skip
OF_A_DAY = ("web:visit", "web:visit_check_in", *OF_WRITING, "web:screening")
OF_THE_BASE = ("web:knowledge_entry", "web:knowledge_drug", "web:knowledge_code")
GROUPS: Mapping[str, tuple[Item, ...]] = {
    "Practice": (
        Item(
            "Today",
            "web:today",
            "today",
            ALL,
            ("web:visit", "web:visit_check_in", *OF_WRITING, "web:screening"),
            key="t",
        ),
        Item("Patients", "web:patients", "people", ALL, OF_A_PATIENT),
        Item("Claims", "web:claims", "claims", MONEY, ("web:claim",)),
        Item("Remittance", "web:remittances", "money", MONEY, ("web:remittance",)),
        Item("Ledger", "web:ledger", "ledger", MONEY, ("web:patient_ledger",)),
        Item("Requests", "web:requests", "mail", FRONT, OF_THE_REQUESTS),
    ),
    "Library": (
        Item(
            "Knowledge",
            "web:knowledge",
            "book",
            ALL,
            ("web:knowledge_entry", "web:knowledge_drug", "web:knowledge_code"),
        ),
        Item("Law", "web:law", "law", ALL, OF_THE_LAW),
    ),
    "Clinic": (
        Item("Licenses", "web:therapists", "licence", ALL, OF_A_WALLET),
        Item("Deadlines", "web:deadlines", "due", ALL, ("web:feed_make",)),
        Item("Access log", "web:access_log", "audit", OWNER),
        Item("Settings", "web:settings", "settings", OWNER, OF_THE_SETTINGS),
        Item("Fees, payers", "web:fees", "settings", BILLER, ("web:payers", "web:payer_new")),
        Item("Payers", "web:payers", "settings", DESK, ("web:payer_new",)),
    ),
}


@dataclass(frozen=True)
class Place:
    """An item as one request sees it."""

    item: Item
    url: str
    current: bool
    in_reach: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context for the shells. Touches no table, so that error pages may use it too."""
    member = getattr(request, "member", None)
    theme = request.COOKIES.get("theme", "")
    return {
        "member": member,
        "clinic": getattr(member, "clinic", None),
        "navigation": places(member.role, _view_name(request)) if member else {},
        "theme": theme if theme in THEMES else "",
    }


def places(role: str, view_name: str = "") -> dict[str, list[Place]]:
    """The groups a role sees, with only the pages that exist; the first few are within a thumb's reach."""
    found: dict[str, list[Place]] = {}
    seen = 0
    for group, items in GROUPS.items():
        for item in items:
            url = _url(item.url_name)
            if role not in item.roles or not url:
                continue
            current = view_name == item.url_name or view_name in item.pages
            found.setdefault(group, []).append(Place(item, url, current, seen < IN_REACH))
            seen += 1
    return found


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _view_name(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""
