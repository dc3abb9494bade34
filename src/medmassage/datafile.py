"""Reads one YAML data file into a shape; what is wrong is told with file, line and what to mend."""

from collections.abc import Sequence
from importlib.resources.abc import Traversable
from typing import Any, NoReturn, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from medmassage.finding import Basis, Confidence

Shape = TypeVar("Shape")

_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = {
    "missing": "this key is missing; add it",
    "extra_forbidden": "there is no such key; take it out or mend its name",
}


class DataFileError(ValueError):
    """A data file does not hold what it should; the message names file, line and what to mend."""


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


def read(path: Traversable, shape: type[Shape]) -> Shape:
    """The file as ``shape``, a :class:`Row` or whatever pydantic can check. Raises :class:`DataFileError`."""
    file = DataFile(path)
    try:
        found = TypeAdapter(shape).validate_python(file.data)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        words = _PLAIN.get(first["type"], first["msg"].removeprefix("Value error, "))
        file.refuse(first["loc"], f"{words}.")
    return found


class DataFile:
    """A file with its name, its text and its data (always a mapping), for shapes that pydantic does not check."""

    def __init__(self, path: Traversable) -> None:
        """Read it. Raises :class:`DataFileError`."""
        self.name = path.name
        try:
            self.text = path.read_text(encoding="utf-8")
            self._root: Any = yaml.compose(self.text, Loader=_Safe)
            self.data: Any = _built(self._root) if self._root else None
        except yaml.MarkedYAMLError as wrong:
            line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
            said = ", ".join(words for words in (wrong.context, wrong.problem) if words)
            raise DataFileError(f"{self.name}:{line}: {said}.") from None
        except UnicodeDecodeError:
            raise DataFileError(f"{self.name}:1: This is not UTF-8 text. Save the file as UTF-8.") from None
        except (yaml.YAMLError, ValueError) as wrong:  # ValueError: a day such as 2026-02-30
            said = str(wrong).splitlines()[0]
            raise DataFileError(f"{self.name}:1: It cannot be read as YAML: {said}.") from None
        if not isinstance(self.data, dict):
            self.refuse((), "The file must hold keys with values.")

    def refuse(self, place: Sequence[Any], words: str) -> NoReturn:
        """Say what is wrong at a place (the keys and positions that lead to it; none: the whole file)."""
        where = ".".join(str(step) for step in place)
        said = f"{where}: {words}" if where else words
        raise DataFileError(f"{self.name}:{self._line(place)}: {said}")

    def _line(self, place: Sequence[Any]) -> int:
        """The line of a place, followed through the file's own nodes as far as they go."""
        node, line = self._root, 1
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


def _built(node: yaml.Node) -> Any:
    """The data of a node. Half the time of the library's own way, and a key that stands twice is refused."""
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.tag == _TEXT else _scalar(node)
    if node.tag not in _PLAIN_TAGS:
        raise yaml.MarkedYAMLError(problem=f"{node.tag} is not data", problem_mark=node.start_mark)
    if isinstance(node, yaml.SequenceNode):
        return [_built(one) for one in node.value]
    found: dict[Any, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(problem="a key must be a plain word", problem_mark=key.start_mark)
        name = _built(key)
        if name in found:
            raise yaml.MarkedYAMLError(problem=f"{name} stands twice; keep one", problem_mark=key.start_mark)
        found[name] = _built(value)
    return found


def _scalar(node: yaml.ScalarNode) -> Any:
    make = _SCALARS.yaml_constructors.get(node.tag)
    if make is None:
        raise yaml.MarkedYAMLError(problem=f"{node.tag} is not data", problem_mark=node.start_mark)
    return make(_SCALARS, node)


_TEXT = "tag:yaml.org,2002:str"
_PLAIN_TAGS = ("tag:yaml.org,2002:seq", "tag:yaml.org,2002:map")
_SCALARS: Any = yaml.SafeLoader("")
