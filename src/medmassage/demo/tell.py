"""Tells the story in the terminal."""

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from medmassage.demo.scene import Scene
from medmassage.finding import Finding, Level, Verdict

_LOOK = {"yes": ("✓", "green"), "with_care": ("△", "yellow"), "unknown": ("?", "blue"), "no": ("■", "red")}


def quietly(scenes: Iterator[Scene]) -> list[dict[str, Any]]:
    """The whole story as plain JSON."""
    return [scene.to_dict() for scene in scenes]


def aloud(scenes: Iterator[Scene], length: int) -> list[dict[str, Any]]:
    """Print each scene as it happens, with a word on what is being worked at."""
    console = Console(highlight=False)
    told = []
    with console.status("Starting") as status:
        for place, scene in enumerate(scenes, start=1):
            _print(console, place, scene)
            told.append(scene.to_dict())
            status.update(f"Step {place + 1} of {length}" if place < length else "Done")
    return told


def _print(console: Console, place: int, scene: Scene) -> None:
    console.print(f"\n[bold]{place}. {escape(scene.title)}[/]")
    for words in scene.words:
        console.print(Padding(escape(words), (0, 0, 0, 3)))
    for asked, verdict in scene.verdicts:
        _print_verdict(console, asked, verdict)
    for name in scene.files:
        console.print(f"   [dim]→[/] {escape(name)}")


def _print_verdict(console: Console, asked: str, verdict: Verdict) -> None:
    mark, color = _LOOK[verdict.answer]
    answer = verdict.answer.replace("_", " ")
    console.print(f"   [{color}]{mark} {verdict.gate.capitalize()}: {answer}[/]  {escape(asked)}")
    for finding in _reasons(verdict):
        _print_finding(console, finding)


def _reasons(verdict: Verdict) -> list[Finding]:
    """What made the answer: all that weighs, or, for a plain yes, the first note with a source."""
    weighty = [f for f in verdict.findings if f.level > Level.NOTE]
    return weighty or [f for f in verdict.findings if f.basis][:1]


def _print_finding(console: Console, finding: Finding) -> None:
    words = f"{finding.message} {finding.remedy}".strip()
    console.print(Padding(escape(words), (0, 0, 0, 6)))
    for basis in finding.basis[:1]:
        parts = (basis.cite, basis.publisher, basis.as_of)
        unverified = " · unverified" if basis.confidence == "recall" else ""
        console.print(Padding(f"[dim]{escape(' · '.join(p for p in parts if p))}{unverified}[/]", (0, 0, 0, 6)))
