"""Sources of this room, as findings carry them."""

from functools import lru_cache
from importlib.resources import files

from medmassage.datafile import Source, read
from medmassage.finding import Basis


@lru_cache
def note_sources() -> dict[str, Basis]:
    """The sources of ``note_sources.yaml`` by name."""
    found = read(files("medmassage.care").joinpath("note_sources.yaml"), dict[str, Source])
    return {name: source.basis() for name, source in found.items()}
