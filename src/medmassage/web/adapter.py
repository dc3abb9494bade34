"""How allauth behaves and speaks here: accounts are made by a clinic's owner, and what goes wrong is said plainly."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

WRONG_CODE = "This code does not fit. Codes change every 30 seconds: wait for the next one and type it in."


class ClosedSignupAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """allauth with its public sign-up closed."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Email and password do not fit together. Try again, or ask for a new password.",
        "incorrect_password": "This is not your password. Try again, or sign out and ask for a new one.",
        "enter_current_password": "Type the password that you use now.",
        "too_many_login_attempts": "That was many tries in a short time. Wait five minutes, then try again.",
        "rate_limited": "That was many tries in a short time. Wait a few minutes.",
        "incorrect_code": WRONG_CODE,
        "account_inactive": "This account is closed. Ask the clinic’s owner.",
        "invalid_password_reset": "This link was used already or has grown old. Ask for a new one.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


class PlainMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """The second factor, in our words."""

    error_messages: ClassVar[dict[str, str]] = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}
