"""The body map on paper: each figure as a picture of its own, with regions, marks and ink."""

import re
from collections.abc import Sequence

from django.template.loader import render_to_string

from medmassage.clinic import figures
from medmassage.clinic.models import Note

# Ink on white, as printed; the pages have the same classes in static/medmassage/bodymap.css.
STYLE = """
.bm-region{fill:#f2eee8;stroke:#b4a99c;stroke-width:1.5}
.bm-region.is-selected{fill:#cdb4c6;stroke:#5f2d52;stroke-width:3}
.bm-over{fill:none}.bm-shade{stroke-opacity:0}.bm-detail{stroke:#b4a99c;stroke-width:1}
.bm-outline{stroke:#84776c;stroke-width:2.5}
.bm-halo{fill:none;stroke:#fff;stroke-width:5.4}.bm-pen{fill:none;stroke:#29221e;stroke-width:2.2}.bm-ink{fill:#29221e}
.bm-halo,.bm-pen,.bm-stroke{stroke-linecap:round;stroke-linejoin:round}
.bm-stroke{fill:none;stroke:#29221e;stroke-width:5}
"""
_SYMBOL = re.compile(r"<symbol .*?</symbol>", re.DOTALL)


def shown(note: Note) -> tuple[str, ...]:
    """The figures that the paper shows: none where nothing was marked or drawn."""
    return figures.FIGURES if figures.places(note.findings) or note.ink else ()


def pictures(note: Note) -> dict[str, bytes]:
    """File name → SVG of each figure that is shown."""
    selected = figures.places(note.findings)
    return {f"{figure}.svg": _picture(figure, selected, note) for figure in shown(note)}


def _picture(figure: str, selected: Sequence[str], note: Note) -> bytes:
    marks = [
        f'<use href="#bm-{mark.symbol}" x="{mark.x:g}" y="{mark.y:g}" width="{figures.MARK}" height="{figures.MARK}"/>'
        for where, mark in figures.marks(note.findings)
        if where == figure
    ]
    ink = [f'<path class="bm-stroke" d="{d}"/>' for d in figures.paths(note.ink, figure)]
    symbols = "".join(_SYMBOL.findall(render_to_string("web/bodymap/legend.html")))
    head = f"<style>{STYLE}</style><defs>{symbols}</defs>"
    drawn = figures.picture(figure, selected)
    opened = drawn.index(">") + 1
    return (drawn[:opened] + head + drawn[opened:].replace("</svg>", "".join([*marks, *ink, "</svg>"]))).encode()
