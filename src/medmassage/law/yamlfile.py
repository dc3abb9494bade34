"""Reads one YAML file of this room; what is wrong is told with file and line."""

from collections.abc import Sequence
from importlib.resources.abc import Traversable
from typing import Any, NoReturn

import yaml

_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class LawFileError(ValueError):
    """A file of this room does not hold what it should; the message names file, line and what to mend."""


class _Loader(_Safe):  # type: ignore[misc]  # the C loader where the library was built with it
    """The safe loader, which also refuses a key that stands twice (the library would keep the last)."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        keys = [key.value for key, _ in node.value]
        for at, (key, _) in enumerate(node.value):
            if key.value in keys[:at]:
                raise yaml.MarkedYAMLError(problem=f"{key.value} stands twice; keep one", problem_mark=key.start_mark)
        return super().construct_mapping(node, deep=deep)


class YamlFile:
    """A file with its name, its text and what it holds (always a mapping)."""

    def __init__(self, path: Traversable) -> None:
        """Read it. Raises :class:`LawFileError`."""
        self.name = path.name
        try:
            self.text = path.read_text(encoding="utf-8")
            self.data = yaml.load(self.text, Loader=_Loader)  # noqa: S506  # a safe loader
        except yaml.MarkedYAMLError as wrong:
            line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
            raise LawFileError(f"{self.name}:{line}: {wrong.problem}.") from None
        except UnicodeDecodeError:
            raise LawFileError(f"{self.name}:1: This is not UTF-8 text. Save the file as UTF-8.") from None
        except (yaml.YAMLError, ValueError) as wrong:  # ValueError: a day such as 2026-02-30
            raise LawFileError(f"{self.name}:1: It cannot be read as YAML: {wrong}.") from None
        if not isinstance(self.data, dict):
            raise LawFileError(f"{self.name}:1: The file must hold keys with values. See docs/law.md.")

    def refuse(self, place: Sequence[Any], words: str) -> NoReturn:
        """Say what is wrong at a place (the keys and positions that lead to it)."""
        where = ".".join(str(step) for step in place)
        raise LawFileError(f"{self.name}:{self._line(place)}: {where}: {words}")

    def _line(self, place: Sequence[Any]) -> int:
        """The line of a place, followed through the file's own nodes as far as they go."""
        node, line = yaml.compose(self.text, Loader=_Safe), 1
        for step in place:
            if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
            elif isinstance(node, yaml.MappingNode):
                found = [(key, value) for key, value in node.value if key.value == str(step)]
                if not found:
                    break
                line = found[0][0].start_mark.line + 1
                node = found[0][1]
            else:
                break
        return line
