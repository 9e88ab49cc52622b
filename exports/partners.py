"""Countries and territories as partners in trade: their codes, their names, and how sources write them.

`partners.csv` beside this file has a line for each of the 249 codes of ISO 3166-1 (two letters), with

- `comtrade`: the number by which UN Comtrade knows it, two of them for Italy, whose number changed. It is the
  one of the UN's M49 standard but for India (699), the United States (842), France (251), Norway (579),
  Switzerland (757) and Italy (formerly 381). From UN Comtrade's list partnerAreas.json, as stored on GitHub:
  the older edition in UK-BIS-Analysis/trademap, the present one in maxxstrong/ValueChain (there without its
  end), read on 22 November 2026. Numbers of other bounds (250, France without its overseas departments) and
  of former states are left out. 492 is no slip: M49 gives it to Monaco, Comtrade to "Europe EU, nes".
- `names`, separated by "|": ISO's own and Comtrade's, Trade Map's ("Taipei, Chinese") and those of TradeStat
  ("U ARAB EMTS"), as public programs that read these sources list them. What none of them names is left out.

English and Hindi names to show are those of Unicode's CLDR, through Babel. A name is compared without
accents, punctuation and case; one that is not known is refused by whoever asks, never guessed.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel import Locale
from django.utils.translation import gettext, override

from sources import folding

TABLE = Path(__file__).parent / "partners.csv"
WORLD = "world"
# Rows of the sources that are neither a country nor the world.
NOT_COUNTRIES = frozenset(
    [
        "area nes",
        "areas nes",
        "areas not elsewhere specified",
        "bunkers",
        "european union",
        "european union eu 27",
        "european union eu 28",
        "free zones",
        "installations in international waters",
        "neth antilles",
        "netherlandantil",
        "netherlands antilles",
        "other asia nes",
        "serbia and montenegro",
        "ship stores and bunkers",
        "special categories",
        "trade to unspecified countries",
        "union of serbia and montenegro",
        "unspecified",
    ]
)


@cache
def _lines() -> tuple[Mapping[str, str], ...]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def codes() -> frozenset[str]:
    """All codes of ISO 3166-1, two letters."""
    return frozenset(line["code"] for line in _lines())


@cache
def comtrade_codes() -> Mapping[int, str]:
    """ISO code by UN Comtrade's number; the world is 0."""
    return {0: WORLD} | {
        int(number): line["code"] for line in _lines() for number in line["comtrade"].split("|") if number
    }


def name_of(code: str, language: str) -> str:
    """The country's name in English or Hindi ("hi"); the code itself where it is none."""
    if code == WORLD:
        with override(language):
            return gettext("World")
    return _territories(language).get(code, code) if code in codes() else code


def code_of(name: str) -> str | None:
    """ISO code of a name in English, or "world"; None where it is not known."""
    return _by_name().get(folded(name))


def folded(name: str) -> str:
    """The name as it is compared: "CÔTE D'IVOIRE" becomes "cote divoire"."""
    return " ".join(folding.folded(name.replace("&", " and ")))


@cache
def _by_name() -> Mapping[str, str]:
    names = {WORLD: WORLD}
    for line in _lines():
        for name in [_territories("en")[line["code"]], *line["names"].split("|")]:
            names.setdefault(folded(name), line["code"])
    del names[""]
    return names


@cache
def _territories(language: str) -> Mapping[str, str]:
    return Locale(language).territories
