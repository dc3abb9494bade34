"""Where a request came from, as the audit log keeps it."""

from auditlog.middleware import AuditlogMiddleware
from django.http import HttpRequest


class AuditMiddleware(AuditlogMiddleware):  # type: ignore[misc]  # auditlog ships no types
    """auditlog's, but the address is the one the server saw: what a header says of it, anybody can write."""

    @staticmethod
    def _get_remote_addr(request: HttpRequest) -> str | None:
        return request.META.get("REMOTE_ADDR")

    @staticmethod
    def _get_remote_port(request: HttpRequest) -> int | None:
        return None
