"""The clinic's color and logo on the pages, what is derived from them, and their limits."""

from collections.abc import Iterable
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from pathlib import Path

WHITE = "#ffffff"
DEFAULT = "#0f4c75"
"""A calm blue."""

CONTRAST = 7.0
"""Least contrast of letters to what they are written on (WCAG 2.2, 1.4.6)."""

_DARK_GROUND, _DARK_RAISED = "#10161c", "#1c252e"
"""As `static/tokens.css` has them."""

_ON_DARK_BRAND = "#0b1218"
_SOFT = 0.1
"""Share of the color in the tint of light panels."""

_DARK_SOFT = 0.35
"""Share of the color in the tint of dark panels."""


LARGEST_LOGO = 100_000
"""Bytes of a logo at most: the whole page loads no more than 400 KB."""

LOGO_KINDS = (".svg", ".png")
"""Kinds of files that a logo may be."""


@dataclass(frozen=True, slots=True)
class Brand:
    """How a clinic is recognized.

    Attributes:
        color: such as "#0f4c75"; its `least_contrast` is at least `CONTRAST`.
        logo: an SVG or PNG file; None: there is none.
    """

    color: str = DEFAULT
    logo: Path | None = None

    @property
    def logo_name(self) -> str:
        """The logo's name among the page's parts; empty: there is none."""
        return "" if self.logo is None else f"logo{self.logo.suffix}"

    def parts(self) -> dict[str, bytes]:
        """Give the page's parts that are the clinic's own, by name, without a logo that is gone."""
        own = {"brand.css": brand_css(self.color).encode()}
        if self.logo is not None and self.logo.is_file():
            own[self.logo_name] = self.logo.read_bytes()
        return own


def fault_of_logo(file: Path) -> str:
    """Say what makes a file no logo; empty: nothing does."""
    if file.suffix not in LOGO_KINDS:
        return "name an SVG or PNG file, such as logo.svg"
    if not file.is_file():
        return f"there is no file {file}"
    if file.stat().st_size > LARGEST_LOGO:
        return f"{file} is larger than {LARGEST_LOGO // 1000} KB; save a smaller picture"
    return ""


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colors such as "#0f4c75", 1 to 21 (WCAG 2.2, contrast ratio)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def least_contrast(color: str) -> float:
    """Give the contrast of a color to its own tint, which is the lightest it is written on."""
    return contrast(color, _mixed(color, WHITE, _SOFT))


def brand_css(color: str) -> str:
    """Give the style sheet that names the color for light and for dark pages.

    Args:
        color: its `least_contrast` is at least `CONTRAST`.
    """
    dark_soft = _mixed(color, _DARK_GROUND, _DARK_SOFT)
    hue, lightness, saturation = rgb_to_hls(*(part / 255 for part in _parts(color)))
    tints = (
        _written(hls_to_rgb(hue, lightness + (1 - lightness) * step / 20, saturation))
        for step in range(21)
    )
    dark = next(
        tint
        for tint in tints
        if min(contrast(tint, dark_soft), contrast(tint, _DARK_RAISED)) >= CONTRAST
    )
    soft = _mixed(color, WHITE, _SOFT)
    return (
        ":root {\n"
        f"  --brand: light-dark({color}, {dark});\n"
        f"  --on-brand: light-dark({WHITE}, {_ON_DARK_BRAND});\n"
        f"  --brand-soft: light-dark({soft}, {dark_soft});\n"
        "}\n"
    )


def _parts(color: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(color.removeprefix("#")))


def _written(shares: Iterable[float]) -> str:
    return "#" + bytes(round(share * 255) for share in shares).hex()


def _luminance(color: str) -> float:
    """Of light, 0 to 1 (WCAG 2.2, relative luminance)."""
    shares = (part / 255 for part in _parts(color))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(color: str, other: str, share: float) -> str:
    """Mix so much of a color with another one."""
    pairs = zip(_parts(color), _parts(other), strict=True)
    return _written((one * share + two * (1 - share)) / 255 for one, two in pairs)
