"""What came from a form, made fit to keep."""

_UNSEEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), " ")


def clean(text: object, *, lines: bool = False) -> str:
    """Typed text without characters that nobody sees, which databases refuse; on one line unless ``lines``."""
    seen = str(text).translate(_UNSEEN)
    return seen.replace("\r\n", "\n").strip() if lines else " ".join(seen.split())
