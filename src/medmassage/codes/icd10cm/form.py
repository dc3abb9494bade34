"""The form of an ICD-10-CM code.

Source of the form: ICD-10-CM Official Guidelines, section I.A (three to seven characters, dot after the third). Since
the list of 2026 there are codes with a letter in second place (QA0).
"""

import re

from medmassage.codes.errors import CodeError, InvalidFormat

FORM = re.compile(r"(?:[A-Z][0-9][0-9A-Z]|QA[0-9])([0-9A-Z]{1,4})?")
# Injuries and outside causes carry a seventh character; without it they are not whole (guidelines, I.A.5).
INJURY = re.compile(r"[ST][0-9]{2}")


def compact(text: str) -> str:
    """The bare code: no dot, no spaces, upper case, as EDI carries it."""
    return text.strip().replace(".", "").replace(" ", "").upper()


def dotted(text: str) -> str:
    """The code as people write it: M54.2."""
    code = compact(text)
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 else code


def validate(text: str) -> str:
    """The code with its dot. Raises :class:`~medmassage.codes.errors.InvalidFormat`."""
    code = compact(text)
    if not FORM.fullmatch(code):
        raise InvalidFormat(f"“{text.strip()}” is not the form of an ICD-10-CM code, such as M54.2.")
    if code == "M545":
        raise InvalidFormat("M54.5 is not whole since 1 Oct 2021: ask for M54.50, M54.51 or M54.59.")
    if INJURY.match(code) and len(code) != 7 and not code.startswith("T07"):
        raise InvalidFormat(f"“{dotted(code)}” is an injury code without its seventh character, such as S13.4XXA.")
    return dotted(code)


def is_valid(text: str) -> bool:
    """Whether :func:`validate` would pass."""
    try:
        validate(text)
    except CodeError:
        return False
    return True
