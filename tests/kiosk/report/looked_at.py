"""What is wrong with a page, as it is looked at: on each screen, in light and in dark."""

from collections.abc import Iterator, Sequence
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SIZES = ((1024, 600), (1280, 800), (800, 1280))

EVERY_RULE = (
    *("wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"),
)
"""Kinds of axe-core's rules that a page has to keep."""

LOOK_DECIDES = (
    *("color-contrast-enhanced", "link-in-text-block", "scrollable-region-focusable"),
    "target-size",
)
"""Its rules by which the same elements may pass in one look, and fail in another.

All others are about names, roles and order. What fails "color-contrast" fails
"color-contrast-enhanced" too.
"""

_CUT = """
() => [...document.querySelectorAll("body *")].filter((each) => {
  if (!each.checkVisibility() || each.closest("svg, .wide, .unseen")) return false;
  const own = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const box = each.getBoundingClientRect();
  const block = getComputedStyle(each).display !== "inline";
  const wide = block && each.scrollWidth > each.clientWidth + 1;
  return own && (wide || box.right > innerWidth + 1 || box.left < -1);
}).map((each) => `cut: ${each.outerHTML.slice(0, 100)}`)
"""

_OVERLAPPING = """
() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const lines = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || !node.parentElement.checkVisibility()) continue;
    if (node.parentElement.closest("svg, .unseen")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) lines.push([node.data.trim().slice(0, 40), box]);
  }
  const found = [];
  lines.forEach(([text, a], at) => lines.slice(at + 1).forEach(([other, b]) => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    // Lines of large letters stand closer than the boxes of their font are high.
    const under = wide > 2 && high > 0.3 * Math.min(a.height, b.height);
    if (under) found.push(`overlap: ${text} / ${other}`);
  }));
  return found;
}
"""


def faults(page: Page, sizes: Sequence[tuple[int, int]] = SIZES) -> list[str]:
    """Name what axe finds, and each text that is cut, off the screen or under another."""
    return list(_faults(page, sizes))


def _faults(page: Page, sizes: Sequence[tuple[int, int]]) -> Iterator[str]:
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")
        yield from page.evaluate(_CUT)
        yield from page.evaluate(_OVERLAPPING)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield f"wider than {width}"
    page.evaluate(Axe().axe_script)
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme, rules in zip(schemes, (EVERY_RULE, LOOK_DECIDES), strict=True):
        page.emulate_media(color_scheme=scheme)
        how = {"runOnly": rules, "resultTypes": ["violations"]}  # of all else, one example
        found = page.evaluate("how => axe.run(how)", how)
        assert found["passes"]
        for rule in found["violations"]:
            yield from (f"{scheme}: {rule['id']}: {node['html'][:200]}" for node in rule["nodes"])
