"""Signing in, failing to, and a changed password or second factor leave audit rows, in each clinic concerned."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from auditlog.models import LogEntry
from django.contrib.auth import signals
from django.contrib.sessions.backends.db import SessionStore
from django.dispatch import Signal

from medmassage.clinic.models import Membership, User
from medmassage.clinic.services import once

EVENTS: dict[Signal, str] = {
    signals.user_logged_in: "signed in",
    signals.user_logged_out: "signed out",
    password_changed: "changed the password",
    password_set: "changed the password",
    password_reset: "changed the password by an emailed link",
    authenticator_added: "added a second factor",
    authenticator_removed: "removed a second factor",
    authenticator_reset: "made new recovery codes",
    authentication_failed: "gave a wrong second factor",
}
FAILED = "gave a wrong password"


def listen() -> None:
    """Connect every event; called once when Django starts."""
    for signal in EVENTS:
        signal.connect(_happened, dispatch_uid="medmassage.signins")
    signals.user_login_failed.connect(_failed, dispatch_uid="medmassage.signins")
    signals.user_logged_in.connect(_sweep, dispatch_uid="medmassage.sweep")


def _happened(signal: Signal, user: User | None = None, **_: Any) -> None:
    if user is not None:
        _keep(user, EVENTS[signal])


def _failed(credentials: dict[str, Any], **_: Any) -> None:
    """Of an address that nobody has, nothing is kept: it may be a password typed into the wrong field."""
    user = User.objects.filter(email__iexact=str(credentials.get("email", ""))).first()
    if user:
        _keep(user, FAILED)


def _sweep(**_: Any) -> None:
    """Delete sessions that have ended: one may hold an order that was uploaded and never taken in."""
    SessionStore.clear_expired()
    once.forget()


def _keep(user: User, event: str) -> None:
    for membership in Membership.objects.filter(user=user).select_related("user"):
        LogEntry.objects.log_create(
            membership,
            force_log=True,
            action=LogEntry.Action.ACCESS,
            changes={},
            actor=user,
            additional_data={"clinic": str(membership.clinic_id), "event": event},
        )
