"""A template and data become a PDF. Text in the data is printed as it was typed, never read as markup."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

SUFFIX = ".typ"
# What any reader that is read aloud needs: titles, tags, words for pictures.
ACCESSIBLE = ["ua-1"]
NO_GLYPH = "could not be displayed"
NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})


class DocumentError(RuntimeError):
    """A paper could not be made; the message names the template and says what is wrong."""


def render(
    template: str, data: Mapping[str, Any], *, at: datetime | None = None, accessible: bool = True,
    pictures: Mapping[str, bytes] = NO_PICTURES,
) -> bytes:  # fmt: skip
    """The PDF of ``templates/{template}.typ`` with this data: text, numbers, lists and mappings; ``pictures``
    that the template places, by name.

    Only fonts that come with the typesetter are used, so the same data give the same bytes on every machine.
    ``at`` is the time of making that the file carries; without it none is. Raises :class:`DocumentError`.
    """
    import typst  # loads a typesetter: only when a paper is made

    sources = {**_templates(), "main.typ": _template(template), "data.json": _json(template, data, at)}
    try:
        return _with_pictures(sources, at, accessible, pictures)
    except typst.TypstError as wrong:
        if accessible and NO_GLYPH in wrong.message:
            # Better a record with an empty box for a letter that no font of ours has than no record.
            return render(template, data, at=at, accessible=False, pictures=pictures)
        hints = " ".join(wrong.hints)
        raise DocumentError(f"The paper “{template}” could not be made: {wrong.message}. {hints}".strip()) from None


def _with_pictures(
    sources: Mapping[str, bytes], at: datetime | None, accessible: bool, pictures: Mapping[str, bytes]
) -> bytes:
    """The typesetter takes text from memory only: pictures lie in a folder of their own for as long as it works."""
    if not pictures:
        return _compiled(sources, at, accessible)
    with TemporaryDirectory() as folder:
        for name, content in pictures.items():
            Path(folder, name).write_bytes(content)
        return _compiled(sources, at, accessible, root=folder)


def _compiled(sources: Mapping[str, bytes], at: datetime | None, accessible: bool, root: str | None = None) -> bytes:
    import typst

    compiled: Any = typst.compile  # its stub leaves out the several files that its manual takes
    made = compiled(
        sources,
        format="pdf",
        root=root,
        ignore_system_fonts=True,
        timestamp=at,
        pdf_standards=ACCESSIBLE if accessible else [],
        pdf_tags=accessible,
    )
    return bytes(made)


def templates() -> tuple[str, ...]:
    """The names there are."""
    return tuple(sorted(name.removesuffix(SUFFIX) for name in _templates() if name.endswith(SUFFIX)))


@lru_cache
def _templates() -> dict[str, bytes]:
    folder = files("medmassage.documents").joinpath("templates")
    return {f.name: f.read_bytes() for f in folder.iterdir() if f.name.endswith(SUFFIX)}


def _template(name: str) -> bytes:
    try:
        return _templates()[f"{name}{SUFFIX}"]
    except KeyError:
        raise DocumentError(f"There is no paper “{name}”. There are {', '.join(templates())}.") from None


def _json(template: str, data: Mapping[str, Any], at: datetime | None) -> bytes:
    try:
        return json.dumps({"dated": at is not None, "data": data}, allow_nan=False).encode()
    except (TypeError, ValueError) as wrong:
        raise DocumentError(f"The data of the paper “{template}” are not text and numbers only: {wrong}.") from None
