"""Puts the command groups together. A group's module is imported when one of its commands is asked for."""

import sys
from importlib import import_module

import typer

# group → (module, what it is); a group's module offers a Typer ``app``.
GROUPS = {
    "gate": ("gate", "The four gates: lawful, safe, ordered, payable."),
    "law": ("law", "The law of each state, dated and cited."),
    "knowledge": ("knowledge", "The knowledge base."),
    "claim": ("claim", "Claims as JSON, 837P and CMS-1500."),
    "edi": ("edi", "Any X12 file."),
    "remit": ("remit", "Remittances (835)."),
    "fhir": ("fhir", "FHIR R4 in."),
}
# command → module; a command's module offers a function ``command``.
COMMANDS = {
    "units": ("units", "Minutes to units, by the payer's rule."),
    "demo": ("demo", "The main job, end to end, on a fresh database."),
    "serve": ("serve", "The clinic in the browser."),
    "remind": ("remind", "Mails about what is due."),
    "rescreen": ("rescreen", "Whose safety answer changed."),
}


def application(asked: str | None) -> typer.Typer:
    """The command line, with the group that is asked for loaded and the others only named."""
    app = typer.Typer(
        name="medmassage",
        help="Medical massage therapy, from a physician's referral to a paid claim.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    for name, (module, words) in GROUPS.items():
        group = import_module(f"medmassage.cli.{module}").app if asked == name else typer.Typer()
        app.add_typer(group, name=name, help=words, no_args_is_help=True)
    for name, (module, words) in COMMANDS.items():
        if asked == name:
            function = import_module(f"medmassage.cli.{module}").command
            app.command(name, short_help=words)(function)
        else:
            app.command(name, help=words)(_named_only)
    return app


def _named_only() -> None:
    """Stands in the list of commands; the real one is loaded when it is asked for."""


def main() -> None:
    """Entry point of ``medmassage``."""
    words = [a for a in sys.argv[1:] if not a.startswith("-")]
    application(words[0] if words else None)()
