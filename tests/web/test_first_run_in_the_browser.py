"""The very first page, in the browser, on an empty database."""

import pytest

from web.browser import barriers, window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_empty_database_opens_the_first_run_page(live_server, chromium):
    page = window(chromium)
    page.goto(live_server.url)
    page.wait_for_url(f"{live_server.url}/first-run")
    found = barriers(page, page.url)
    page.context.close()
    assert found == []
