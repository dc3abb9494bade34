"""Keeps what people typed out of the log: an exception's words and frames may quote it."""

import logging


class NoDetails(logging.Filter):
    """Lets the record through with the exception's type and place only."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace message arguments and traceback of a failed request by the exception's type."""
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            place = f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else "?"
            record.msg, record.args = f"{kind.__name__} in {place}", ()
            record.exc_info = record.exc_text = None
        return True
