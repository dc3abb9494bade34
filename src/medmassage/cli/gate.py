"""``medmassage gate``: one command a gate."""

import typer

from medmassage.cli import gate_lawful, gate_ordered, gate_payable, gate_safe

app = typer.Typer()
app.command("lawful")(gate_lawful.lawful)
app.command("safe")(gate_safe.safe)
app.command("ordered")(gate_ordered.ordered)
app.command("payable")(gate_payable.payable)
