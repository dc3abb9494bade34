"""Days as patients write them."""

from datetime import date

import pytest

from medmassage.web.intake.days import iso, shown

pytestmark = pytest.mark.files_only
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "language", "kept"),
    [
        ("March 2026", "en", "2026-03"),
        ("marzo de 2026", "es", "2026-03"),
        ("march 2026", "es", "2026-03"),
        ("Sept 2025", "en", "2025-09"),
        ("14 de marzo de 2026", "es", "2026-03-14"),
        ("March 14th, 2026", "en", "2026-03-14"),
        ("3/14/2026", "en", "2026-03-14"),
        ("14/3/2026", "es", "2026-03-14"),
        ("4/3/2026", "es", "2026-04-03"),  # April 3 or March 4: the later one, since less time has passed
        ("1/12/2026", "es", "2026-01-12"),  # December 1 is still to come
        ("4/3/2026", "en", "2026-04-03"),
        ("3/2026", "en", "2026-03"),
        ("2019", "en", "2019"),
        ("2026-03-14", "en", "2026-03-14"),
        ("31/31/2026", "es", "31/31/2026"),
        ("when I was a child", "en", "when I was a child"),
        ("ma 2026", "en", "ma 2026"),
        ("February 30, 2026", "en", "February 30, 2026"),
    ],
)
def test_a_day_is_read_as_it_was_meant_or_left_as_it_was_written(said, language, kept):
    assert iso(said, language, TODAY) == kept


@pytest.mark.parametrize("kept", ["2026-03-14", "2026-03", "2026", "as a child"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_shown_is_read_back_as_the_same(kept, language):
    assert iso(shown(kept, language), language, TODAY) == kept
