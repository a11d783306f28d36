"""Fills in the page's blanks: words from the content, sizes and colors from the settings."""

from collections.abc import Mapping

from kiosk.settings.model import Settings
from kiosk.visit.content.model import Content

_BUTTONS = (
    *("help", "pause", "main_menu", "goodbye"),
    *("slower", "faster", "quieter", "louder", "more_time", "one_at_a_time"),
    *("preferences", "larger", "smaller", "light", "dark"),
)
_PAGE = "page."


def words_of_page(content: Content, settings: Settings) -> Mapping[str, str]:
    """Give the value of each blank in `static/index.html`, by name."""
    page = settings.page
    own = {
        name.removeprefix(_PAGE): text
        for name, text in content.labels.items()
        if name.startswith(_PAGE)
    }
    return {
        **own,
        **{name: _begun_large(content.labels[name]) for name in _BUTTONS},
        **({} if settings.sound.headphones else {"headphones_out": ""}),
        "clinic": _begun_large(settings.clinic.name),
        "logo": page.brand.logo_name,
        "language": content.language,
        "theme": page.theme,
        "screen_inches": str(page.screen_inches),
        "viewing_distance": str(page.viewing_distance),
    }


def _begun_large(text: str) -> str:
    return text[:1].upper() + text[1:]
