"""Django for the commands that work on the clinic's own database."""

import os

from medmassage.cli.show import refuse


def start() -> None:
    """Django on the clinic's database, which has to be there."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medmassage.config.settings")
    import django

    django.setup()
    from django.db import connection
    from django.db.utils import DatabaseError

    from medmassage.clinic.access import is_empty

    try:
        empty = is_empty()
    except DatabaseError:
        empty = True
    if empty:
        refuse(f"There is no clinic in {connection.settings_dict['NAME']}. Start it with: medmassage serve")
