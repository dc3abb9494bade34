"""Modifiers met on massage claims."""

from medmassage.codes.listed import CodeList

_LIST = CodeList("modifier", "modifiers")
compact, validate, is_valid, label = _LIST.compact, _LIST.validate, _LIST.is_valid, _LIST.label
