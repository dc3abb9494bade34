"""The command line: one module a command group; every command takes ``--json`` and ``--help``.

Exit codes: 0 nothing stops · 1 ``no``, ``unknown`` or a file that does not conform · 2 bad usage or
unreadable input. Rooms are imported inside the commands, so that a rule command starts fast.
"""

from medmassage.cli.main import main

__all__ = ["main"]
