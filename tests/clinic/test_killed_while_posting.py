"""A process killed in the middle of posting loses nothing and does nothing twice."""

import json
import os
import re
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from django.db import connection

PROGRAM = Path(__file__).with_name("killed_while_posting.py")
KILLS = 200


@pytest.fixture
def own_database(tmp_path, db):
    """The address of an empty database of the same kind as the suite's own."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'clinic.sqlite3'}"
        return
    name = f"killed_{uuid.uuid4().hex[:12]}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield re.sub(r"(://[^/]*/)[^?]*", rf"\1{name}", os.environ["DATABASE_URL"])
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_after_200_kills_the_ledger_balances_and_nothing_is_lost_or_doubled(own_database, tmp_path):
    environment = {
        **os.environ,
        "DATABASE_URL": own_database,
        "MEDMASSAGE_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "medmassage.config.settings",
        "PYTHONPATH": str(PROGRAM.parents[1]),
    }
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(KILLS)], env=environment, capture_output=True, text=True, timeout=540
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert told["problems"] == []
    assert told["killed"] >= KILLS
    assert told["unposted"] == 0
