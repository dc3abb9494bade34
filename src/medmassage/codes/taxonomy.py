"""Provider taxonomy codes."""

from medmassage.codes import listed
from medmassage.codes.errors import CodeError


def compact(text: str) -> str:
    """The bare code: no spaces, upper case."""
    return listed.compact(text)


def validate(text: str) -> str:
    """The bare code when it is listed. Raises :class:`~medmassage.codes.errors.NotListed`."""
    return listed.validate("taxonomy", text, "provider taxonomies")


def is_valid(text: str) -> bool:
    """Whether :func:`validate` would pass."""
    try:
        validate(text)
    except CodeError:
        return False
    return True


def label(text: str) -> str | None:
    """Our plain words; ``None`` when it is not listed."""
    return listed.label("taxonomy", text)
