"""Draws error rates against the level of noise, as an SVG picture."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias
from xml.etree.ElementTree import Element, SubElement

from audio.recognition.error_bound import interval
from kiosk.lab.evaluation.recognition import Rate

_Point: TypeAlias = tuple[float, float]

_WIDTH, _LEFT, _RIGHT = 900.0, 80.0, 30.0
_HEIGHT, _BOTTOM, _LEGEND_LINE = 380.0, 60.0, 24.0
_TOPS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)
_DASHES = ("none", "9 4", "2 4", "12 4 2 4", "6 2", "2 2", "9 2 2 2")
_APART = 7.0
"""Units between the points of two series at one level, so that neither hides the other."""

_SHAPES: Sequence[Callable[[float, float], str]] = (
    lambda x, y: f"M{x - 6:.1f} {y:.1f}a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z",  # circle
    lambda x, y: f"M{x - 5:.1f} {y - 5:.1f}h10v10h-10z",  # square
    lambda x, y: f"M{x:.1f} {y - 7:.1f}l7 12h-14z",  # triangle
    lambda x, y: f"M{x:.1f} {y - 7:.1f}l6 7l-6 7l-6 -7z",  # diamond
    lambda x, y: f"M{x:.1f} {y + 7:.1f}l7 -12h-14z",  # triangle, point down
    lambda x, y: f"M{x - 7:.1f} {y - 2:.1f}h14v4h-14z",  # bar
    lambda x, y: f"M{x - 2:.1f} {y - 7:.1f}h4v14h-4z",  # pillar
)


def plot(title: str, levels: Sequence[str], series: Mapping[str, Sequence[Rate]]) -> Element:
    """Draw rates with their 95 % intervals (Clopper-Pearson).

    Args:
        title: what the picture shows.
        levels: names of the levels, from left to right.
        series: by name, one rate for each level; seven at most. They differ in colour, shape and
            dashes.
    """
    head = 16 + _LEGEND_LINE * len(series)
    bottom = head + _HEIGHT - _BOTTOM
    svg = Element("svg", viewBox=f"0 0 {_WIDTH:g} {head + _HEIGHT:g}", role="img")
    SubElement(svg, "title").text = title
    SubElement(svg, "desc").text = _in_words(levels, series)
    intervals = {n: [interval(r.errors, r.tries) for r in rates] for n, rates in series.items()}
    highest = max((high for each in intervals.values() for _, high in each), default=1.0)
    top = next(top for top in _TOPS if top >= highest)

    def y_of(rate: float) -> float:
        return bottom - (bottom - head - 10) * rate / top

    step = (_WIDTH - _LEFT - _RIGHT) / max(len(levels), 1)
    middles = [_LEFT + step * (at + 0.5) for at in range(len(levels))]
    for tick in range(6):
        rate = top * tick / 5
        style = "grid" if tick else "axis"
        _line(svg, style, (_LEFT, y_of(rate)), (_WIDTH - _RIGHT, y_of(rate)))
        _text(svg, (_LEFT - 8, y_of(rate) + 5), f"{100 * rate:g} %", "end")
    _line(svg, "axis", (_LEFT, y_of(0)), (_LEFT, y_of(top)))
    for middle, level in zip(middles, levels, strict=True):
        _line(svg, "axis", (middle, y_of(0)), (middle, y_of(0) + 6))
        _text(svg, (middle, y_of(0) + 24), level, "middle")
    _text(svg, ((_LEFT + _WIDTH - _RIGHT) / 2, y_of(0) + 50), "speech above noise", "middle")
    for number, (name, rates) in enumerate(series.items()):
        group = SubElement(svg, "g", {"class": f"s{number}"})
        aside = (number - (len(series) - 1) / 2) * _APART
        points = [
            (middle + aside, y_of(rate.errors / rate.tries if rate.tries else 0.0))
            for middle, rate in zip(middles, rates, strict=True)
        ]
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        dashes = {"stroke-dasharray": _DASHES[number]}
        SubElement(group, "path", {"class": "line", "d": path, **dashes})
        for (x, y), (low, high) in zip(points, intervals[name], strict=True):
            _line(group, "interval", (x, y_of(low)), (x, y_of(high)))
            SubElement(group, "path", {"class": "mark", "d": _SHAPES[number](x, y)})
        y = 16 + _LEGEND_LINE * number
        legend = {"class": "line", "d": f"M{_LEFT:g} {y:g}h50", **dashes}
        SubElement(group, "path", legend)
        SubElement(group, "path", {"class": "mark", "d": _SHAPES[number](_LEFT + 25, y)})
        _text(svg, (_LEFT + 62, y + 5), name, "start")
    return svg


def _in_words(levels: Sequence[str], series: Mapping[str, Sequence[Rate]]) -> str:
    lines = []
    for name, rates in series.items():
        told = (
            f"{level} {rate.errors} of {rate.tries}"
            for level, rate in zip(levels, rates, strict=True)
        )
        lines.append(f"{name}: {', '.join(told)}.")
    return " ".join(lines)


def _line(parent: Element, style: str, start: _Point, end: _Point) -> None:
    places = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    written = {name: f"{value:.1f}" for name, value in places.items()}
    SubElement(parent, "line", {"class": style, **written})


def _text(parent: Element, at: _Point, text: str, anchor: str) -> None:
    place = {"x": f"{at[0]:.1f}", "y": f"{at[1]:.1f}", "text-anchor": anchor}
    SubElement(parent, "text", place).text = text
