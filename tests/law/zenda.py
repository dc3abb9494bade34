"""A state that does not exist, written as its file would be, for rules that no real file needs to carry."""

from medmassage.law.statefile import read_state

HEAD = """\
state: ZZ
name: Zenda
regulation:
  - {value: license, cite: "§1", source: s1, confidence: primary}
credentials:
  LMT:
    title: Licensed
    kind: license
    settings:
      any:
        - {value: allowed, cite: "§2", source: s1, confidence: primary}
"""
FOOT = """\
sources:
  s1: {url: "https://law.example", title: Code, publisher: State, kind: statute}
"""


def zenda(folder, paper="", rest="", *, remembered=False):
    """The state with further lines for its one paper (four spaces in) and further sections.

    ``remembered``: that its paper covers every setting is known from memory only.
    """
    path = folder / "ZZ.yaml"
    head = HEAD.replace('cite: "§2", source: s1, confidence: primary', 'cite: "§2", confidence: recall')
    path.write_text((head if remembered else HEAD) + paper + rest + FOOT, encoding="utf-8")
    return read_state(path)


def renewal(**values):
    """Lines of the paper's renewal, each value known from a source."""
    lines = [
        f"      {k}:\n        - {{value: {v}, cite: '§3', source: s1, confidence: primary}}\n"
        for k, v in values.items()
    ]
    return "    renewal:\n" + "".join(lines)


def requires(**values):
    """Lines of what the paper asks for."""
    return renewal(**values).replace("renewal:", "requires:", 1)
