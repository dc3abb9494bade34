"""Where mails leave: a mail server given as one address."""

from typing import Any
from urllib.parse import unquote, urlsplit

SMTP = "django.core.mail.backends.smtp.EmailBackend"
ON_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
WRONG = "MEDMASSAGE_SMTP is no mail server. Write it as smtp://user:password@host:587 or smtps://…"
PORTS = {"smtp": 587, "smtps": 465}


def settings(address: str) -> dict[str, Any]:
    """Django's settings for ``smtp://user:password@host:587`` (STARTTLS, but not to this machine itself) or
    ``smtps://user:password@host:465`` (TLS from the start). Raises :class:`ValueError` for anything else.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise ValueError(WRONG) from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(WRONG)
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.hostname not in ON_THIS_MACHINE,
    }
