"""The reader of data files: a good file becomes a shape; a bad one is refused with file, line and what to mend."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from medmassage.datafile import DataFile, DataFileError, Row, Source, read
from medmassage.finding import Basis


class Tree(Row):
    name: str
    rings: int
    source: Source


class Forest(Row):
    place: str
    trees: tuple[Tree, ...]


GOOD = """\
# A forest.
place: North
trees:
  - name: oak
    rings: 80
    source: {cite: "§1", url: "https://law.example", publisher: Board, as_of: "2026-01-01", confidence: primary}
  - name: elm
    rings: 12
    source: {cite: Heard, confidence: recall}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "forest.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_becomes_its_shape_and_its_sources_bases(tmp_path):
    oak, elm = read(written(tmp_path, GOOD), Forest).trees
    assert (oak.name, oak.rings) == ("oak", 80)
    assert oak.source.basis() == Basis("§1", "https://law.example", "Board", "2026-01-01", "primary")
    assert elm.source.basis() == Basis("Heard", confidence="recall")


def test_a_row_is_frozen(tmp_path):
    forest = read(written(tmp_path, GOOD), Forest)
    with pytest.raises(ValidationError, match="frozen"):
        forest.place = "South"


def test_a_shape_may_be_a_mapping_of_rows(tmp_path):
    path = written(tmp_path, "a: {cite: x, confidence: recall}\n")
    assert read(path, dict[str, Source])["a"].cite == "x"


BAD = {
    "a wrong type": ("rings: 12", "rings: many", "forest.yaml:8: trees.1.rings: Input should be a valid integer"),
    "a missing key": ("    rings: 12\n", "", "forest.yaml:7: trees.1.rings: this key is missing; add it."),
    "an unknown key": ("rings: 12", "rings: 12\n    age: 9", "forest.yaml:9: trees.1.age: there is no such key"),
    "a word that is none": ("confidence: recall", "confidence: sure", "forest.yaml:9: trees.1.source.confidence: "),
    "a row that is none": ("place: North", "place: North\nhills", "forest.yaml:4: while scanning a simple key, "),
    "a key twice": ("rings: 12", "rings: 12\n    name: ash", "forest.yaml:9: name stands twice; keep one."),
    "a key twice at the top": ("place: North", "place: North\nplace: South", "forest.yaml:3: place stands twice"),
    "a key twice in a line": ("cite: Heard,", "cite: Heard, cite: Said,", "forest.yaml:9: cite stands twice"),
    "a bracket left open": ("confidence: recall}", "confidence: recall", "forest.yaml:10: while parsing a flow "),
    "a tab": ("    rings: 12", "\trings: 12", "forest.yaml:8: "),
    "a key that is a list": ("place: North", "[place]: North", "forest.yaml:2: a key must be a plain word"),
    "a day outside the calendar": ("North", "2026-02-30", "forest.yaml:1: It cannot be read as YAML: "),
    "a control character": ("North", "\x07", "forest.yaml:1: It cannot be read as YAML: "),
    "an object of the language": ("North", "!!python/object/apply:os.getcwd []", "forest.yaml:2: tag:yaml.org"),
    "no mapping": (GOOD, "- oak\n", "forest.yaml:1: The file must hold keys with values."),
    "nothing": (GOOD, "", "forest.yaml:1: The file must hold keys with values."),
}


@pytest.mark.parametrize(("old", "new", "says"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_with_file_and_line(tmp_path, old, new, says):
    assert old in GOOD
    with pytest.raises(DataFileError) as wrong:
        read(written(tmp_path, GOOD.replace(old, new, 1)), Forest)
    assert str(wrong.value).startswith(says)
    assert str(wrong.value).count("\n") == 0


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "forest.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataFileError, match=r"forest\.yaml:1: This is not UTF-8 text\. Save the file as UTF-8\."):
        DataFile(path)


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ((), "forest.yaml:1: No."),
        (("trees",), "forest.yaml:3: trees: No."),
        (("trees", 1), "forest.yaml:7: trees.1: No."),
        (("trees", 1, "source", "confidence"), "forest.yaml:9: trees.1.source.confidence: No."),
        (("trees", 7), "forest.yaml:3: trees.7: No."),
        (("trees", "oak"), "forest.yaml:3: trees.oak: No."),
        (("nothing",), "forest.yaml:1: nothing: No."),
    ],
)
def test_a_room_refuses_a_place_with_its_line_as_far_as_the_file_goes(tmp_path, place, says):
    with pytest.raises(DataFileError) as wrong:
        DataFile(written(tmp_path, GOOD)).refuse(place, "No.")
    assert str(wrong.value) == says


@given(rows=st.lists(st.integers(0, 99), min_size=1, max_size=30), data=st.data())
def test_the_line_of_a_wrong_row_is_the_row_s_own(tmp_path_factory, rows, data):
    at = data.draw(st.integers(0, len(rows) - 1))
    lines = ["rows:", *(f"  - {'none' if n == at else row}" for n, row in enumerate(rows))]
    path = written(tmp_path_factory.mktemp("rows"), "\n".join(lines))
    with pytest.raises(DataFileError, match=rf"^forest\.yaml:{at + 2}: rows\.{at}: "):
        read(path, dict[str, tuple[int, ...]])
