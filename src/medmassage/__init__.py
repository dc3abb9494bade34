"""Medical massage therapy in the United States, from a physician's referral to a paid claim.

The rooms and the way imports run are drawn in ``docs/design.md``; ``finding`` is the ground floor.
"""

__version__ = "0.1.0"
