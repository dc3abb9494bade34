"""Keeps what people typed out of the log: an exception's words and frames may quote it, and so may an address."""

import logging

# Loggers whose messages quote the address as it was typed, or the host that was asked for.
QUOTING = ("django.request", "django.security")


class NoDetails(logging.Filter):
    """Lets a record through with an exception's type and place, a request's status and the pattern of its address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace what could quote somebody; the record itself always passes. Several handlers may ask."""
        if getattr(record, "is_quiet", False):
            return True
        record.is_quiet = True
        parts = []
        if record.exc_info and record.exc_info[0] is not None:
            parts.append(_failure(record))
        if record.name.startswith(QUOTING):
            parts.append(_request(record))
        if parts:
            record.msg, record.args = " ".join(parts), ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def _failure(record: logging.LogRecord) -> str:
    """Such as “ValueError in note_save:60”."""
    assert record.exc_info
    kind, _, trace = record.exc_info
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else "?"
    return f"{kind.__name__ if kind else '?'} in {place}"


def _request(record: logging.LogRecord) -> str:
    """Such as “404 GET patients/<uuid:pk>”."""
    request = getattr(record, "request", None)
    found = getattr(request, "resolver_match", None)
    said = (getattr(record, "status_code", ""), getattr(request, "method", ""), found.route if found else "")
    return " ".join(str(part) for part in said if part) or record.name
