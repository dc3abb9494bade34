"""Provider taxonomy codes."""

from medmassage.codes.listed import CodeList

_LIST = CodeList("taxonomy", "provider taxonomies")
compact, validate, is_valid, label = _LIST.compact, _LIST.validate, _LIST.is_valid, _LIST.label
