"""``medmassage remind``: what it says, its exit codes, and the mail server it is told."""

import json
import subprocess
import sys

import pytest
from django.core import mail
from typer.testing import CliRunner

from clinic.fixtures import licensed
from medmassage.clinic import clock
from medmassage.clinic.services import reminding
from medmassage.config import mail as mail_settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def remind(monkeypatch):
    """The command in this process, on the test's database."""
    import typer

    from medmassage.cli import remind as module

    monkeypatch.setattr(module, "start", lambda: None)
    app = typer.Typer()
    app.command()(module.command)
    return lambda *words: CliRunner().invoke(app, list(words))


@pytest.fixture
def due(clinic):
    return licensed(clinic).credentials.get().valid_to.isoformat()


def test_a_dry_run_says_whom_it_would_mail_about_what(remind, due):
    done = remind("--on", due, "--dry-run")
    assert done.exit_code == 0
    assert "owner@river.example: would be mailed" in done.stdout and "LMT, MD ends" in done.stdout


def test_json_is_one_object_and_a_second_run_has_nothing_new(remind, due):
    first = json.loads(remind("--on", due, "--json").stdout)
    assert [m["sent"] for m in first["mails"]] == [True]
    assert {a["due"] for a in first["mails"][0]["about"]} >= {due}
    assert remind("--on", due).stdout.strip() == "Nothing new to remind of."


def test_a_mail_that_failed_is_told_and_the_exit_code_says_so(remind, due, monkeypatch):
    def fail(*_args, **_how):
        raise ConnectionRefusedError("no mail server")

    monkeypatch.setattr(reminding, "send_mail", fail)
    done = remind("--on", due)
    assert done.exit_code == 1 and "tried again next time" in done.stdout and "no mail server" in done.stdout


def test_a_run_that_another_outran_mails_and_says_nothing(remind, due, monkeypatch):
    from django.db import IntegrityError

    from medmassage.clinic.services import reminding

    def outrun(member, about):
        raise IntegrityError

    monkeypatch.setattr(reminding, "_noted", outrun)
    assert json.loads(remind("--on", due, "--json").stdout)["mails"] == []
    assert not mail.outbox


@pytest.mark.parametrize(
    ("hosts", "link"),
    [(["*", ".river.example", "desk.river.example"], "https://desk.river.example/deadlines"), (["*"], ""), ([], "")],
)
def test_a_mail_links_to_a_name_and_not_to_a_pattern(settings, hosts, link):
    from medmassage.cli import remind as module

    settings.HTTPS, settings.HOSTS = True, hosts
    assert module._address() == link


def test_a_day_that_is_none_is_bad_usage(remind, clinic):
    assert remind("--on", "2026-02-30").exit_code == 2


def test_without_a_clinic_it_says_how_to_start_one(tmp_path):
    env = {"MEDMASSAGE_HOME": str(tmp_path), "PATH": ""}
    done = subprocess.run([sys.executable, "-m", "medmassage", "remind"], capture_output=True, text=True, env=env)
    assert done.returncode == 2 and "medmassage serve" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp://me%40x.example:p%2Fw@mail.example", 587, True, False),
        ("smtp://localhost:25", 25, False, False),
        ("smtps://mail.example", 465, False, True),
    ],
)
def test_a_mail_server_is_one_address(address, port, tls, ssl):
    found = mail_settings.settings(address)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)


def test_names_and_passwords_may_hold_any_sign():
    found = mail_settings.settings("smtp://me%40x.example:p%2Fw@mail.example")
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("me@x.example", "p/w")


@pytest.mark.parametrize("address", ["mail.example", "https://mail.example", "smtp://", "smtp://host:port"])
def test_anything_else_is_refused_with_the_setting_named(address):
    with pytest.raises(ValueError, match="MEDMASSAGE_SMTP"):
        mail_settings.settings(address)


def test_reminders_by_the_server_leave_out_the_night(clinic, monkeypatch, due):
    from datetime import date, datetime, time

    from django.core import mail

    from medmassage.cli import remind as module

    for hour, mails in ((6, 0), (7, 1), (21, 1)):
        moment = datetime.combine(date.fromisoformat(due), time(hour), tzinfo=clock.now().tzinfo)
        here = moment.replace(tzinfo=clock.local(clinic.clinic, moment).tzinfo)
        monkeypatch.setattr(clock, "now", lambda here=here: here)
        module._round()
        assert len(mail.outbox) == mails, hour


def test_a_wrong_mail_server_is_one_line_whatever_the_command(tmp_path):
    env = {"MEDMASSAGE_HOME": str(tmp_path), "MEDMASSAGE_SMTP": "mail.example", "PATH": ""}
    done = subprocess.run([sys.executable, "-m", "medmassage", "remind"], capture_output=True, text=True, env=env)
    assert done.returncode == 2 and done.stderr.startswith("MEDMASSAGE_SMTP is no mail server")


def test_a_demo_is_not_mailed_and_says_so(remind, clinic, due):
    clinic.clinic.is_demo = True
    clinic.clinic.save()
    assert remind("--on", due).stdout.strip() == "A demo is not mailed: its people are invented."
    assert "would be mailed" in remind("--on", due, "--dry-run").stdout
