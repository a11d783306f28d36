"""A text as a QR code, which a telephone reads from the page without any network."""

from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import fromstring

import segno

QUIET_ZONE = 4
"""Modules that stay light around the code (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code to be drawn on white.

    Attributes:
        size: its width and height in modules, with the quiet zone.
        path: an SVG path whose strokes of width 1 are the dark modules.
    """

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """Encode a text with the least redundancy: a screen is clean, so larger modules help more."""
    # UTF-8 without a mark is what telephones expect.
    code = segno.make_qr(text, error="l", boost_error=False, encoding="utf-8")
    drawn = BytesIO()
    code.save(drawn, kind="svg", svgns=False, border=QUIET_ZONE)
    size, _ = code.symbol_size(border=QUIET_ZONE)
    path = fromstring(drawn.getvalue()).find("path")
    assert path is not None
    return QrCode(int(size), path.attrib["d"])
