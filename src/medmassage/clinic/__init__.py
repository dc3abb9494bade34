"""The one Django app that owns tables: models, the door (access), selectors, inputs, services.

Here Django, the clock, the database and the network begin. A service reads through ``access``, turns rows
into small frozen facts (``inputs``), asks a pure room, and writes rows and audit row in one transaction.
"""
