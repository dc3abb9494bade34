"""Papers from templates and data: text is printed as typed, bytes are reproducible, mistakes are named."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading import pages, text
from medmassage.documents import chart, qr
from medmassage.documents.pdf import DocumentError, render, templates

MARKUP = (
    '#import "x": y *bold* _it_ $x^2$ `raw` <label> @ref // no comment \\ ~ --- ... "quoted" \'single\' #{1+1} [b] = h'
)
LETTERHEAD = {"name": "Quiet River Clinic", "lines": ["18 Juniper Street", "410-555-0142"]}


def note(**changes):
    """The data of a short visit note."""
    usual = {
        "title": "Visit note", "foot": "Hazel Quillfeather", "letterhead": LETTERHEAD, "heading": "Hazel Quillfeather",
        "standing": "Visit note of 12 Nov 2026", "facts": [["Born", "2 Apr 1981"]], "soap": [["Subjective", "Stiff."]],
        "findings": [], "figures": [], "cosignatures": [],
        "work": [], "units": "", "overrides": [], "signature": "Not signed.", "amendments": [],
    }  # fmt: skip
    return {**usual, **changes}


@pytest.mark.parametrize("field", ["heading", "standing", "signature", "foot"])
def test_markup_in_a_text_prints_as_it_was_typed(field):
    assert MARKUP in text(render("note", note(**{field: MARKUP})))


def test_markup_in_a_note_a_name_and_a_reason_prints_as_typed():
    made = render(
        "note",
        note(
            letterhead={"name": "*Star* #clinic", "lines": ["_a_", "$b$"]},
            soap=[["Subjective", MARKUP], ["Objective", "- a\n+ b\n/ c: d"]],
            findings=[["Neck", "#panic()"]],
            amendments=[{"when": "now", "who": "O'Neil", "text": "*x*", "reason": "#y"}],
        ),
    )
    said = text(made)
    for words in (MARKUP, "*Star* #clinic", "$b$", "- a + b / c: d", "#panic()", "O'Neil", "*x*", "#y"):
        assert words in said


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"]), min_size=1, max_size=30))
def test_any_plain_characters_come_back_as_they_went_in(words):
    assert words in "".join(text(render("note", note(heading=words))).split(" "))


def test_names_with_accents_print():
    assert "Zoë Müller-Łukasz Ñandú" in text(render("note", note(heading="Zoë Müller-Łukasz Ñandú")))


@pytest.mark.parametrize("words", ["李小龍", "محمد", "🙂 better", "Иван → Ελένη ≥ ½"])
def test_a_letter_no_font_has_does_not_keep_the_paper_back(words):
    assert "Stiff." in text(render("note", note(heading=words)))


def test_the_same_data_give_the_same_bytes():
    assert render("note", note()) == render("note", note())


def test_a_time_of_making_is_carried_and_is_reproducible():
    at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    made = render("note", note(), at=at)
    assert made == render("note", note(), at=at)
    assert b"20261124090000" in made
    assert b"CreationDate" not in render("note", note())


def test_no_font_of_the_machine_is_used():
    from io import BytesIO

    from pypdf import PdfReader

    made = PdfReader(
        BytesIO(render("note", note(work=[dict.fromkeys(("region", "technique", "code", "began", "minutes"), "x")])))
    )
    fonts = {str(f.get_object()["/BaseFont"]).split("+")[-1] for f in made.pages[0]["/Resources"]["/Font"].values()}
    assert all(f.startswith(("LibertinusSerif", "DejaVuSansMono")) for f in fonts)


def test_a_long_note_runs_over_pages_that_are_numbered_and_named():
    made = pages(render("note", note(soap=[["Subjective", "\n".join(["A long story."] * 120)]])))
    assert len(made) == 3
    assert all(f"Page {n} of 3" in page and "Hazel Quillfeather" in page for n, page in enumerate(made, start=1))


def test_an_unknown_paper_is_named_with_those_there_are():
    with pytest.raises(DocumentError, match=r"no paper “letter”.*note.*statement"):
        render("letter", {})


def test_missing_data_are_named_and_leave_no_trace_of_the_typesetter():
    with pytest.raises(DocumentError, match=r"“note” could not be made: .*heading"):
        render("note", {k: v for k, v in note().items() if k != "heading"})


@pytest.mark.parametrize("wrong", [date(2026, 1, 1), float("nan"), b"x"])
def test_data_that_are_not_text_and_numbers_are_refused(wrong):
    with pytest.raises(DocumentError, match="text and numbers"):
        render("note", note(heading=wrong))


def test_every_template_is_a_paper_or_a_part_of_one():
    assert set(templates()) == {
        "base", "certificate", "chart", "cms1500", "consent", "link", "note", "order",
        "packet", "progress", "request", "statement",
    }  # fmt: skip


DAYS = [date(2026, 11, 3), date(2026, 11, 10), date(2026, 11, 24)]


def line(values=(7, 6, 4), **more):
    return chart.line("Pain", list(zip(DAYS, values, strict=False)), top=10, **more)


def test_a_chart_is_true_to_time_and_to_value():
    drawn = line()
    xs, ys = [p["x"] for p in drawn["points"]], [p["y"] for p in drawn["points"]]
    assert xs[2] - xs[1] == pytest.approx(2 * (xs[1] - xs[0]), abs=1e-3)
    assert ys == [0.7, 0.6, 0.4]
    assert [p["word"] for p in drawn["points"]] == ["7", "6", "4"]


def test_the_band_lies_on_the_better_side():
    assert line(meaningful=5)["band"] == {"low": 0, "high": 0.5}
    assert line(meaningful=5, lower_is_better=False)["band"] == {"low": 0.5, "high": 1}
    assert line()["band"] is None


def test_the_scale_has_round_steps():
    assert [t["word"] for t in line()["ticks"]] == ["0", "2", "4", "6", "8", "10"]
    assert [t["word"] for t in chart.line("N", [(DAYS[0], 3)], top=30, bottom=6)["ticks"]][:2] == ["6", "12"]


def test_the_chart_is_said_in_words_too():
    words = line(goal=2, meaningful=5)["words"]
    assert "3 Nov 2026: 7; 10 Nov 2026: 6; 24 Nov 2026: 4" in words
    assert "goal 2" in words and "5 or less" in words


def test_crowded_days_give_way_but_never_the_last():
    crowded = [(date(2026, 11, n), 5.0) for n in range(1, 29)]
    shown = [p["day"] for p in chart.line("Pain", crowded, top=10)["points"]]
    assert shown[0] == "1 Nov" and shown[-1] == "28 Nov"
    assert 2 < sum(bool(d) for d in shown) < 12


@given(st.lists(st.floats(-5, 60), min_size=1, max_size=12), st.data())
def test_every_point_lies_inside_the_chart(values, data):
    days = sorted(data.draw(st.dates(date(2020, 1, 1), date(2030, 1, 1))) for _ in values)
    drawn = chart.line("M", list(zip(days, values, strict=True)), top=50)
    assert all(0 <= p["x"] <= 1 and 0 <= p["y"] <= 1 for p in drawn["points"])


@pytest.mark.parametrize("points", [[], [(DAYS[1], 1), (DAYS[0], 1)]])
def test_a_chart_without_points_or_order_is_refused(points):
    with pytest.raises(ValueError, match="points in order"):
        chart.line("Pain", points, top=10)


def test_a_qr_code_is_square_dark_on_white_with_its_quiet_zone():
    made = qr.svg("https://clinic.example/physician/" + "x" * 60).decode()
    size = int(made.split('viewBox="0 0 ')[1].split(" ")[0])
    dark = {tuple(map(int, part.split("h")[0].split())) for part in made.split('d="')[1].split('"')[0].split("M")[1:]}
    assert size >= 29 + 2 * qr.QUIET and len(dark) > size
    assert all(qr.QUIET <= place < size - qr.QUIET for pair in dark for place in pair)
    # The upper left finder pattern: seven dark modules in a row.
    assert {(qr.QUIET + n, qr.QUIET) for n in range(7)} <= dark


def test_an_address_that_no_code_holds_is_refused():
    with pytest.raises(ValueError, match="too long"):
        qr.svg("x" * 5000)
