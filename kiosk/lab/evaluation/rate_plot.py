"""Draws error rates against the level of noise: a small SVG picture for each mistake."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias
from xml.etree.ElementTree import Element, SubElement

from audio.recognition.error_bound import interval
from kiosk.lab.evaluation.recognition import Rate

_Point: TypeAlias = tuple[float, float]

_WIDTH, _HEIGHT = 420.0, 220.0
_LEFT, _RIGHT, _HEAD, _FOOT = 62.0, 14.0, 14.0, 52.0
_BASE = _HEIGHT - _FOOT
_TOPS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)
_RADIUS = 6.0


def plots(levels: Sequence[str], series: Mapping[str, Sequence[Rate]]) -> Element:
    """Draw rates with their 95 % intervals (Clopper-Pearson), all on the same scale.

    Args:
        levels: names of the levels, from left to right.
        series: by name, one rate for each level.
    """
    highest = max(
        (interval(rate.errors, rate.tries)[1] for rates in series.values() for rate in rates),
        default=1.0,
    )
    top = next(top for top in _TOPS if top >= highest)
    around = Element("div", {"class": "multiples"})
    for name, rates in series.items():
        figure = SubElement(around, "figure")
        SubElement(figure, "figcaption").text = name
        figure.append(_plot(name, levels, rates, top))
    return around


def _plot(name: str, levels: Sequence[str], rates: Sequence[Rate], top: float) -> Element:
    svg = Element("svg", viewBox=f"0 0 {_WIDTH:g} {_HEIGHT:g}", role="img")
    SubElement(svg, "title").text = f"{name}, by level of noise"
    SubElement(svg, "desc").text = _in_words(levels, rates)

    def y_of(rate: float) -> float:
        return _BASE - (_BASE - _HEAD) * rate / top

    for tick in range(3):
        share = top * tick / 2
        style = "grid" if tick else "axis"
        _line(svg, style, (_LEFT, y_of(share)), (_WIDTH - _RIGHT, y_of(share)))
        _text(svg, (_LEFT - 8, y_of(share) + 5), f"{100 * share:g} %", "end")
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(levels), 1)
    middles = [_LEFT + step * (at + 0.5) for at in range(len(levels))]
    points = [
        (middle, y_of(rate.errors / rate.tries if rate.tries else 0.0))
        for middle, rate in zip(middles, rates, strict=True)
    ]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    SubElement(svg, "path", {"class": "line", "d": path})
    for (x, y), level, rate in zip(points, levels, rates, strict=True):
        _text(svg, (x, _BASE + 22), level, "middle")
        _text(svg, (x, _BASE + 42), f"{rate.errors} of {rate.tries}", "middle")
        low, high = interval(rate.errors, rate.tries)
        _line(svg, "interval", (x, y_of(low)), (x, y_of(high)))
        place = {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": f"{_RADIUS:g}"}
        SubElement(svg, "circle", {"class": "mark", **place})
    return svg


def _in_words(levels: Sequence[str], rates: Sequence[Rate]) -> str:
    told = (
        f"{level} {rate.errors} of {rate.tries}" for level, rate in zip(levels, rates, strict=True)
    )
    return f"{', '.join(told)}."


def _line(parent: Element, style: str, start: _Point, end: _Point) -> None:
    places = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    written = {name: f"{value:.1f}" for name, value in places.items()}
    SubElement(parent, "line", {"class": style, **written})


def _text(parent: Element, at: _Point, text: str, anchor: str) -> None:
    place = {"x": f"{at[0]:.1f}", "y": f"{at[1]:.1f}", "text-anchor": anchor}
    SubElement(parent, "text", place).text = text
