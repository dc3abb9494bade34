"""Mails about what is due: 90, 60, 30, 14, 7 and 1 days before, and every week after. Each goes out once.

A mail names papers, courses and rules of the people who work here; never a patient.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from smtplib import SMTPException

from django.core.mail import send_mail
from django.db import IntegrityError, transaction

from medmassage.clinic import clock, deadlines
from medmassage.clinic.deadlines import Deadline
from medmassage.clinic.models import Clinic, Membership, Reminder

BEFORE = (90, 60, 30, 14, 7, 1)
# A rule that changes is no deadline of one's own: it is told less often.
BEFORE_A_RULE = (30, 1)
WEEK = 7


@dataclass(frozen=True, slots=True)
class Told:
    """A mail to one member: ``sent`` or why not (``problem``). On a dry run neither is set."""

    member: Membership
    about: tuple[Deadline, ...]
    sent: bool = False
    problem: str = ""


def remind(
    on: date | None = None, *, dry_run: bool = False, address: str = "", clinic: Clinic | None = None
) -> list[Told]:
    """Mail every active member what newly came near; ``on``: as of this day (today on each clinic's wall).

    A demo clinic is never mailed: its people are invented. ``address``: of the page with all deadlines.
    """
    found = Clinic.objects.filter(pk=clinic.pk) if clinic else Clinic.objects.all()
    return [told for one in found for told in _of_clinic(one, on or clock.today(one), dry_run, address)]


def stage(deadline: Deadline) -> int | None:
    """The distance that a mail stands for: the nearest of the days before that was reached, or 1, 8, 15 … days
    after as -1, -8, -15 …; ``None``: it is still far, or has no day.
    """
    days = deadline.days
    if days is None:
        return None
    if days < 0:
        return -1 - (-days - 1) // WEEK * WEEK
    before = BEFORE_A_RULE if deadline.kind == "law" else BEFORE
    return min((step for step in before if days <= step), default=None)


def _of_clinic(clinic: Clinic, on: date, dry_run: bool, address: str) -> Iterator[Told]:
    members = Membership.objects.filter(clinic=clinic, is_active=True, user__is_active=True)
    for member in members.select_related("user", "clinic").order_by("user__email"):
        about = _news(member, on)
        if about and dry_run:
            yield Told(member, tuple(about))
        elif about and not clinic.is_demo and (told := _send(member, about, address)):
            yield told


def _news(member: Membership, on: date) -> list[Deadline]:
    """What came near and was not mailed yet."""
    known = set(Reminder.objects.filter(member=member).values_list("what", "due", "days_before"))
    found = [(one, stage(one)) for one in deadlines.of(member, on)]
    return [one for one, step in found if step is not None and (one.key, one.due, step) not in known]


def _send(member: Membership, about: Sequence[Deadline], address: str) -> Told | None:
    """Note it down, then mail it; what could not be mailed is struck out again and tried next time. ``None``: another
    run was faster.

    The other way round, two runs at once would both mail, and a slow mail server would hold the database.
    """
    try:
        kept = _noted(member, about)
    except IntegrityError:
        return None
    try:
        send_mail(_subject(about), _words(member, about, address), None, [member.user.email])
    except (OSError, SMTPException) as wrong:
        Reminder.objects.filter(pk__in=[row.pk for row in kept]).delete()
        return Told(member, tuple(about), problem=f"{type(wrong).__name__}: {wrong}")
    return Told(member, tuple(about), sent=True)


@transaction.atomic
def _noted(member: Membership, about: Sequence[Deadline]) -> list[Reminder]:
    return [
        Reminder.objects.create(clinic=member.clinic, member=member, what=one.key, due=one.due, days_before=step)
        for one in about
        if one.due and (step := stage(one)) is not None
    ]


def _subject(about: Sequence[Deadline]) -> str:
    if len(about) == 1:
        return " ".join(f"{about[0].what}: {_when(about[0])}".split())  # a header is one line
    return f"{len(about)} deadlines: the first {_when(about[0])}"


def _when(one: Deadline) -> str:
    return f"{one.due:%-d %b %Y} ({one.left})"


def _words(member: Membership, about: Sequence[Deadline], address: str) -> str:
    lines = "\n\n".join(_line(one) for one in about)
    where = f"All deadlines: {address}" if address else "All deadlines stand on the page Deadlines."
    why = f"You get this as somebody who works at {member.clinic.name}. Each step is mailed once."
    return f"{lines}\n\n{where}\n\n{why}\n"


def _line(one: Deadline) -> str:
    whose = f" ({one.whose})" if one.whose else ""
    return f"{_when(one)}: {one.what}{whose}\n{one.do}"
