"""``medmassage serve``: the clinic in the browser, on SQLite unless ``DATABASE_URL`` says otherwise."""

import os
import secrets
import threading
from typing import Annotated

import typer

from medmassage.cli.show import refuse

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def command(
    host: Annotated[
        str, typer.Option(help="Address to listen on. Anything but this machine's own needs HTTPS before it.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    demo: Annotated[bool, typer.Option("--demo", help="Fill an empty database with the demo clinic first.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")] = False,
) -> None:
    """Serve the clinic. An empty database opens a first-run page that makes the clinic and its owner.

    Example: medmassage serve --demo --port 8080
    """
    _prepare(host)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    logins = _demo() if demo else []
    _announce(host, port, logins, json_=json_)
    _remind_daily()
    _listen(host, port)


def _prepare(host: str) -> None:
    """Make the data folder, let the address in, and start Django."""
    from medmassage.config.home import home

    folder = home()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # A proxy on this machine lets others in, too: whoever finds an empty database first would own it.
    if host not in LOOPBACK or os.environ.get("MEDMASSAGE_HTTPS") == "1" or os.environ.get("MEDMASSAGE_HOSTS"):
        os.environ.setdefault("MEDMASSAGE_SETUP_CODE", secrets.token_urlsafe(9))
    if host not in LOOPBACK:
        os.environ.setdefault("MEDMASSAGE_HOSTS", f"localhost,127.0.0.1,{host}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medmassage.config.settings")
    import django

    django.setup()


def _demo() -> list[tuple[str, str, str]]:
    """Load the demo clinic into an empty database; refuse where a real clinic lives."""
    from medmassage.clinic.services.outcome import Refused
    from medmassage.demo import people, story

    try:
        if not story.is_loaded():
            with typer.progressbar(story.steps(), length=story.LENGTH, label="Making the demo clinic") as steps:
                for _ in steps:
                    pass
    except Refused as wrong:
        refuse(str(wrong))
    return people.LOGINS


def _announce(host: str, port: int, logins: list[tuple[str, str, str]], *, json_: bool) -> None:
    from medmassage.cli.show import as_json

    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}/"
    code = os.environ.get("MEDMASSAGE_SETUP_CODE", "")
    if json_:
        as_json(
            {
                "address": address,
                "setup_code": code,
                "logins": [dict(zip(("email", "password", "role"), row, strict=True)) for row in logins],
            }
        )
        return
    typer.secho(f"\nmedmassage is at {address}", bold=True)
    for email, password, role in logins:
        typer.echo(f"  {role.replace('_', ' '):<11} {email:<28} {password}")
    if code:
        typer.echo(f"  First run asks for this set-up code: {code}")
    if host not in LOOPBACK and os.environ.get("MEDMASSAGE_HTTPS") != "1":
        typer.secho(
            "  Health records need HTTPS: put a proxy with TLS before this and set MEDMASSAGE_HTTPS=1.",
            fg="yellow",
        )
    typer.echo("Ctrl+C stops it.\n")


def _remind_daily() -> None:
    """Mail what is due while the server runs, where mails leave this machine at all."""
    from medmassage.cli import remind

    if remind.is_mailing():
        threading.Thread(target=remind.daily, name="reminders", daemon=True).start()


def _listen(host: str, port: int) -> None:
    from waitress import serve

    from medmassage.config.listening import options
    from medmassage.config.wsgi import application

    try:
        serve(application, host=host, port=port, **options())
    except OSError as wrong:
        refuse(f"Port {port} on {host} cannot be opened ({wrong.strerror}). Choose another with --port.")
