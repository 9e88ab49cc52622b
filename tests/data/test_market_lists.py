"""Every list of countries that a document prints is taken whole: names are counted by hand, and by rule."""

import re
from collections import Counter
from pathlib import Path

import pytest

from exports.models import Country, MarketLink, Port

Role = MarketLink.Role
# Line, role, whose trade, and how many names are printed there.
LISTS = [
    ("285", Role.EXPORTED_NOW, "kanpur-nagar", 4),
    ("378", Role.TARGET, "kanpur-nagar", 7),
    ("379", Role.AGREEMENT_FOCUS, "kanpur-nagar", 4),
    ("380", Role.UNTAPPED, "kanpur-nagar", 1),
    ("390", Role.EXPORTER, "world", 2),
    ("412", Role.TARGET, "kanpur-nagar", 14),
    ("413", Role.AGREEMENT_FOCUS, "kanpur-nagar", 2),
    ("414", Role.UNTAPPED, "kanpur-nagar", 1),
    ("483", Role.EXPORTED_NOW, "kanpur-nagar", 6),
    ("593", Role.EXPORTED_NOW, "kanpur-nagar", 6),
    ("594", Role.EXPORTED_NOW, "kanpur-nagar", 2),
    ("595", Role.EXPORTED_NOW, "kanpur-nagar", 4),
    ("596", Role.EXPORTED_NOW, "kanpur-nagar", 8),
    ("597", Role.EXPORTED_NOW, "kanpur-nagar", 4),
    ("610", Role.EXPORTED_NOW, "india", 9),
    ("624", Role.TARGET, "kanpur-nagar", 8),
    ("625", Role.TARGET, "kanpur-nagar", 9),
    ("626", Role.TARGET, "kanpur-nagar", 11),
    ("627", Role.TARGET, "kanpur-nagar", 7),
    ("628", Role.TARGET, "kanpur-nagar", 10),
    ("629", Role.TARGET, "kanpur-nagar", 8),
    ("630", Role.TARGET, "kanpur-nagar", 7),
    ("631", Role.TARGET, "kanpur-nagar", 8),
    ("632", Role.TARGET, "kanpur-nagar", 3),
    ("633", Role.TARGET, "kanpur-nagar", 5),
    ("641", Role.AGREEMENT_FOCUS, "kanpur-nagar", 3),
    ("653", Role.TARGET, "kanpur-nagar", 3),
    ("776", Role.EXPORTED_NOW, "kanpur-nagar", 12),
    ("792", Role.EXPORTED_NOW, "uttar-pradesh", 14),
    ("928", Role.IMPORTER, "world", 5),
    ("929", Role.EXPORTER, "world", 6),
    ("931", Role.EXPORTED_NOW, "india", 6),
    ("947", Role.EXPORTED_NOW, "uttar-pradesh", 9),
    ("1033", Role.EXPORTED_NOW, "kanpur-nagar", 3),
]
# Names of countries elsewhere: China as a threat (442), abbreviations (1125 to 1133).
NO_LISTS = {442, 1125, 1126, 1131, 1133}


@pytest.mark.parametrize(("line", "role", "reporter", "names"), LISTS)
def test_every_name_of_a_list_is_a_market(line: str, role: str, reporter: str, names: int) -> None:
    links = MarketLink.objects.filter(document__slug="export-plan", lines=line)
    assert links.count() == names
    assert set(links.values_list("role", "reporter")) == {(role, reporter)}
    assert len({link.country_id or link.group.slug for link in links if link.country or link.group}) == names


def test_no_market_stands_on_another_line() -> None:
    counted = Counter(MarketLink.objects.values_list("lines", flat=True))
    assert counted == {line: names for line, _role, _reporter, names in LISTS}
    assert set(MarketLink.objects.values_list("document__slug", flat=True)) == {"export-plan"}


def test_markets_stand_in_printed_order() -> None:
    for line, *_facts in LISTS:
        links = list(MarketLink.objects.filter(lines=line))
        assert [link.position for link in links] == sorted(link.position for link in links)
        places = [
            (link.quote.index(link.market), link.market) for link in links if link.market not in ("UK", "US")
        ]
        assert places == sorted(places)


def test_every_country_named_on_a_line_has_its_market(source_texts: Path) -> None:
    """The second count: by the names themselves, wherever they stand in the export plan."""
    text = next(
        text for path in source_texts.glob("*.txt") if "HSN" in (text := path.read_text(encoding="utf-8"))
    )
    spellings = set(MarketLink.objects.exclude(country=None).values_list("market", flat=True))
    spellings |= set(Country.objects.exclude(iso2="IN").values_list("name", flat=True))
    longest_first = sorted(map(re.escape, spellings), key=len, reverse=True)
    named = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)(?!\\?\$)")
    lines = {number for number, line in enumerate(text.split("\n"), 1) if named.search(line)}
    assert lines == NO_LISTS | {int(line) for line, *_facts in LISTS} - {380, 414}  # GCC, a group


def test_every_port_of_line_947() -> None:
    assert Port.objects.filter(lines="947").count() == 10
    assert Port.objects.filter(lines="1025").count() == 2
