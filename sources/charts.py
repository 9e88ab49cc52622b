"""Pictures of numbers: Vega-Lite specifications (plain dictionaries), drawn to SVG on the server."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from textwrap import wrap
from typing import Any

import vl_convert
from django.utils.safestring import SafeString, mark_safe

from sources.caching import remembered

VEGA_LITE = "5.20"
TEAL = "#0b6e75"
_TEAL_TINT = "#8dbfc1"
_INK = "#1f1d1a"
_WEEK = 7 * 24 * 3600

# About as wide as a phone, where its letters keep their size; a wide screen draws it a third larger.
_BARS_WIDTH = 360
_LETTERS_IN_A_LINE = 46
_LETTERS = 14
_LINE = 17
_BAR = 12


@dataclass(frozen=True)
class Bar:
    """One number of a picture, with its words as the page's table has them; `high` where it is a range."""

    key: str
    name: str
    amount: str
    low: Decimal | int
    high: Decimal | None = None
    panel: str = ""


@dataclass(frozen=True)
class Chart:
    """A picture ready for the component `chart`, with its numbers in words."""

    name: str
    title: str
    note: str
    specification: dict[str, Any]
    # For a page without a table of its own.
    header: tuple[str, str]
    rows: tuple[tuple[str, str], ...]

    @property
    def svg(self) -> SafeString:
        return draw(self.specification)


def specification(**parts: Any) -> dict[str, Any]:
    """What every picture has, and its own parts."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        # The page's table is what screen readers are given: the picture is hidden from them.
        "config": {
            "aria": False,
            "font": "sans-serif",
            "axis": {"labelFontSize": 13, "titleFontSize": 13},
            "view": {"stroke": None},
        },
        **parts,
    }


def bars(rows: Sequence[Bar]) -> dict[str, Any]:
    """Lying bars in the order given, each with its name and amount in words above it.

    Bars of several panels (numbers that are not alike, such as of different periods) stand apart, each under
    the heading of its panel. All of one picture are of one unit and begin at zero.
    """
    lines = [wrap(f"{row.name}: {row.amount}", _LETTERS_IN_A_LINE) for row in rows]
    most_lines = max(map(len, lines), default=1)
    values = [
        {
            "key": row.key,
            "name": row.name,
            "amount": row.amount,
            "low": float(row.low),
            "high": float(row.low if row.high is None else row.high),
            "panel": row.panel,
            # Empty lines first: the last one stands on its bar.
            "text": [""] * (most_lines - len(own)) + own,
        }
        for row, own in zip(rows, lines, strict=True)
    ]
    height = _LINE * most_lines + 26
    ranges = [_bar("low", "high", _TEAL_TINT, height)] if any(row.high is not None for row in rows) else []
    layer = [_bar("low", None, TEAL, height), *ranges, _words(height)]
    panel = {"width": _BARS_WIDTH, "height": {"step": height}, "layer": layer}
    panels = list(dict.fromkeys(row.panel for row in rows))
    data = {"values": values}
    if len(panels) < 2:
        return specification(data=data, **panel)
    heading: dict[str, Any] = {"title": None, "labelOrient": "top", "labelAnchor": "start"}
    heading |= {"labelFontSize": _LETTERS, "labelFontWeight": "bold"}
    return specification(
        data=data,
        facet={"row": {"field": "panel", "type": "nominal", "sort": panels, "header": heading}},
        spec=panel,
        resolve={"scale": {"y": "independent"}},
    )


_ROW = {"field": "key", "type": "nominal", "sort": None, "axis": None, "scale": {"padding": 0}}


def _bar(start: str, end: str | None, colour: str, height: int) -> dict[str, Any]:
    """At the foot of its row: from zero to `start`, or on from there to `end`."""
    length = {"field": start, "type": "quantitative", "axis": None, "scale": {"zero": True}}
    return {
        "mark": {"type": "bar", "height": _BAR, "yOffset": height / 2 - _BAR, "color": colour},
        "encoding": {"y": _ROW, "x": length} | ({"x2": {"field": end}} if end else {}),
    }


def _words(height: int) -> dict[str, Any]:
    """From the top of the row downwards."""
    mark: dict[str, Any] = {"type": "text", "align": "left", "baseline": "top", "color": _INK}
    mark |= {"fontSize": _LETTERS, "lineHeight": _LINE, "dy": 6 - height / 2}
    return {"mark": mark, "encoding": {"y": _ROW, "x": {"value": 0}, "text": {"field": "text"}}}


def draw(specification: dict[str, Any]) -> SafeString:
    """The SVG, drawn once for the same numbers and words, whichever process is asked.

    What a picture shows stands whole in its specification, so a new version of the data or another language
    is another text. The first drawing of a process takes most of a second, for it starts a JavaScript engine.
    """
    return _drawn(json.dumps(specification))


@lru_cache(maxsize=64)
def _drawn(specification: str) -> SafeString:
    key = f"chart:{sha256(f'{VEGA_LITE} {specification}'.encode()).hexdigest()}"
    svg = remembered(
        key, lambda: vl_convert.vegalite_to_svg(specification, vl_version=VEGA_LITE), seconds=_WEEK
    )
    return mark_safe(svg)  # noqa: S308 (words in it are escaped as XML)
