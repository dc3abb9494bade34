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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything under ``tests/`` that needs no database is the same on both: run it once, on SQLite."""
    for item in items:
        rooms = {"clinic", "web", "demo", "fhir", "security"}
        if not rooms & set(Path(item.fspath).parts):
            item.add_marker(pytest.mark.files_only)
