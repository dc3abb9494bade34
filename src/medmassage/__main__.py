"""``python -m medmassage`` is ``medmassage``."""

from medmassage.cli import main

main()
