"""Where one is, and where each role may go: the navigation says both on every page."""

import pytest
from django.urls import reverse

from medmassage.clinic.models import Role
from medmassage.web.navigation import GROUPS, places
from web.world import ADDRESSES, FRONT, GET, MONEY, OPEN, OWNER, PLANS

pytestmark = pytest.mark.files_only
# What stands in no place of the navigation: files, parts of pages, and what is looked for.
NOWHERE = OPEN | {
    "search", "scan", "credential_scan", "verification_evidence", "document_scan", "course_certificate",
    "education_packet",
    "note_pdf", "note_checks", "claim_837", "claim_cms1500", "statement", "report", "report_preview", "request_letter",
    "law_proposal",
}  # fmt: skip


def current(role: str, name: str) -> list[str]:
    return [place.item.name for found in places(role, f"web:{name}").values() for place in found if place.current]


def offered(role: str) -> set[str]:
    return {place.url for found in places(role).values() for place in found}


@pytest.mark.parametrize("name", sorted(n for n, a in ADDRESSES.items() if a.method == GET and n not in NOWHERE))
def test_each_page_says_where_one_is_to_each_role_that_may_open_it(name):
    for role in ADDRESSES[name].roles:
        assert len(current(role, name)) == 1, role


def test_fees_and_payers_are_within_reach_of_those_who_keep_them():
    assert {role for role in Role.values if reverse("web:fees") in offered(role)} == MONEY - {OWNER}
    assert {role for role in Role.values if reverse("web:payers") in offered(role)} == PLANS & FRONT - {OWNER}
    assert {role for role in Role.values if reverse("web:settings") in offered(role)} == {OWNER}


def test_no_page_belongs_to_two_places_of_one_role():
    for role in Role.values:
        items = [item for found in GROUPS.values() for item in found if role in item.roles]
        pages = [page for item in items for page in (item.url_name, *item.pages)]
        assert len(pages) == len(set(pages)), role
