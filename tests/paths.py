"""Where tests find the sample files, which live beside the repository and are not part of it."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpus"
FACTS = SHARED / "facts"

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the sample files are not beside this checkout")
needs_facts = pytest.mark.skipif(not FACTS.is_dir(), reason="the fact files are not beside this checkout")
