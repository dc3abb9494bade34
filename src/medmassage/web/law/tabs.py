"""The pages of the law, as tabs on each of them."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

PAGES = (
    ("law", "Atlas"),
    ("law_where", "Where may I work?"),
    ("law_moving", "Moving to …"),
    ("law_compare", "Compare"),
    ("law_changes", "Changes"),
    ("law_coverage", "Coverage"),
    ("law_federal", "Federal law"),
)
ON_TAB = {"law_state": "law", "law_moving_to": "law_moving"}


@dataclass(frozen=True, slots=True)
class Tab:
    """One page and whether it is this one."""

    url: str
    words: str
    current: bool


def tabs(request: HttpRequest) -> list[Tab]:
    """The tabs as this page shows them."""
    name = request.resolver_match.url_name or "" if request.resolver_match else ""
    here = ON_TAB.get(name, name)
    return [Tab(reverse(f"web:{page}"), words, page == here) for page, words in PAGES]
