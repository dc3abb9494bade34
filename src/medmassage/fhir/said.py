"""Findings of the intake: what the order says, does not say, or says twice."""

from collections.abc import Iterable

from medmassage.finding import Basis, Finding, Level

Findings = Iterable[Finding]


def stop(rule: str, message: str, remedy: str, subject: str, basis: tuple[Basis, ...] = ()) -> Finding:
    """The order cannot be taken in as it is."""
    return Finding(f"intake.{rule}", "intake", Level.STOP, message, remedy, subject, basis)


def unknown(rule: str, message: str, remedy: str, subject: str) -> Finding:
    """It stays open; nothing was guessed."""
    return Finding(f"intake.{rule}", "intake", Level.UNKNOWN, message, f"{remedy} Nothing was guessed.", subject)


def caution(rule: str, message: str, remedy: str, subject: str) -> Finding:
    """It can be taken in, but somebody should look."""
    return Finding(f"intake.{rule}", "intake", Level.CAUTION, message, remedy, subject)


def note(rule: str, message: str, subject: str, basis: tuple[Basis, ...] = ()) -> Finding:
    """Worth knowing."""
    return Finding(f"intake.{rule}", "intake", Level.NOTE, message, "", subject, basis)
