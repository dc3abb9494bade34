"""A payer and clearinghouse for the demo and the tests. Plainly not real: every file it writes says so.

Only ``demo`` and the tests import it; no page and no service does, and the import contract holds that.
"""
