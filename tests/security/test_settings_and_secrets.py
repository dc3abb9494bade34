"""What the environment decides: HTTPS, hosts, the data folder, the first run's code. Each in a process of its own."""

import http.client
import json
import os
import re
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
OWN = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", *(name for name in os.environ if name.startswith("MEDMASSAGE_")))


def environment(home: Path, **more: str) -> dict[str, str]:
    bare = {name: value for name, value in os.environ.items() if name not in OWN}
    return {**bare, "MEDMASSAGE_HOME": str(home), **more}


def read(home: Path, *names: str, **more: str) -> dict[str, object]:
    """Settings as a server of this environment has them."""
    code = (
        "import json; from medmassage.config import settings as s; "
        f"print(json.dumps({{n: getattr(s, n) for n in {names!r}}}, default=str))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(home, **more), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_the_suite_keeps_away_from_a_clinics_data_folder():
    assert "medmassage-test-" in str(settings.HOME)
    assert settings.HOME != ROOT / "data"
    assert os.environ["MEDMASSAGE_HOME"] == str(settings.HOME)


def test_behind_https_cookies_are_secure_and_browsers_are_told_to_stay(tmp_path):
    names = (
        "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "DEBUG",
        "CSRF_TRUSTED_ORIGINS", "ALLOWED_HOSTS",
    )  # fmt: skip
    on = read(tmp_path, *names, MEDMASSAGE_HTTPS="1", MEDMASSAGE_HOSTS="a.example, b.example,", MEDMASSAGE_DEBUG="1")
    assert on == {
        "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True, "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000, "DEBUG": False, "ALLOWED_HOSTS": ["a.example", "b.example"],
        "CSRF_TRUSTED_ORIGINS": ["https://a.example", "https://b.example"],
    }  # fmt: skip
    assert not any(read(tmp_path, *names[:3]).values())


@pytest.mark.parametrize(("name", "value"), [("SESSION_COOKIE_HTTPONLY", True), ("CSRF_COOKIE_HTTPONLY", True)])
def test_scripts_cannot_read_the_cookies(name, value):
    assert getattr(settings, name) is value
    assert settings.SESSION_COOKIE_SAMESITE == settings.CSRF_COOKIE_SAMESITE == "Lax"


def test_the_key_and_the_database_are_for_the_servers_account_only(tmp_path):
    (first,) = read(tmp_path, "SECRET_KEY").values()
    assert mode(tmp_path / "secret-key") == mode(tmp_path / "clinic.sqlite3") == 0o600
    assert read(tmp_path, "SECRET_KEY") == {"SECRET_KEY": first}
    assert len(str(first)) >= 50
    (tmp_path / "clinic.sqlite3").chmod(0o644)
    read(tmp_path, "SECRET_KEY")
    assert mode(tmp_path / "clinic.sqlite3") == 0o600


def test_without_a_data_folder_nothing_is_written(tmp_path):
    read(tmp_path / "none", "SECRET_KEY")
    assert not (tmp_path / "none").exists()


def test_no_secret_and_no_database_stands_in_the_repository():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a checkout")
    names = listed.stdout.split()
    assert [n for n in names if re.search(r"secret-key$|\.sqlite3|\.pem$|\.env$|^data/", n)] == []
    ignored = (ROOT / ".gitignore").read_text().split()
    assert {"/data/", "*.sqlite3", ".env"} <= set(ignored)


# The server itself ----------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Server:
    """``medmassage serve`` as a process; what it announced and how it answers."""

    def __init__(self, home: Path, *arguments: str, **more: str):
        self.port = free_port()
        command = [sys.executable, "-m", "medmassage", "serve", "--json", "--port", str(self.port), *arguments]
        self.process = subprocess.Popen(
            command, env=environment(home, **more), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        self.said = json.loads("".join(iter(self.process.stdout.readline, "}\n")) + "}")
        for _ in range(100):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)

    def ask(self, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        asked.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = asked.getresponse()
        answer.read()
        return answer

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()


def test_behind_a_proxy_with_tls_pages_answer_and_without_its_word_they_lead_to_https(tmp_path):
    with Server(tmp_path, MEDMASSAGE_HTTPS="1", MEDMASSAGE_HOSTS="clinic.example") as server:
        assert server.said["setup_code"]
        secure = server.ask("/first-run", Host="clinic.example", X_Forwarded_Proto="https")
        assert secure.status == 200
        assert secure.headers["Strict-Transport-Security"]
        assert "Secure" in secure.headers["Set-Cookie"]
        plain = server.ask("/first-run", Host="clinic.example")
        assert (plain.status, plain.headers["Location"]) == (301, "https://clinic.example/first-run")
        assert server.ask("/first-run", Host="evil.example", X_Forwarded_Proto="https").status == 400
        forged = server.ask(
            "/first-run", Host="clinic.example", X_Forwarded_Proto="https", X_Forwarded_Host="evil.example"
        )
        assert forged.status == 200


def test_a_proxys_word_is_believed_from_that_proxy_only(tmp_path):
    more = {"MEDMASSAGE_HTTPS": "1", "MEDMASSAGE_HOSTS": "clinic.example", "MEDMASSAGE_PROXY": "192.0.2.7"}
    with Server(tmp_path, **more) as server:
        assert server.ask("/first-run", Host="clinic.example", X_Forwarded_Proto="https").status == 301


def test_on_this_machine_alone_no_code_is_asked_and_more_than_is_read_is_refused_at_once(tmp_path):
    with Server(tmp_path) as server:
        assert server.said["setup_code"] == ""
        assert mode(tmp_path / "clinic.sqlite3") == 0o600
        assert server.ask("/first-run", "POST", Content_Length=str(settings.LARGEST_REQUEST + 1)).status == 413
        assert server.ask("/x", "POST", Content_Length="10000000000").status == 413


def test_reached_from_other_machines_the_first_run_asks_for_a_code_and_plain_http_is_warned_of(tmp_path):
    with Server(tmp_path, "--host", "0.0.0.0") as server:
        assert len(server.said["setup_code"]) >= 12
    command = [sys.executable, "-m", "medmassage", "serve", "--host", "0.0.0.0", "--port", str(free_port())]
    process = subprocess.Popen(command, env=environment(tmp_path), stdout=subprocess.PIPE, text=True, bufsize=1)
    try:
        assert process.stdout
        said = [process.stdout.readline() for _ in range(4)]
    finally:
        process.kill()
        process.communicate()
    assert any("Health records need HTTPS" in line for line in said)
