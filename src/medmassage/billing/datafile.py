"""Reads the room's YAML files; a bad one is refused with file, line and what is wrong."""

from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from medmassage.finding import Basis, Confidence


class DataFileError(ValueError):
    """A data file does not hold what it should; the message names file and line."""


class Row(BaseModel):
    """A row of a data file: frozen, nothing unnamed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Row):
    """Where a row stands."""

    cite: str
    url: str = ""
    publisher: str = ""
    as_of: str = ""
    confidence: Confidence

    def basis(self) -> Basis:
        """As findings carry it."""
        return Basis(self.cite, self.url, self.publisher, self.as_of, self.confidence)


F = TypeVar("F", bound=BaseModel)


def load(path: Traversable, shape: type[F]) -> F:
    """The file as ``shape``. Raises :class:`DataFileError`."""
    text = path.read_text(encoding="utf-8")
    try:
        return shape.model_validate(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # noqa: S506  # a safe loader
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
        raise DataFileError(f"{path.name}:{line}: {wrong.problem}") from None
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = first["loc"]
        words = ".".join(str(p) for p in place)
        raise DataFileError(f"{path.name}:{_line(text, place)}: {words}: {first['msg']}") from None


def _line(text: str, place: tuple[Any, ...]) -> int:
    """The line of a key, followed through the file's own nodes as far as they go."""
    node = yaml.compose(text)
    line = 1
    for step in place:
        if node is None:
            break
        line = node.start_mark.line + 1
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            node = next((v for k, v in node.value if k.value == str(step)), None)
        else:
            break
    return node.start_mark.line + 1 if node is not None else line
