"""The land of the world as one path, and where a place lies on the map.

Land: `map_data/land-110m.json` of world-atlas 2.0.2 (notice in `map_data/LICENSE`), made from Natural Earth,
which is in the public domain. It is coast alone: the portal draws no border of any country.
The projection is Equal Earth (Šavrič, Patterson and Jenny 2018), true to area, around a meridian that leaves
Asia whole. `python -m exports.world` writes the picture of the land anew.
"""

import json
import math
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

WIDTH = 960.0
# Without Antarctica, where nobody trades, and without the sea around it.
_SOUTH, _NORTH = -57.0, 84.0
_CENTRE = 11.0
_COEFFICIENTS = (1.340264, -0.081106, 0.000893, 0.003796)
_LAND = Path(__file__).parent / "map_data" / "land-110m.json"
PICTURE = Path(__file__).parent.parent / "static" / "img" / "land.svg"

Point = tuple[float, float]


def _equal_earth(longitude: float, latitude: float) -> Point:
    """In units of the globe's radius; the longitude is counted from the middle of the map."""
    a1, a2, a3, a4 = _COEFFICIENTS
    root = math.sqrt(3)
    t = math.asin(root / 2 * math.sin(math.radians(latitude)))
    stretch = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    x = 2 * root * math.radians(longitude) * math.cos(t) / (3 * stretch)
    return x, a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t


_SCALE = WIDTH / 2 / _equal_earth(180, 0)[0]
_TOP = _equal_earth(0, _NORTH)[1]
HEIGHT = round((_TOP - _equal_earth(0, _SOUTH)[1]) * _SCALE, 1)


def position(longitude: float, latitude: float) -> Point:
    """Where degrees lie on a map of WIDTH by HEIGHT, in its units, to one decimal."""
    return _on_map((longitude - _CENTRE + 180) % 360 - 180, latitude)


def _on_map(from_centre: float, latitude: float) -> Point:
    x, y = _equal_earth(from_centre, latitude)
    return round(WIDTH / 2 + x * _SCALE, 1), round((_TOP - y) * _SCALE, 1)


def land_svg() -> str:
    """The land as a picture of its own, that pages share and browsers keep: `static/img/land.svg`."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT}" width="{WIDTH:.0f}" '
        f'height="{HEIGHT}"><path fill="#ddd8cf" fill-rule="evenodd" d="{land_path()}"/></svg>\n'
    )


def land_path() -> str:
    """Every coast, each piece in steps from its first point."""
    return "".join(_subpath(piece) for ring in _rings() for piece in _pieces(ring))


def _subpath(piece: list[Point]) -> str:
    """Points that fall together at one decimal are written once; what is no area then is left out."""
    points = [_on_map(*point) for point in piece]
    points = [point for before, point in zip([None, *points], points, strict=False) if point != before]
    if len(points) < 3:
        return ""
    steps = [
        f"{_number(x - before_x)} {_number(y - before_y)}"
        for (before_x, before_y), (x, y) in pairwise(points)
    ]
    return f"M{_number(points[0][0])} {_number(points[0][1])}l{' '.join(steps)}z".replace(" -", "-")


def _number(value: float) -> str:
    """ "-.3" and "12": as short as SVG allows."""
    text = f"{round(value, 1) + 0:.1f}".removesuffix(".0")
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


def _rings() -> Iterable[list[Point]]:
    """The rings of the TopoJSON as degrees, without those of Antarctica."""
    topology = json.loads(_LAND.read_text())
    arcs = [_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    for polygon in topology["objects"]["land"]["geometries"][0]["arcs"]:
        for numbers in polygon:
            parts = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
            ring = [point for part in parts for point in part[:-1]]
            if max(latitude for _longitude, latitude in ring) > _SOUTH:
                yield ring


def _arc(steps: list[Point], transform: dict[str, Any]) -> list[Point]:
    """Each step is counted from the point before it, in the grid of the file."""
    (scale_x, scale_y), (from_x, from_y) = transform["scale"], transform["translate"]
    x = y = 0.0
    points = []
    for step_x, step_y in steps:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + from_x, y * scale_y + from_y))
    return points


def _pieces(ring: list[Point]) -> Iterable[list[Point]]:
    """The ring as it lies on the map: one that crosses the edge is cut there and goes on at the other."""
    unrolled = [(ring[0][0] - _CENTRE, ring[0][1])]
    for longitude, latitude in ring[1:]:
        before = unrolled[-1][0]
        turn = round((before - (longitude - _CENTRE)) / 360) * 360
        unrolled.append((longitude - _CENTRE + turn, latitude))
    for turn in (-360, 0, 360):
        moved = [(longitude + turn, latitude) for longitude, latitude in unrolled]
        piece = _cut(_cut(moved, 180, keep_below=True), -180, keep_below=False)
        if piece:
            yield piece


def _cut(ring: list[Point], edge: float, *, keep_below: bool) -> list[Point]:
    """What lies on one side of a meridian (Sutherland and Hodgman's clipping)."""

    def inside(point: Point) -> bool:
        return point[0] <= edge if keep_below else point[0] >= edge

    kept: list[Point] = []
    for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        if inside(before) != inside(point):
            part = (edge - before[0]) / (point[0] - before[0])
            kept.append((edge, before[1] + part * (point[1] - before[1])))
        if inside(point):
            kept.append(point)
    return kept


if __name__ == "__main__":
    PICTURE.write_text(land_svg())
