"""What a visitor sees of the page, measured: letters that are cut, words on words, small buttons.

A look is a size of the window, the light, and how much the browser enlarges. One page takes on all
looks one after the other, since a page and its kiosk take longer to start than to look at.
"""

import json
from base64 import b64decode
from dataclasses import dataclass
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe

from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.events import AlertAcknowledged
from kiosk.visit.dialogue.look import SIZES
from kiosk.visit.dialogue.table import OUTCOMES, State
from tests.kiosk.report.looked_at import EVERY_RULE, LOOK_DECIDES
from tests.kiosk.visit.screen.touch.open_page import TWO_FRAMES
from tests.kiosk.visit.screen.touch.visited import VisitedPage

BY_TOUCH = Abilities(voice=True, names=True, keys=False, touch=True, staff_answer=True)
"""What most kiosks with a page can do."""

LEAST_TARGET = 60
"""CSS pixels that a target is high and wide at least (accessibility.md I5 asks for 44)."""

TALKS_IN = {
    *(State.GREETING, State.READING, State.HELP, State.EMERGENCY, State.GOODBYE),
    *(State.OUT_OF_SERVICE, *OUTCOMES),
}
"""States that a visitor mostly listens in; in the others the kiosk waits for an answer."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look of the page.

    Attributes:
        name: of its picture.
        size: of the screen, in dots.
        theme: the light.
        zoom: how much larger each of the page's pixels is.
        letters: how much larger the visitor wants them.
    """

    name: str
    size: tuple[int, int]
    theme: Literal["light", "dark"]
    zoom: float = 1.0
    letters: float = 1.0


PICTURES = (
    Look("landscape-light", (1920, 1080), "light"),
    Look("landscape-dark", (1920, 1080), "dark"),
    Look("portrait-light", (1080, 1920), "light"),
    Look("portrait-dark", (1080, 1920), "dark"),
)
"""Looks that `pictures` keeps."""

LOOKS = (
    *PICTURES,
    Look("small-light", (1024, 600), "light"),
    Look("small-dark", (1024, 600), "dark"),
    Look("double-light", (1920, 1080), "light", zoom=2.0),
    Look("double-dark", (1920, 1080), "dark", zoom=2.0),
    Look("4k-light", (3840, 2160), "light"),
)


ENLARGED = tuple(
    Look(f"{name}-{step + 1}", size, "light", letters=1 + step / (SIZES - 1) / 2)
    for name, size in (("wide", (1920, 1080)), ("tall", (1080, 1920)), ("small", (1024, 600)))
    for step in range(1, SIZES)
)
"""Looks with each size of letters that a visitor can choose beside the usual one."""


def come_to_the_middle(visited: VisitedPage) -> None:
    """Let the kiosk speak as long as a visitor is likely to be there."""
    stage = visited.kiosk.stage

    def half() -> bool:
        picture = json.loads(visited.screen.picture)
        text, caption = picture["scene"]["text"], picture["caption"]
        return caption in text and text.index(caption) >= len(text) // 2

    talks = visited.state in TALKS_IN
    visited.wait(lambda: (talks and half()) or stage.app.listening or not stage.app.speaking)
    if visited.state == State.EMERGENCY:
        visited.post(AlertAcknowledged("desk"))


class Looker:
    """Gives the page looks, and looks at it."""

    def __init__(self, visited: VisitedPage) -> None:
        """Look at a page of Chromium."""
        self.page = visited.page
        self._chromium = visited.opened.chromium
        self._examined: set[str] = set()
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(Axe().axe_script)

    def take_on(self, look: Look) -> None:
        """Give the page a look, and wait until it fits."""
        width, height = look.size
        inner = {"width": round(width / look.zoom), "height": round(height / look.zoom)}
        screen = {"screenWidth": width, "screenHeight": height}
        how = {**inner, **screen, "deviceScaleFactor": look.zoom, "mobile": False}
        self._chromium.send("Emulation.setDeviceMetricsOverride", how)
        self._chromium.send(
            "Emulation.setEmulatedMedia",
            {
                "features": [
                    {"name": "prefers-color-scheme", "value": look.theme},
                    {"name": "prefers-reduced-motion", "value": "reduce"},
                ]
            },
        )
        self.page.evaluate(LETTERS, look.letters)
        self.page.evaluate(TWO_FRAMES)

    def picture(self) -> bytes:
        """Take a picture, as PNG; playwright's own would undo the look."""
        return b64decode(self._chromium.send("Page.captureScreenshot", {"format": "png"})["data"])

    def barriers(self) -> list[str]:
        """Give what axe-core finds.

        Names, roles and order are the same where an earlier look showed the same elements. Then
        only rules on colors, places and sizes are tried again.
        """
        shown = self.page.evaluate(SHOWN)
        rules = LOOK_DECIDES if shown in self._examined else EVERY_RULE
        self._examined.add(shown)
        found: list[dict[str, Any]] = self.page.evaluate(
            "async how => (await axe.run(how)).violations",
            {"runOnly": rules, "resultTypes": ["violations"]},
        )
        return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]

    def unseen(self, texts: list[str]) -> list[str]:
        """Give the texts that nothing on the page shows from beginning to end."""
        left: list[str] = self.page.evaluate(UNSEEN, texts)
        return left

    def faults(self, *, whole: bool) -> list[str]:
        """Give what cannot be read or touched as it is; `whole`: the page must not scroll."""
        found: list[str] = self.page.evaluate(FAULTS, [LEAST_TARGET, whole])
        return found


LETTERS = """larger => {
    if (Number(page.dataset.letters ?? 1) === larger) return;
    page.dataset.letters = larger;
    setSizes();
}"""

SHOWN = """() => [...document.querySelectorAll("*")].map(each => [
    each.checkVisibility({opacityProperty: true, visibilityProperty: true}),
    each.cloneNode().outerHTML.replace(/ style="[^"]*"/, ""), each.childElementCount,
]).join() + document.body.textContent"""

UNSEEN = """texts => texts.filter(text => ![...document.querySelectorAll("body *")].some(each => {
    if (each.textContent.trim() !== text || !each.checkVisibility({opacityProperty: true}))
        return false;
    const box = each.getBoundingClientRect();
    let top = 0, bottom = innerHeight;
    for (let around = each; around !== document.body; around = around.parentElement) {
        if (getComputedStyle(around).overflowY === "visible") continue;
        top = Math.max(top, around.getBoundingClientRect().top);
        bottom = Math.min(bottom, around.getBoundingClientRect().bottom);
    }
    return box.height && box.top >= top - 2 && box.bottom <= bottom + 2;
}))"""

FAULTS = """([least, whole]) => {
    const faults = [];
    const shown = each => each.checkVisibility({opacityProperty: true, visibilityProperty: true})
        && !each.closest("[aria-hidden=true]");
    const name = each => `${each.tagName.toLowerCase()}${each.id && "#" + each.id} `
        + JSON.stringify(each.textContent.trim().slice(0, 40));
    const far = document.documentElement;
    const wide = far.scrollWidth - innerWidth, high = far.scrollHeight - innerHeight;
    if (wide > 0) faults.push(`the page is ${wide} pixels too wide`);
    if (whole && high > 0) faults.push(`the page is ${high} pixels too high`);

    // What is left of a box within all that scrolls or hides around it; nothing where that is less.
    const seen = (each, box) => {
        let {left, top, right, bottom} = box;
        for (let around = each; around !== document.body; around = around.parentElement) {
            if (getComputedStyle(around).overflowY === "visible") continue;
            const frame = around.getBoundingClientRect();
            left = Math.max(left, frame.left); right = Math.min(right, frame.right);
            top = Math.max(top, frame.top); bottom = Math.min(bottom, frame.bottom);
        }
        const wide = right - left, high = bottom - top;
        return wide > 1 && high > 1 && new DOMRect(left, top, wide, high);
    };

    // Each line of each text, with the element that it stands in.
    const lines = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const each = walker.currentNode.parentElement;
        if (!walker.currentNode.textContent.trim() || !shown(each)) continue;
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        for (const box of range.getClientRects())
            if (box.width > 1 && box.height > 1) lines.push({each, box});
        for (const {0: word, index} of walker.currentNode.textContent.matchAll(/[^\\s-]+/g)) {
            range.setStart(walker.currentNode, index);
            range.setEnd(walker.currentNode, index + word.length);
            const rows = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
            if (rows.size > 1) faults.push(`broken: ${word} in ${name(each)}`);
        }
    }
    // A line's box is higher than its letters: this much of it may be hidden.
    const slack = box => box.height * .2;
    for (const {each, box} of lines) {
        for (let around = each; around; around = around.parentElement) {
            const style = getComputedStyle(around);
            if (style.overflowX === "visible" && style.overflowY === "visible") continue;
            if (around === document.body || around === far) continue;
            const frame = around.getBoundingClientRect(), spare = slack(box);
            const beside = box.right < frame.left + 1 || box.left > frame.right - 1
                || box.bottom < frame.top + spare || box.top > frame.bottom - spare;
            const within = box.left > frame.left - 2 && box.right < frame.right + 2
                && box.top > frame.top - spare && box.bottom < frame.bottom + spare;
            if (beside ? style.overflowY === "hidden" : !within) faults.push(`cut: ${name(each)}`);
        }
        if (box.left < -1 || box.right > innerWidth + 1) faults.push(`beside: ${name(each)}`);
    }

    const parts = lines.map(({each, box}) => ({each, box: seen(each, box)}))
        .filter(({box}) => box);

    // What stands at the middle of a line must be the text, not something that lies on it.
    for (const {each, box} of parts) {
        const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
        if (y < 0 || y > innerHeight) continue;
        const top = document.elementFromPoint(x, y);
        if (top && !top.contains(each) && !each.contains(top) && !top.closest("svg"))
            faults.push(`${name(top)} lies on ${name(each)}`);
    }
    const overlap = (one, two) => Math.min(one.right, two.right) - Math.max(one.left, two.left) > 2
        && Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top) > 2 + slack(two) * 2;
    for (const svg of document.querySelectorAll("svg:not(.icons, .calm, .tick)"))
        if (svg.checkVisibility({opacityProperty: true, visibilityProperty: true}))
            parts.push({each: svg, box: seen(svg, svg.getBoundingClientRect()) || new DOMRect()});
    parts.forEach((one, at) => parts.slice(at + 1).forEach(two => {
        if (one.each !== two.each && overlap(one.box, two.box))
            faults.push(`${name(one.each)} overlaps ${name(two.each)}`);
    }));

    const touched = [...document.querySelectorAll("button, summary, a[href], [role=button]")]
        .filter(each => shown(each) && getComputedStyle(each).visibility === "visible");
    const boxes = touched.map(each => ({each, box: seen(each, each.getBoundingClientRect())}))
        .filter(({box}) => box);
    if (whole) for (const {each, box} of boxes) {
        const all = each.getBoundingClientRect();
        if (all.height - box.height > 2 || all.width - box.width > 2)
            faults.push(`cut: ${name(each)}`);
    }
    for (const {each} of boxes) {
        const {width, height} = each.getBoundingClientRect();
        if (Math.min(width, height) < least)
            faults.push(`${Math.round(width)}x${Math.round(height)}: ${name(each)}`);
    }
    boxes.forEach((one, at) => boxes.slice(at + 1).forEach(two => {
        const x = Math.min(one.box.right, two.box.right) - Math.max(one.box.left, two.box.left);
        const y = Math.min(one.box.bottom, two.box.bottom) - Math.max(one.box.top, two.box.top);
        if (x > 1 && y > 1) faults.push(`${name(one.each)} and ${name(two.each)} overlap`);
    }));
    return [...new Set(faults)];
}"""
