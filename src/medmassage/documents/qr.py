"""An address as a QR code: a picture that the page and the typesetter place as it is."""

QUIET = 4  # modules of white around it, as the standard asks (ISO/IEC 18004)


def svg(text: str) -> bytes:
    """The code as an SVG, one unit a module, black on white. Raises :class:`ValueError` for more than fits."""
    import qrcode  # type: ignore[import-untyped]  # ships no types; loaded only when a link is printed
    from qrcode.exceptions import DataOverflowError  # type: ignore[import-untyped]  # the same

    code = qrcode.QRCode(border=QUIET, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError):
        raise ValueError("the address is too long for a QR code") from None
    rows = code.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{dark}" fill="#000"/></svg>'
    ).encode()
