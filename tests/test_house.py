"""The house rules that no single room can hold: data named in data, small functions, true documents."""

import ast
import re
import statistics
from importlib.resources import files
from pathlib import Path

import pytest

from medmassage.codes import listed
from medmassage.knowledge.load import knowledge
from paths import ROOT

SRC = ROOT / "src" / "medmassage"
RULE_ROOMS = ("law", "knowledge", "care", "billing")
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TEXT = {"", ".py", ".md", ".toml", ".yaml", ".csv", ".txt", ".html", ".typ", ".css", ".js"}
TRACKED = [
    path
    for folder in (ROOT, ROOT / "docs", ROOT / "src", ROOT / "tests", ROOT / "scripts", ROOT / ".ci")
    for path in (folder.iterdir() if folder == ROOT else folder.rglob("*"))
    if path.is_file()
    and path.suffix in {"", ".py", ".md", ".toml", ".yaml", ".csv", ".txt", ".html", ".typ", ".css", ".js"}
]


def python_of(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (SRC / room).rglob("*.py"))


def literals(path: Path) -> set[str]:
    """The string constants of a file, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    found = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return found - docstrings


# What the house calls the kinds of payer, in every room; a payer's own name is data.
KINDS = {"self_pay", "commercial", "auto", "workers_comp", "medicare", "medicaid", "va"}


def named_in_data(room: str) -> set[str]:
    """What only data may name: states, payers' habits, conditions, contraindications, procedure codes."""
    states = {row["label"] for row in listed.rows("us_state").values()}
    if room != "billing":  # where two letters are EDI qualifiers too
        states |= set(listed.rows("us_state"))
    habits = files("medmassage.billing.payers").iterdir()
    payers = {p.name.removesuffix(".yaml") for p in habits if p.name.endswith(".yaml")} - KINDS
    base = knowledge()
    entries = {*base.entries, *base.conditions, *base.populations}
    assert payers
    assert len(entries) > 50
    return states | payers | entries | set(listed.rows("procedure"))


@pytest.mark.parametrize("room", RULE_ROOMS)
def test_no_engine_names_a_state_payer_condition_or_code(room):
    names = named_in_data(room)
    wrong = {str(p.relative_to(SRC)): found for p in python_of(room) if (found := literals(p) & names)}
    assert wrong == {}


def functions() -> list[tuple[int, str]]:
    found = []
    for path in SRC.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                found.append((node.end_lineno - node.lineno + 1, f"{path.relative_to(SRC)}:{node.name}"))
    return found


def test_the_median_function_has_15_lines_at_most_and_none_is_a_giant():
    lengths = functions()
    assert statistics.median(length for length, _ in lengths) <= 15
    assert [name for length, name in lengths if length > 60] == []


def test_files_stay_short():
    long = [str(p.relative_to(SRC)) for p in SRC.rglob("*.py") if len(p.read_text().splitlines()) > 300]
    assert [name for name in long if "migrations" not in name] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_every_link_of_the_docs_leads_somewhere(path):
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (path.parent / target).exists(), target


def test_every_setting_of_the_environment_is_in_the_docs():
    manual = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    used = {name for p in SRC.rglob("*.py") for name in re.findall(r"\"(MEDMASSAGE_[A-Z_]+)\"", p.read_text())}
    assert {name for name in used if f"`{name}`" not in manual} == set()


def test_every_room_has_its_page_and_says_what_it_is():
    rooms = [p.name for p in SRC.iterdir() if (p / "__init__.py").exists()]
    for room in rooms:
        assert ast.get_docstring(ast.parse((SRC / room / "__init__.py").read_text(encoding="utf-8"))), room
    for room in ("law", "knowledge", "care", "billing", "x12", "codes", "documents", "fhir"):
        assert (ROOT / "docs" / f"{room}.md").exists(), room


def test_no_file_holds_a_path_of_a_machine_or_a_registry():
    bad = re.compile(r"/work/|/root/|/home/[a-z]|pypi\.org|pythonhosted|registry\.npmjs")
    this = Path(__file__)
    wrong = [str(p.relative_to(ROOT)) for p in TRACKED if p != this and bad.search(p.read_text("utf-8", "replace"))]
    assert wrong == []


def test_every_code_list_says_where_it_comes_from():
    for path in SRC.rglob("*.csv"):
        head = path.read_text(encoding="utf-8").splitlines()[:6]
        assert head[0].startswith("#"), path.name
        assert re.search("publisher|source|our own", "\n".join(head).lower()), path.name
