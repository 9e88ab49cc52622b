"""The map: land from one edge to the other and no line across, and one sign for each named country."""

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from exports import world
from exports.market_map import market_map
from exports.models import MarketLink
from tests.dom import elements, given, read, words


def rings() -> list[list[tuple[float, float]]]:
    """The pieces of land as points of the map."""
    found = []
    for piece in filter(None, world.land_path().split("z")):
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", piece)]
        points, (x, y) = [], (0.0, 0.0)
        for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + step_x, y + step_y
            points.append((x, y))
        found.append(points)
    return found


def on_land(longitude: float, latitude: float) -> bool:
    """By counting the coasts to the right of the place."""
    x, y = world.position(longitude, latitude)
    crossed = 0
    for ring in rings():
        for (x1, y1), (x2, y2) in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                crossed += 1
    return crossed % 2 == 1


def test_the_picture_is_what_the_data_make() -> None:
    assert world.PICTURE.read_text() == world.land_svg(), "write it anew: python -m exports.world"


def test_no_coast_runs_from_edge_to_edge() -> None:
    pieces = rings()
    assert len(pieces) > 100
    longest = max(
        abs(x2 - x1)
        for ring in pieces
        for (x1, _y1), (x2, _y2) in zip([*ring[-1:], *ring[:-1]], ring, strict=True)
    )
    assert longest < world.WIDTH / 20


def test_all_land_is_on_the_map() -> None:
    points = [point for ring in rings() for point in ring]
    assert min(x for x, _y in points) < 120
    assert max(x for x, _y in points) > world.WIDTH - 120
    assert all(-1 <= x <= world.WIDTH + 1 and -1 <= y <= world.HEIGHT + 1 for x, y in points)


@pytest.mark.parametrize(
    ("name", "longitude", "latitude", "land"),
    [
        ("Kanpur", 80.33, 26.45, True),
        ("the middle of Brazil", -53, -10, True),
        ("Siberia, east of the 180th meridian", -176, 66.5, True),
        ("Siberia, west of it", 176, 66.5, True),
        ("the Caspian Sea", 51, 42, False),
        ("the Atlantic", -30, 30, False),
        ("the Bay of Bengal", 88, 15, False),
    ],
)
def test_land_lies_where_it_is(name: str, longitude: float, latitude: float, land: bool) -> None:
    assert on_land(longitude, latitude) == land, name


def fixture(name: str) -> list[dict[str, Any]]:
    rows = json.loads(Path(settings.BASE_DIR, "fixtures", f"{name}.json").read_text())
    return [row["fields"] for row in rows]


def sign_of(roles: set[str]) -> str:
    """Spelled out anew from the words of the legend."""
    if "exported_now" not in roles:
        return "wanted" if roles & {"target", "agreement_focus", "untapped"} else "others"
    return "both" if roles & {"target", "agreement_focus", "untapped"} else "now"


@pytest.mark.django_db
@pytest.mark.usefixtures("printed_plan")
class TestSigns:
    @pytest.fixture
    def roles(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for row in fixture("exports__marketlink"):
            if row["country"]:
                found[row["country"][0]].add(row["role"])
        return found

    def test_one_sign_for_each_named_country_and_none_else(self, roles: dict[str, set[str]]) -> None:
        whole = market_map(MarketLink.objects.select_related("country", "group")).panels[0]
        assert {bubble.iso2: bubble.sign.slug for bubble in whole.bubbles} == {
            iso2: sign_of(found) for iso2, found in roles.items()
        }
        assert len(whole.bubbles) == len(roles)

    def test_each_stands_at_its_place(self) -> None:
        places = {
            row["iso2"]: (float(row["longitude"]), float(row["latitude"]))
            for row in fixture("exports__country")
        }
        whole, europe = market_map(MarketLink.objects.select_related("country", "group")).panels
        for bubble in whole.bubbles:
            assert (bubble.x, bubble.y) == world.position(*places[bubble.iso2])
            assert 0 < bubble.x < world.WIDTH
            assert 0 < bubble.y < world.HEIGHT
        assert {"DE", "NL", "BE", "FI", "ES", "TR"} <= {bubble.iso2 for bubble in europe.bubbles}
        assert not {"IN", "JP", "US", "AE"} & {bubble.iso2 for bubble in europe.bubbles}

    def test_the_legend_counts_what_is_drawn(self) -> None:
        drawn = market_map(MarketLink.objects.select_related("country", "group"))
        assert sum(entry.count for entry in drawn.legend) == drawn.countries
        shapes = {entry.sign.path for entry in drawn.legend}
        assert len(shapes) == len(drawn.legend), "a shape of its own, not a colour alone"

    def test_groups_are_listed_and_lie_nowhere(self) -> None:
        drawn = market_map(MarketLink.objects.select_related("country", "group"))
        named = {row["group"][0] for row in fixture("exports__marketlink") if row["group"]}
        assert {group.url for group in drawn.groups} == {f"/markets/groups/{slug}/" for slug in named}

    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_it_is_named_and_asks_no_other_host(self, client: Client, language: str) -> None:
        prefix = "" if language == "en" else "/hi"
        page = read(client.get(f"{prefix}/markets/").text)
        for picture in elements(page, "svg", role="img"):
            title, text = given(picture)["aria-labelledby"].split()
            assert words(elements(picture, "title", id=title)[0])
            assert words(elements(picture, "desc", id=text)[0])
            (land,) = elements(picture, "image")
            assert given(land)["href"].startswith("/static/img/land")

    def test_decimals_are_points_in_either_language(self) -> None:
        drawn = market_map(MarketLink.objects.select_related("country", "group"))
        with translation.override("hi"):
            html = render_to_string("exports/includes/market_map.html", {"market_map": drawn})
        assert all(
            re.fullmatch(r"translate\([\d.]+ [\d.]+\) scale\([\d.]+\)", place)
            for place in re.findall(r'transform="([^"]*)"', html)
        )

    def test_no_market_no_map(self) -> None:
        html = render_to_string("exports/includes/market_map.html", {"market_map": market_map([])})
        assert html.strip() == ""
