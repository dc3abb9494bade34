"""The clinic's own day and hour. Pure rooms get dates from here and never ask the clock themselves."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

from medmassage.clinic.models import Clinic


def now() -> datetime:
    """This moment, aware of its zone."""
    return timezone.now()


def today(clinic: Clinic) -> date:
    """The date on the clinic's wall."""
    return local(clinic, now()).date()


def local(clinic: Clinic, moment: datetime) -> datetime:
    """``moment`` as the clinic's clock shows it."""
    return moment.astimezone(ZoneInfo(clinic.time_zone))


def at(clinic: Clinic, day: date, hour: time) -> datetime:
    """The moment of a date and time on the clinic's clock."""
    return datetime.combine(day, hour, tzinfo=ZoneInfo(clinic.time_zone))
