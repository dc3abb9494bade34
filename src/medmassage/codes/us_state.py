"""States, the District of Columbia and territories by their two letters."""

from medmassage.codes.listed import CodeList

_LIST = CodeList("us_state", "states")
compact, validate, is_valid, label = _LIST.compact, _LIST.validate, _LIST.is_valid, _LIST.label
