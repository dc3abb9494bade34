"""Text as X12 carries it: the basic character set, upper case, accents taken off."""

import unicodedata

QUOTES = str.maketrans("‘’“”–—", "''\"\"--")


def plain(text: str, longest: int | None = None) -> str:
    """``text`` in plain capitals, cut to ``longest`` characters. Letters that are no plain ones (ø, ß) stay."""
    bare = unicodedata.normalize("NFKD", text.translate(QUOTES))
    return "".join(c for c in bare if not unicodedata.combining(c)).upper().strip()[:longest].strip()
