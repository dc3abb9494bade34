"""The claim form on paper: every character where the form wants it, in both modes."""

import re
import shutil
import subprocess
from dataclasses import dataclass

import pytest

from documents.reading import pages, placed, text
from medmassage.documents import cms1500
from medmassage.documents.pdf import DocumentError

PITCH, LINE, LEFT = 7.2, 12.0, 0.27 * 72
needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")


@dataclass(frozen=True)
class Mark:
    text: str
    line: int
    column: int


MARKS = (Mark("LINDQVIST, MAJA", 10, 1), Mark("SIGNATURE ON FILE", 29, 7), Mark("X", 56, 38), Mark("  225 00", 56, 52))


def place(mark):
    return LEFT + PITCH * mark.column, LINE * mark.line


@pytest.mark.parametrize("mode", cms1500.MODES)
def test_characters_stand_at_line_and_column(mode):
    found = placed(cms1500.pdf([MARKS], mode))
    for mark in MARKS:
        x, y = place(mark)
        assert any(
            words == mark.text.strip() and abs(left - x) < 0.5 and abs(base - y) < 0.5 for words, left, base in found
        ), mark


@needs_poppler
@pytest.mark.parametrize("mode", cms1500.MODES)
def test_there_are_ten_characters_an_inch(mode, tmp_path):
    file = tmp_path / "form.pdf"
    file.write_bytes(cms1500.pdf([MARKS], mode))
    boxes = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, text=True, check=True).stdout
    at = {word: float(x) for x, word in re.findall(r'xMin="([\d.]+)"[^>]*>([^<]+)</word>', boxes)}
    for word, column in (("SIGNATURE", 7), ("ON", 17), ("FILE", 20), ("MAJA", 12), ("225", 54), ("00", 58)):
        assert at[word] == pytest.approx(LEFT + PITCH * column, abs=0.6), word


def test_the_overlay_prints_the_characters_and_nothing_else():
    assert sorted(words for words, _, _ in placed(cms1500.pdf([MARKS], "overlay"))) == sorted(
        m.text.strip() for m in MARKS
    )
    assert b"MediaBox[0 0 612 792]" in cms1500.pdf([MARKS], "overlay").replace(b"MediaBox [", b"MediaBox[")


def test_the_full_page_names_every_item():
    said = text(cms1500.pdf([MARKS], "full"))
    for item in ("1a", "5 Patient", "9d", "10c", "11d", "17b", "21 Diagnoses", "24A", "33b", "28 Total charge"):
        assert item in said


def test_a_printer_that_is_off_is_met_by_a_shift():
    usual, moved = (
        {w: (x, y) for w, x, y in placed(cms1500.pdf([MARKS], "overlay", **by))} for by in ({}, {"x": 3.5, "y": -2})
    )
    for words, (x, y) in usual.items():
        assert moved[words] == pytest.approx((x + 3.5, y - 2), abs=0.01)


def test_each_form_is_a_page():
    made = cms1500.pdf([MARKS, MARKS, MARKS], "full")
    assert len(pages(made)) == 3
    assert "Form 2 of 3" in pages(made)[1]


def test_another_mode_or_a_wild_shift_is_refused():
    with pytest.raises(DocumentError, match="overlay or full"):
        cms1500.pdf([MARKS], "red")
    with pytest.raises(DocumentError, match="an inch"):
        cms1500.pdf([MARKS], "overlay", x=100)


def test_the_same_marks_give_the_same_bytes():
    assert cms1500.pdf([MARKS], "full") == cms1500.pdf([MARKS], "full")


def test_characters_of_a_name_are_no_markup():
    assert "#A *B* $C" in text(cms1500.pdf([[Mark("#A *B* $C", 10, 1)]]))
