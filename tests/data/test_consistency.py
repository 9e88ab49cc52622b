"""What must hold for every row of the fixtures, whatever it says."""

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from clusters.models import Statistic
from exports.models import Country, HSCode
from sources.models import PrintedRow

FIXTURES = sorted((Path(settings.BASE_DIR) / "fixtures").glob("*.json"))
# ISO 3166-1 alpha-2 and alpha-3 of every country that a document names, and of India.
ISO_3166 = """
AE ARE  AO AGO  AU AUS  BD BGD  BE BEL  BR BRA  BT BTN  CA CAN  CL CHL  CN CHN  CZ CZE  DE DEU
DK DNK  EG EGY  ES ESP  FI FIN  FR FRA  GB GBR  GR GRC  HK HKG  ID IDN  IE IRL  IL ISR  IN IND
IQ IRQ  IT ITA  JO JOR  JP JPN  KR KOR  LK LKA  MN MNG  MX MEX  MY MYS  NG NGA  NL NLD  NO NOR
NP NPL  OM OMN  PH PHL  PK PAK  PL POL  RU RUS  SA SAU  SE SWE  SG SGP  SI SVN  TH THA  TR TUR
TZ TZA  UG UGA  US USA  VN VNM  YE YEM  ZA ZAF

AF AFG  AT AUT  BG BGR  BH BHR  BN BRN  CH CHE  CY CYP  EE EST  HR HRV  HU HUN  IS ISL  KH KHM
KW KWT  LA LAO  LI LIE  LT LTU  LU LUX  LV LVA  MM MMR  MT MLT  MU MUS  MV MDV  NZ NZL  PT PRT
QA QAT  RO ROU  SK SVK  TL TLS
"""
DEVANAGARI = re.compile(r"[\u0900-\u097F]")
LATIN = re.compile(r"[A-Za-z]+")
BRACKETED = re.compile(r"\([^()]*\)|“[^”]*”|‘[^’]*’")
# Abbreviations, the letters of a list's parts, web addresses: written in Latin letters in Hindi, too.
KEPT_IN_LATIN = re.compile(r"\b(?:[A-Z][A-Z&./-]*s?|GoUP|[a-c]\.)(?![A-Za-z])|www\.\S+")


def rows(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text())


def has_rows_in_print(path: Path) -> bool:
    return issubclass(apps.get_model(path.stem.replace("__", ".")), PrintedRow)


def hindi_fields() -> list[tuple[str, str]]:
    return [
        (f"{path.stem} {row['fields'].get('slug') or row['fields'].get('ref') or number} {name}", value)
        for path in FIXTURES
        for number, row in enumerate(rows(path))
        for name, value in row["fields"].items()
        if name.endswith("_hi") and (value or row["fields"][name.removesuffix("_hi")])
    ]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_row_is_a_line(path: Path) -> None:
    lines = path.read_text().splitlines()
    assert (lines[0], lines[-1]) == ("[", "]")
    for line in lines[1:-1]:
        row = line.removesuffix(",")
        assert json.dumps(json.loads(row), ensure_ascii=False) == row


@pytest.mark.parametrize("path", [*filter(has_rows_in_print, FIXTURES)], ids=lambda path: path.stem)
def test_rows_are_counted_in_printed_order(path: Path) -> None:
    fields = [row["fields"] for row in rows(path)]
    assert [field["position"] for field in fields] == sorted({field["position"] for field in fields})
    assert len({field["slug"] for field in fields}) == len(fields)


def test_a_figure_is_taken_from_a_line_once() -> None:
    keys = Counter(
        (row.subject, row.measure, row.period_label, row.document_id, row.lines)
        for row in Statistic.objects.all()
    )
    assert [key for key, times in keys.items() if times > 1] == []


def test_countries_have_their_iso_codes() -> None:
    codes = ISO_3166.split()
    known = dict(zip(codes[::2], codes[1::2], strict=True))
    assert len(known) == 54 + 28
    assert dict(Country.objects.values_list("iso2", "iso3")) == known


def test_a_country_is_a_market_or_belongs_to_a_group_or_an_agreement() -> None:
    assert not Country.objects.filter(market_links=None, memberships=None, agreements=None).exists()


def test_countries_have_names_of_their_own() -> None:
    for field in ("name", "name_hi"):
        names = Counter(Country.objects.values_list(field, flat=True))
        assert [name for name, times in names.items() if times > 1] == []


def test_every_hindi_text_is_in_devanagari() -> None:
    wrong = [
        f"{where}: {value}"
        for where, value in hindi_fields()
        # What is misprinted is repeated in quotation marks.
        if not DEVANAGARI.search(value) or LATIN.search(KEPT_IN_LATIN.sub("", BRACKETED.sub("", value)))
    ]
    assert len(hindi_fields()) > 1000
    assert wrong == []


def test_no_hindi_name_keeps_a_latin_word() -> None:
    wrong = [
        f"{where}: {value}"
        for where, value in hindi_fields()
        if where.endswith(("name_hi", "product_hi", "subject_hi", "measure_hi"))
        and LATIN.search(re.sub(r"\([^()]*\)", "", value))
    ]
    assert wrong == []


def test_hs_codes_have_the_length_of_their_level() -> None:
    codes = HSCode.objects.all()
    assert {(len(code.code), code.level) for code in codes} == {(4, 4), (6, 6), (8, 8)}
    assert all(code.code.isdecimal() and isinstance(code.code, str) for code in codes)


def test_hs_codes_are_text_in_the_fixtures_that_carry_them() -> None:
    wrong = [
        row
        for path in FIXTURES
        for row in rows(path)
        for name in ("code", "hs_code")
        if isinstance(row["fields"].get(name), int)
    ]
    assert wrong == []


def test_the_parent_of_a_code_is_the_nearest_printed_one() -> None:
    printed = set(HSCode.objects.values_list("code", flat=True))
    for code in HSCode.objects.select_related("parent"):
        above = [code.code[:length] for length in (6, 4, 2) if length < len(code.code)]
        nearest = next((prefix for prefix in above if prefix in printed), None)
        assert (code.parent.code if code.parent else None) == nearest


def test_every_code_that_the_plan_prints_is_a_row(source_texts: Path) -> None:
    text = next(
        text for path in source_texts.glob("*.txt") if "HSN" in (text := path.read_text(encoding="utf-8"))
    )
    # After the words that announce a code, and in the first or second column of the lists of codes.
    announced = re.findall(r"HSN?(?: [Cc]odes?)?[ :-]*((?:\d{4,8}(?:, | and | & )?)+)", text)
    listed = re.findall(r"^(?:\d\t)?(\d{4}|\d{6}|\d{8})\t", text, re.MULTILINE)
    found = {code for piece in announced for code in re.findall(r"\d+", piece)} | set(listed)
    assert len(found) > 20
    assert found <= set(HSCode.objects.values_list("code", flat=True))


def test_values_in_the_fixtures_are_exact() -> None:
    """A decimal is text in JSON: a number would be read as a binary fraction."""
    floats = [
        f"{path.stem}: {name}"
        for path in FIXTURES
        for row in rows(path)
        for name, value in row["fields"].items()
        if isinstance(value, float)
    ]
    assert floats == []
    assert Decimal("1032.32") in {Decimal(row["fields"]["value"]) for row in rows_of("exports__exportfigure")}


def rows_of(name: str) -> list[dict[str, Any]]:
    return rows(next(path for path in FIXTURES if path.stem == name))
