"""Why a code is not one."""


class CodeError(ValueError):
    """The text is no code of its system; the message says why in plain words."""


class InvalidFormat(CodeError):
    """The characters are not those of this system."""


class InvalidLength(CodeError):
    """Too many or too few characters."""


class InvalidChecksum(CodeError):
    """The check digit does not fit: most often a typing slip."""


class NotListed(CodeError):
    """Well-formed, but not in our list."""
