"""Places of service."""

from medmassage.codes.listed import CodeList

_LIST = CodeList("place", "places of service")
compact, validate, is_valid, label = _LIST.compact, _LIST.validate, _LIST.is_valid, _LIST.label
