"""The world map of markets: each country once, under a sign that says in which role it is named.

It is drawn here and not by Vega-Lite, which would put all the land into every answer: so the land is one
picture that browsers keep, the page carries the signs alone, and these follow the style sheet, in print too.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exports import world
from exports.models import Country, CountryGroup, MarketLink
from sources.bilingual import localized

Role = MarketLink.Role
_WANTED = {Role.TARGET, Role.AGREEMENT_FOCUS, Role.UNTAPPED}


@dataclass(frozen=True)
class Sign:
    """A shape and its words; `path` is drawn around the place of the country."""

    slug: str
    words: str | Promise
    path: str


_CIRCLE = "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z"
# A country named in several roles has one sign.
SIGNS = {
    sign.slug: sign
    for sign in (
        Sign("now", _("exported to now"), _CIRCLE),
        Sign(
            "both",
            _("exported to now, and also a target, in focus or untapped"),
            _CIRCLE + "M-9 0a9 9 0 1 0 18 0a9 9 0 1 0 -18 0z",
        ),
        Sign("wanted", _("a target, in focus or untapped; no exports of now named"), "M0-8L8 0L0 8L-8 0z"),
        Sign("others", _("named only as a large importer or exporter"), "M0-8L7 6L-7 6z"),
    )
}


@dataclass(frozen=True)
class Bubble:
    iso2: str
    name: str
    roles: str
    sign: Sign
    x: float
    y: float


@dataclass(frozen=True)
class Panel:
    """A part of the world, in units of the whole map; signs are drawn smaller by `zoom`."""

    title: str | Promise
    left: float
    top: float
    width: float
    height: float
    zoom: float
    bubbles: tuple[Bubble, ...]


@dataclass(frozen=True)
class LegendEntry:
    sign: Sign
    count: int


@dataclass(frozen=True)
class NamedGroup:
    name: str
    roles: str
    url: str


@dataclass(frozen=True)
class MarketMap:
    """What `exports/includes/market_map.html` draws."""

    panels: tuple[Panel, ...]
    legend: tuple[LegendEntry, ...]
    groups: tuple[NamedGroup, ...]  # which lie nowhere: they are listed
    countries: int
    width: float = world.WIDTH
    height: float = world.HEIGHT


def market_map(links: Iterable[MarketLink]) -> MarketMap:
    """The countries and groups of these links, which have theirs at hand; it asks the database nothing."""
    countries: dict[Country, set[str]] = defaultdict(set)
    groups: dict[CountryGroup, set[str]] = defaultdict(set)
    for link in links:
        if link.country:
            countries[link.country].add(link.role)
        elif link.group:
            groups[link.group].add(link.role)
    bubbles = sorted(
        (_bubble(country, roles) for country, roles in countries.items()), key=lambda row: row.name
    )
    return MarketMap(
        panels=_panels(tuple(bubbles)),
        legend=_legend(bubbles),
        groups=tuple(
            NamedGroup(localized(group, "name"), _role_words(groups[group]), group.get_absolute_url())
            for group in sorted(groups, key=lambda group: localized(group, "name"))
        ),
        countries=len(bubbles),
    )


def _bubble(country: Country, roles: set[str]) -> Bubble:
    x, y = world.position(float(country.longitude), float(country.latitude))
    return Bubble(country.iso2, localized(country, "name"), _role_words(roles), _sign(roles), x, y)


def _sign(roles: set[str]) -> Sign:
    now, wanted = Role.EXPORTED_NOW in roles, bool(roles & _WANTED)
    if now:
        return SIGNS["both" if wanted else "now"]
    return SIGNS["wanted" if wanted else "others"]


def _role_words(roles: set[str]) -> str:
    return ", ".join(str(role.label) for role in Role if role in roles)


def _legend(bubbles: Iterable[Bubble]) -> tuple[LegendEntry, ...]:
    signs = [bubble.sign for bubble in bubbles]
    return tuple(LegendEntry(sign, signs.count(sign)) for sign in SIGNS.values() if sign in signs)


def _panels(bubbles: tuple[Bubble, ...]) -> tuple[Panel, ...]:
    """The whole world, and Europe enlarged, where the signs would lie on each other."""
    whole = Panel(_("The world"), 0, 0, world.WIDTH, world.HEIGHT, 1, bubbles)
    left, top = world.position(-14, 68)
    right, bottom = world.position(40, 34)
    inside = tuple(row for row in bubbles if left <= row.x <= right and top <= row.y <= bottom)
    if len(inside) < 2:
        return (whole,)
    zoom = round((right - left) / world.WIDTH * 2, 2)
    return whole, Panel(
        _("Europe, enlarged"), left, top, round(right - left, 1), round(bottom - top, 1), zoom, inside
    )
