"""EDI as tables: X12 interchanges read into columnar frames, checked against guides, and written.

Nouns: the interchange and its delimiters, the segment, the guide (a CSV), the table. No word of massage.
May import ``finding`` and ``money``.
"""
