"""The reasons a person gave for going ahead, as a form sends them: ``reason.<rule>``."""

from collections.abc import Mapping

from django.http import QueryDict

START = "reason."


def reasons_from(posted: QueryDict) -> Mapping[str, str]:
    """Rule → reason, for each that has words."""
    return {
        name.removeprefix(START): str(posted[name]).strip()
        for name in posted
        if name.startswith(START) and str(posted[name]).strip()
    }
