"""A new clinic and its owner; people who join it; its therapists and fees."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from medmassage.clinic import access
from medmassage.clinic.models import Clinic, Fee, Membership, Role, Therapist, User
from medmassage.clinic.services.outcome import Refused


@transaction.atomic
def clinic_open(
    *,
    name: str,
    state: str,
    owner_name: str,
    email: str,
    password: str,
    is_demo: bool = False,
    **facts: object,
) -> Membership:
    """Make a clinic with its owner. Demo and real clinics never share a database.

    Raises :class:`Refused` when they would, and Django's ``ValidationError`` for a weak password or bad field.
    """
    _one_at_a_time()
    if Clinic.objects.filter(is_demo=not is_demo).exists():
        raise Refused(
            "This database holds demo data. Start a real clinic on an empty one."
            if not is_demo
            else "This database holds a real clinic. Demo data cannot be mixed into it."
        )
    user = _user(email, password, owner_name)
    clinic = Clinic(name=name, state=state.upper(), is_demo=is_demo, **facts)
    clinic.full_clean()
    clinic.save()
    return Membership.objects.create(clinic=clinic, user=user, role=Role.OWNER)


@transaction.atomic
def clinic_open_first(**facts: Any) -> Membership:
    """The clinic of an empty database: :func:`clinic_open`, but of two first runs at once the second finds nothing."""
    _one_at_a_time()
    if not access.is_empty():
        raise access.Denied
    return clinic_open(**facts)


def _one_at_a_time() -> None:
    """Whoever makes a clinic waits here for whoever is making one: both lock the same row."""
    kind = ContentType.objects.get_for_model(Clinic)
    ContentType.objects.select_for_update().get(pk=kind.pk)


def _user(email: str, password: str, name: str) -> User:
    """Who signs in by this address, made when new; somebody known keeps name and password."""
    known = User.objects.filter(email__iexact=email).first()
    if known:
        return known
    validate_password(password, User(email=email, name=name))
    return User.objects.create_user(email=email, password=password, name=name)


@transaction.atomic
def member_add(member: Membership, *, name: str, email: str, password: str, role: str) -> Membership:
    """Let somebody work here in a role. An address known already joins with its own password."""
    access.require(member, Membership, write=True)
    user = _user(email, password, name)
    if Membership.objects.filter(clinic=member.clinic, user=user).exists():
        raise Refused("This person works here already.", "email")
    return Membership.objects.create(clinic=member.clinic, user=user, role=Role(role))


@transaction.atomic
def therapist_add(member: Membership, *, given: str, family: str, npi: str = "", user: User | None = None) -> Therapist:
    """Add a rendering provider."""
    access.require(member, Therapist, write=True)
    access.works_here(member, user)
    therapist = Therapist(clinic=member.clinic, given=given, family=family, npi=npi, user=user)
    therapist.full_clean()
    therapist.save()
    return therapist


@transaction.atomic
def fee_set(member: Membership, *, code: str, amount: Decimal) -> Fee:
    """Say what one unit of a code costs here."""
    access.require(member, Fee, write=True)
    fee, _ = Fee.objects.update_or_create(clinic=member.clinic, code=code, defaults={"amount": amount})
    return fee
