"""How large a picture is, read from its head: a small file may unfold to more than a machine can hold."""

import struct
from collections.abc import Iterator

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
# Marks of a JPEG that begin a frame, which says its size; three marks among them say something else.
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
# Marks that stand alone, without a length behind them.
_ALONE = {0x01, *range(0xD0, 0xD9)}


def pixels(content: bytes) -> int:
    """Width times height of a PNG or JPEG. Raises :class:`ValueError` where its head does not say."""
    try:
        if content.startswith(PNG) and content[12:16] == b"IHDR":
            width, height = struct.unpack_from(">II", content, 16)
            return int(width * height)
        if content.startswith(JPEG):
            return max(_frames(content))
    except (struct.error, IndexError, ValueError):
        pass
    raise ValueError("its head is damaged")


def _frames(content: bytes) -> Iterator[int]:
    """The size of each frame before the picture itself begins. Nothing is read past it."""
    at = len(JPEG)
    while content[at] == 0xFF:
        mark = content[at + 1]
        if mark == 0xFF or mark in _ALONE:
            at += 1 if mark == 0xFF else 2
            continue
        if mark in _FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            yield width * height
        if mark == 0xDA:
            return
        at += 2 + int(struct.unpack_from(">H", content, at + 2)[0])
