"""Reads one data file of this room into a frozen shape; a bad file is refused with file, line and what is wrong."""

from collections.abc import Sequence
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class KnowledgeFileError(ValueError):
    """A data file does not hold what it should; the message names file, line and what to mend."""


class Row(BaseModel):
    """A row of a data file: frozen, nothing unnamed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _Loader(_Safe):  # type: ignore[misc]  # the C loader where the library was built with it
    """The safe loader, which also refuses a key that stands twice (the library would keep the last)."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"{key.value} stands twice; keep one", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


Shape = TypeVar("Shape", bound=Row)


def read(path: Traversable, shape: type[Shape]) -> Shape:
    """The file as ``shape``. Raises :class:`KnowledgeFileError`."""
    try:
        text = path.read_text(encoding="utf-8")
        data = yaml.load(text, Loader=_Loader)  # noqa: S506  # a safe loader
    except UnicodeDecodeError:
        raise KnowledgeFileError(f"{path.name}:1: This is not UTF-8 text. Save the file as UTF-8.") from None
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
        raise KnowledgeFileError(f"{path.name}:{line}: {wrong.problem}.") from None
    except (yaml.YAMLError, ValueError) as wrong:  # ValueError: a day such as 2026-02-30
        raise KnowledgeFileError(f"{path.name}:1: It cannot be read as YAML: {wrong}.") from None
    try:
        return shape.model_validate(data)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        said = f"{place}: {first['msg']}" if place else first["msg"]
        raise KnowledgeFileError(f"{path.name}:{line_of(text, first['loc'])}: {said}.") from None


def line_of(text: str, place: Sequence[Any]) -> int:
    """The line of a place (the keys and positions that lead to it), as far as the file's own nodes go."""
    node, line = yaml.compose(text, Loader=_Safe), 1
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
