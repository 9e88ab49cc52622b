"""Countries as partners in trade: codes, numbers, and the names by which sources know them."""

import csv

import pytest
from babel import Locale

from exports.partners import NOT_COUNTRIES, TABLE, code_of, codes, comtrade_codes, folded, name_of

LINES = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))


def test_all_codes_of_iso_3166_have_both_names() -> None:
    assert len(LINES) == len(codes()) == 249
    for language in ("en", "hi"):
        names = [name_of(code, language) for code in codes()]
        assert len(set(names)) == 249
    assert codes() <= Locale("hi").territories.keys()
    assert not codes() & {"XK", "EU", "UN", "ZZ", "UK"}


def test_the_table_is_in_order_and_no_name_is_of_two_countries() -> None:
    assert [line["code"] for line in LINES] == sorted(codes())
    seen: dict[str, str] = {}
    for line in LINES:
        for name in filter(None, line["names"].split("|")):
            assert name == name.strip()
            assert seen.setdefault(folded(name), line["code"]) == line["code"], name
            assert code_of(name) == line["code"], name
    for code in codes():
        assert code_of(name_of(code, "en")) == code
    assert not NOT_COUNTRIES & seen.keys()
    assert all(folded(name) == name for name in NOT_COUNTRIES)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("U S A", "US"),
        ("UK", "GB"),
        ("U K", "GB"),
        ("U ARAB EMTS", "AE"),
        ("VIETNAM SOC REP", "VN"),
        ("Viet Nam", "VN"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Korea, Republic of", "KR"),
        ("KOREA RP", "KR"),
        ("KOREA DP RP", "KP"),
        ("Hong Kong, China", "HK"),
        ("Taipei, Chinese", "TW"),
        ("COTE D' IVOIRE", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("CHINA P RP", "CN"),
        ("NETHERLAND", "NL"),
        ("CONGO P REP", "CG"),
        ("Congo, Democratic Republic of the", "CD"),
        ("TRINIDAD & TOBAGO", "TT"),
        ("World", "world"),
        ("Korea", None),
        ("Atlantis", None),
        ("", None),
        ("भारत", None),
        ("=INDIA()", "IN"),  # punctuation does not count; cells with formulas are refused before
    ],
)
def test_names_as_sources_write_them(name: str, code: str | None) -> None:
    assert code_of(name) == code


def test_comtrades_own_numbers() -> None:
    numbers = comtrade_codes()
    assert {
        699: "IN",
        842: "US",
        251: "FR",
        579: "NO",
        757: "CH",
        381: "IT",
        0: "world",
    }.items() <= numbers.items()
    # M49's own numbers of these are other areas at Comtrade, or none.
    assert not {356, 840, 250, 578, 756, 490, 492, 97, 899} & numbers.keys()
    assert numbers[380] == "IT"
    assert len(numbers) == 1 + sum(len(line["comtrade"].split("|")) for line in LINES if line["comtrade"])


def test_names_to_show() -> None:
    assert (name_of("IN", "en"), name_of("IN", "hi")) == ("India", "भारत")
    assert name_of("world", "en") == "World"
    assert name_of("XK", "en") == "XK"
