"""One self-contained HTML page: no script, nothing fetched, readable in light and in dark."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from xml.etree.ElementTree import Element, SubElement, tostring

from kiosk.report.file import legal

STYLE = """
:root { color-scheme: light dark; --paper: #ffffff; --ink: #16181c; --faint: #4a4f57;
  --line: #c3c8cf; --shade: #eef1f5; --right: #dff0e0; --wrong: #fbe3e4; --mark: #003f8a; }
@media (prefers-color-scheme: dark) { :root { --paper: #16181c; --ink: #f2f3f5; --faint: #c3c8cf;
  --line: #565c66; --shade: #24282e; --right: #173a20; --wrong: #4a1a1f; --mark: #a8c8ff; } }
body { background: var(--paper); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif;
  max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.3rem; margin-top: 2rem; }
.verdict { border-left: .4rem solid var(--ink); background: var(--shade); padding: .6rem 1rem;
  font-size: 1.2rem; }
.wide { overflow-x: auto; margin-bottom: 1.2rem; }
table { border-collapse: collapse; }
caption { text-align: left; color: var(--faint); padding-bottom: .4rem; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: right; }
thead th { background: var(--shade); vertical-align: bottom; }
tbody th, th:first-child { text-align: left; font-weight: 600; }
.text, thead th.text { text-align: left; } td.text { overflow-wrap: anywhere; min-width: 8rem; }
td.shade { background: var(--shade); }
td.right { background: var(--right); } td.wrong { background: var(--wrong); font-weight: 700; }
mark { background: none; color: inherit; text-decoration: underline wavy .12em; font-weight: 700; }
details { margin: .6rem 0; } summary { cursor: pointer; padding: .4rem 0; min-height: 2.75rem; }
summary h3 { display: inline; font-size: 1.15rem; } details[open] { border-left: .2rem solid
  var(--line); padding-left: .8rem; }
li { overflow-wrap: anywhere; }
.heard { display: flex; flex-wrap: wrap; gap: .3rem .7rem; align-items: center; }
.heard span { flex: 1 1 12rem; }
audio { flex: none; width: 9.5rem; height: 2.5rem; border: 1px solid var(--line);
  border-radius: 2rem; background: var(--shade); }
audio::-webkit-media-controls-enclosure { background: none; }
audio::-webkit-media-controls-panel { padding: 0 .2rem; }
audio::-webkit-media-controls-mute-button { display: none; }
audio::-webkit-media-controls-volume-control-container { display: none; }
audio::-webkit-media-controls-timeline { display: none; }
svg { width: 100%; height: auto; }
svg text { fill: var(--ink); font: 15px system-ui, sans-serif; }
.axis { stroke: var(--ink); } .grid { stroke: var(--line); }
.mark { fill: var(--mark); } .line { fill: none; stroke: var(--mark); stroke-width: 2; }
.interval { stroke: var(--mark); stroke-width: 3; }
.multiples { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%,
  22rem), 1fr)); } figure { margin: 0; } figcaption { font-weight: 600; }
@media print { details > * { display: block; } }
"""
"""Every pair of text and background has a contrast of 7:1 or more (WCAG 2.2, 1.4.6)."""


class Page:
    """A page that is written from top to bottom."""

    def __init__(self, title: str, *, sounds: bool = False) -> None:
        """Begin a page; its first heading is its title. `sounds`: it may hold recordings."""
        self._html = Element("html", lang="en")
        head = SubElement(self._html, "head")
        SubElement(head, "meta", charset="utf-8")
        # Only this style is allowed; nothing is fetched and no script runs.
        digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'"
        policy += "; form-action 'none'" + ("; media-src data:" if sounds else "")
        SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": policy})
        viewport = {"name": "viewport", "content": "width=device-width, initial-scale=1"}
        SubElement(head, "meta", viewport)
        SubElement(head, "title").text = title
        SubElement(head, "style").text = STYLE
        self._main = SubElement(SubElement(self._html, "body"), "main")
        SubElement(self._main, "h1").text = title

    def heading(self, text: str) -> None:
        """Begin a section."""
        SubElement(self._main, "h2").text = text

    def paragraph(self, text: str, style: str = "") -> None:
        """Write a paragraph; `style` "verdict" makes it stand out."""
        attributes = {"class": style} if style else {}
        SubElement(self._main, "p", attributes).text = text

    def table(
        self,
        caption: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[str | Element]],
        style: Sequence[Sequence[str]] = (),
    ) -> None:
        """Write a table; a row's first cell is its header.

        Args:
            caption: says what is in it.
            columns: their headers, that of the row headers first.
            rows: as many cells each as there are columns: text or, but for the first, an element.
            style: by row and cell, without the first: any of "text" (which its column's header
                follows), "right", "wrong" and "shade", with spaces between them.
        """
        # A table wider than the screen scrolls by itself, and by keyboard too.
        around = SubElement(self._main, "div", {"class": "wide", "tabindex": "0", "role": "region"})
        around.set("aria-label", caption)
        table = SubElement(around, "table")
        SubElement(table, "caption").text = caption
        head = SubElement(SubElement(table, "thead"), "tr")
        for at, column in enumerate(columns):
            is_text = at > 0 and bool(style) and "text" in style[0][at - 1].split()
            header = SubElement(
                head, "th", {"scope": "col"} | ({"class": "text"} if is_text else {})
            )
            header.text = column
        body = SubElement(table, "tbody")
        for number, (first, *cells) in enumerate(rows):
            row = SubElement(body, "tr")
            SubElement(row, "th", scope="row").text = str(first)
            for at, cell in enumerate(cells):
                kind = style[number][at] if style else ""
                made = SubElement(row, "td", {"class": kind} if kind else {})
                if isinstance(cell, str):
                    made.text = cell
                else:
                    made.append(cell)

    def folded(self, summary: str, lines: Iterable[str]) -> None:
        """Write a list that opens when its summary is chosen."""
        with self.fold(summary):
            items = SubElement(self._main, "ul")
            for line in lines:
                SubElement(items, "li").text = line

    @contextmanager
    def fold(self, summary: str, *, level: int = 0, opened: bool = False) -> Iterator[None]:
        """Put what is written meanwhile into a part that opens when its summary is chosen.

        Args:
            summary: names it.
            level: of the heading that the summary is; 0: it is none.
            opened: it is open from the beginning.
        """
        around = self._main
        self._main = SubElement(around, "details", {"open": ""} if opened else {})
        named = SubElement(self._main, "summary")
        (SubElement(named, f"h{level}") if level else named).text = summary
        try:
            yield
        finally:
            self._main = around

    def add(self, element: Element) -> None:
        """Put an element at the end."""
        self._main.append(element)

    def __str__(self) -> str:
        html = tostring(self._html, encoding="unicode", method="html")
        return f"<!DOCTYPE html>\n{legal(html)}\n"
