"""How the command line prints an answer, and the exit codes that follow from it."""

import json
import sys
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import typer

if TYPE_CHECKING:
    from medmassage.finding import Finding, Verdict

PASSES, STOPS, UNREADABLE = 0, 1, 2

_MARK = {"yes": "✓", "with_care": "△", "unknown": "?", "no": "■"}
_COLOR = {"yes": "green", "with_care": "yellow", "unknown": "blue", "no": "red"}


def as_json(data: Mapping[str, Any]) -> None:
    """One JSON object on stdout."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def refuse(message: str) -> NoReturn:
    """Say what is wrong with the request or its input, and leave with exit code 2."""
    typer.secho(message, fg="red", err=True)
    raise typer.Exit(UNREADABLE)


def leave(verdict: "Verdict", *, json_: bool, **beside: Any) -> NoReturn:
    """Print the verdict and leave with the exit code that its answer calls for."""
    if json_:
        as_json(verdict.to_dict(**beside))
    else:
        print_verdict(verdict)
    raise typer.Exit(PASSES if verdict.passes else STOPS)


def print_verdict(verdict: "Verdict", shown_elsewhere: Collection[str] = ()) -> None:
    """The answer first, then each reason with its way out and its source; rules shown elsewhere are left out."""
    answer = verdict.answer
    typer.secho(f"{_MARK[answer]} {verdict.gate.capitalize()}: {answer.replace('_', ' ')}", fg=_COLOR[answer])
    for finding in verdict.findings:
        if finding.rule not in shown_elsewhere:
            _print_finding(finding)


def _print_finding(finding: "Finding") -> None:
    answer = finding.level.answer
    typer.echo(f"  {typer.style(_MARK[answer], fg=_COLOR[answer])} {finding.message}")
    if finding.remedy:
        typer.echo(f"    {finding.remedy}")
    for basis in finding.basis:
        unverified = " (unverified)" if basis.confidence == "recall" else ""
        parts = [basis.cite, basis.publisher, basis.as_of]
        typer.secho(f"    {' · '.join(p for p in parts if p)}{unverified}", dim=True)
        if basis.url and sys.stdout.isatty():
            typer.secho(f"    {basis.url}", dim=True)
