"""``medmassage remind``: mails about what is due, each once. Meant to run every day, by cron or by ``serve``."""

import logging
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from medmassage.cli.clinic import start
from medmassage.cli.show import PASSES, STOPS, as_json
from medmassage.cli.table import day_of

if TYPE_CHECKING:
    from medmassage.clinic.services.reminding import Told

HOUR = 3600
MORNING, EVENING = 7, 20  # mails go out between these hours on the clinic's wall
CONSOLE = "django.core.mail.backends.console.EmailBackend"


def command(
    on: Annotated[str, typer.Option(help="As of this day, as 2026-12-01. Today if left out.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be mailed, and mail nothing.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")] = False,
) -> None:
    """Mail each member what newly came near: 90, 60, 30, 14, 7 and 1 days before, and every week after. Once each.

    Example: medmassage remind --dry-run
    """
    day = day_of(on) if on else None
    start()
    from medmassage.clinic.services import reminding

    found = reminding.remind(day, dry_run=dry_run, address=_address())
    failed = any(told.problem for told in found)
    if json_:
        as_json({"dry_run": dry_run, "mails": [_mail(told) for told in found]})
    else:
        _print(found, dry_run=dry_run)
    raise typer.Exit(STOPS if failed else PASSES)


def daily(pause: float = HOUR) -> None:
    """Look every hour whether something is to be mailed, for as long as the process lives; ``serve`` runs it."""
    from django.db import close_old_connections

    while True:
        close_old_connections()
        try:
            _round()
        except Exception as wrong:  # noqa: BLE001  # the server goes on; the next hour tries again
            logging.getLogger("medmassage").warning("Reminders were not sent: %s", type(wrong).__name__)
        close_old_connections()
        time.sleep(pause)


def is_mailing() -> bool:
    """Whether mails leave this machine; printed to the terminal they would reach nobody."""
    from django.conf import settings

    return bool(settings.EMAIL_BACKEND != CONSOLE)


def _round() -> None:
    from medmassage.clinic import clock
    from medmassage.clinic.models import Clinic
    from medmassage.clinic.services import reminding

    for clinic in Clinic.objects.filter(is_demo=False):
        if MORNING <= clock.local(clinic, clock.now()).hour < EVENING:
            for told in reminding.remind(clinic=clinic, address=_address()):
                if told.problem:
                    logging.getLogger("medmassage").warning("A reminder was not sent: %s", told.problem)


def _address() -> str:
    """The page with all deadlines, where the server has a public name."""
    from django.conf import settings
    from django.urls import reverse

    name = next((host for host in settings.HOSTS if host[0] not in "*."), "")  # a pattern is no address
    return f"https://{name}{reverse('web:deadlines')}" if settings.HTTPS and name else ""


def _mail(told: "Told") -> dict[str, Any]:
    return {
        "to": told.member.user.email,
        "sent": told.sent,
        "problem": told.problem,
        "about": [
            {
                "what": one.what,
                "whose": str(one.whose or ""),
                "due": one.due.isoformat() if one.due else None,
                "days": one.days,
            }
            for one in told.about
        ],
    }


def _is_demo() -> bool:
    from medmassage.clinic.models import Clinic

    return Clinic.objects.filter(is_demo=True).exists()


def _print(found: "list[Told]", *, dry_run: bool) -> None:
    if not found:
        typer.echo("A demo is not mailed: its people are invented." if _is_demo() else "Nothing new to remind of.")
    for told in found:
        typer.secho(f"{told.member.user.email}: {_standing(told, dry_run)}", fg="red" if told.problem else None)
        for one in told.about:
            whose = f" ({one.whose})" if one.whose else ""
            typer.echo(f"  {one.due}  {one.left:>12}  {one.what}{whose}")


def _standing(told: "Told", dry_run: bool) -> str:
    if told.problem:
        return f"not sent, tried again next time. {told.problem}"
    return f"{'would be mailed' if dry_run else 'mailed'}"
