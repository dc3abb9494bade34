"""Fixtures for the whole suite; the clinic's own are in ``tests/clinic/fixtures.py``."""

from pathlib import Path

import pytest

pytest_plugins = ["clinic.fixtures"]


@pytest.fixture(scope="session", autouse=True)
def _let_the_suite_flush():
    """Between tests that commit, Django empties all tables; the ledger's triggers would rightly refuse.

    On SQLite the triggers are set aside for the flush and put back after it (PostgreSQL truncates instead).
    """
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    from django.db.backends.sqlite3.operations import DatabaseOperations

    flush = DatabaseOperations.execute_sql_flush

    def without_triggers(self, sql_list):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
        flush(self, sql_list)
        with self.connection.cursor() as cursor:
            for _, sql in triggers:
                cursor.execute(sql)

    DatabaseOperations.execute_sql_flush = without_triggers
    yield
    DatabaseOperations.execute_sql_flush = flush


# What meets the database runs on both kinds: the clinic's tables, selectors and services, and what guards them.
# Pages reach it through these only, so on the second kind a walk over every address stands for them all.
ON_BOTH = {"clinic", "security"}
PAGES_ON_BOTH = {"test_every_address.py", "test_today.py", "test_visits.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is the same on both kinds of database is run once, on SQLite."""
    for item in items:
        place = Path(item.fspath)
        if not (ON_BOTH & set(place.parts) or place.name in PAGES_ON_BOTH):
            item.add_marker(pytest.mark.files_only)
