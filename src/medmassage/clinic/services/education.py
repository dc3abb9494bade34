"""Continuing education: a course is entered once, with its certificate; an issuer's audit gets one file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from medmassage.clinic import access, clock, scans, selectors, wallets
from medmassage.clinic.models import Course, Credential, Membership, Therapist
from medmassage.clinic.papers import packet
from medmassage.clinic.services.outcome import Refused
from medmassage.law.vocabulary import vocabulary


@transaction.atomic
def course_add(
    member: Membership, *, therapist: Therapist, title: str, provider: str, taken_on: date,
    name: str = "", content: bytes | None = None, **facts: Any,
) -> Course:  # fmt: skip
    """Enter a course that a therapist took, with its certificate (PDF, PNG or JPEG, 10 MB at most).

    ``facts``: ``hours``, ``delivery``, ``categories``, and ``approval`` and ``proves`` where they are known.
    Raises :class:`Refused` for a course that stands there already: each counts once.
    """
    access.require(member, Course, write=True)
    access.same_clinic(member, therapist)
    _keeper(member, therapist)
    course = Course(clinic=member.clinic, therapist=therapist)
    _fill(member, course, {"title": title, "provider": provider, "taken_on": taken_on, **facts}, name, content)
    return course


@transaction.atomic
def course_change(
    member: Membership, *, course: Course, name: str = "", content: bytes | None = None, **facts: Any
) -> Course:
    """Correct a course, or give it its certificate. Without a new file the one on file is kept."""
    course = access.write(member, Course, course.pk)
    _keeper(member, course.therapist)
    _fill(member, course, facts, name, content)
    return course


@transaction.atomic
def course_remove(member: Membership, *, course: Course) -> None:
    """Take a course out with its certificate; the audit log keeps what it was."""
    course = access.write(member, Course, course.pk)
    _keeper(member, course.therapist)
    course.delete()


@transaction.atomic
def packet_pdf(member: Membership, *, credential: Credential, on: date | None = None) -> bytes:
    """What an issuer's audit asks for: the count, the courses of the period and their certificates, as one PDF.

    Raises :class:`Refused` for a paper that counts no education, or whose period is not known.
    """
    access.require(member, Course)
    access.same_clinic(member, credential)
    if credential.therapist is None:
        raise access.Denied
    access.audit_read(member, credential, "audit packet as PDF")
    held = selectors.papers(member, credential.therapist)
    courses = access.rows(member, Course).filter(therapist=credential.therapist)
    return packet.pdf(member, credential, held, courses, on or clock.today(member.clinic))


def _keeper(member: Membership, therapist: Therapist) -> None:
    if not wallets.keeps(member, therapist):
        raise access.Denied


def _fill(member: Membership, course: Course, facts: Mapping[str, Any], name: str, content: bytes | None) -> None:
    for field, value in {**facts, **scans.kept(name, content)}.items():
        setattr(course, field, value.strip() if isinstance(value, str) else value)
    course.full_clean(exclude=["content", "categories"])
    _checked(member, course)
    course.save()


def _checked(member: Membership, course: Course) -> None:
    """Refuse a day to come, words that the law room does not know, and a course that stands there already."""
    access.one_at_a_time(member)
    words = vocabulary()
    if course.taken_on > clock.today(member.clinic):
        raise Refused(f"{course.taken_on:%-d %b %Y} is still to come. Enter a course when it is done.", "taken_on")
    if course.delivery not in words.delivery:
        raise Refused("Choose one of the list.", "delivery")
    if set(course.categories) - set(words.ce):
        raise Refused("Choose from the list.", "categories")
    if course.proves and words.documents.get(course.proves, {}).get("of") != "therapist":
        raise Refused("Choose one of the list.", "proves")
    same = Course.objects.filter(therapist=course.therapist, taken_on=course.taken_on).exclude(pk=course.pk)
    if same.filter(title__iexact=course.title, provider__iexact=course.provider).exists():
        raise Refused("This course stands here already. Each counts once, for every paper that takes it.", "title")
