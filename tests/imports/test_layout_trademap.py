"""Lists of Trade Map, laid out as it saves them; the figures in these files are made up for the tests."""

from datetime import date
from pathlib import Path

import pytest

from exports.imports.rows import FileRefused, SeriesKey
from tests.imports.files import taken

MARKETS = """<!DOCTYPE html><html><head>
<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">
<title>Trade Map</title><style>td { color: black }</style>
<script>document.write("<table><tr><td>Importers</td></tr></table>")</script></head><body>
<table id="layout"><tr><td>
<table><tr><td>List of importing markets for a product exported by India in 2023</td></tr>
<tr><td>Product : 4201 Saddlery and harness for any animal, of any material</td></tr></table>
<table id="ctl00_PageContent_MyGridView1">
<tr><td colspan="6"><table><tr><td>1</td><td>2</td></tr></table></td></tr>
<tr><th rowspan="2"></th><th rowspan="2">Importers</th><th colspan="4">Select your indicators</th></tr>
<tr><th>Value exported in 2023 (USD thousand)</th>
<th>Trade balance in 2023</th>
<th>Quantity exported in 2023</th><th>Annual growth in value between 2019-2023 (%)</th></tr>
<tr><td></td><td>World</td><td>163,208</td><td>161000</td><td>9000</td><td>8</td></tr>
<tr><td></td><td>T&uuml;rkiye</td><td>1204</td><td>-12</td><td>&nbsp;</td><td>-4</td></tr>
<tr><td></td><td>Hong Kong, China</td><td>88</td><td>88</td><td>1</td><td>2</td></tr>
<tr><td></td><td>C&ocirc;te d&#39;Ivoire<script>alert(1)</script></td>
<td></td><td></td><td></td><td></td></tr>
<tr><td></td><td>Area Nes</td><td>3</td><td>3</td><td></td><td></td></tr>
<tr><td></td><td><b>Lemuria</b></td><td>3</td><td>3</td><td></td><td></td></tr>
<tr><td colspan="6">Sources: ITC calculations. <br>Mirror data are marked.</td></tr>
</table></td></tr></table></body></html>
"""
ANSWERS = {"reporter": "IN", "hs_code": "4201"}
SERIES = (
    "Exporters\tExported value in 2021\tExported value in 2022\tExported value in 2023-Q1\t\n"
    "World\t1000\t1100\t300\t\n"
    "Korea, Republic of\t12\t\t3\t\n"
    "Taipei, Chinese\t7\t8\t2\t\n"
)


def test_markets_of_what_a_country_exports(tmp_path: Path) -> None:
    found = taken("trademap", tmp_path, MARKETS, ANSWERS)
    series = SeriesKey("trademap", "IN", "export", "", "CY", "USD")
    assert [row[1:] for row in found.rows] == [
        (series, "4201", "world", date(2023, 1, 1), 16_320_800_000, None, "", False),
        (series, "4201", "TR", date(2023, 1, 1), 120_400_000, None, "", False),
        (series, "4201", "HK", date(2023, 1, 1), 8_800_000, None, "", False),
    ]
    assert [(cell.value, cell.reason) for cell in found.rejected] == [
        ("", "no_value"),
        ("Area Nes", "not_a_country"),
        ("Lemuria", "unknown_partner"),
        (
            "Sources: ITC calculations. Mirror data are marked.",
            "note_row",
        ),
    ]


def test_rows_are_counted_as_a_spreadsheet_shows_the_page(tmp_path: Path) -> None:
    found = taken("trademap", tmp_path, MARKETS, ANSWERS)
    numbers = [row.number for row in found.rows]
    assert numbers == list(range(numbers[0], numbers[0] + 3))


def test_a_series_of_years_where_each_row_reports(tmp_path: Path) -> None:
    answers = {"reporter": "rows", "hs_code": "TOTAL", "unit": "usd_thousand"}
    found = taken("trademap", tmp_path, SERIES, answers)
    assert [
        (row.series.reporter, row.partner, row.hs_code, row.period_start.year, row.amount)
        for row in found.rows
    ] == [
        ("world", "world", "", 2021, 100_000_000),
        ("world", "world", "", 2022, 110_000_000),
        ("KR", "world", "", 2021, 1_200_000),
        ("TW", "world", "", 2021, 700_000),
        ("TW", "world", "", 2022, 800_000),
    ]
    assert found.reasons == [
        (1, "Exported value in 2023-Q1", "not_whole_year"),
        (3, "Exported value in 2022", "no_value"),
    ]


def test_suppliers_of_what_a_country_imports(tmp_path: Path) -> None:
    content = "Exporters\tValue imported in 2023 (US Dollar thousand)sortOrderDESC\nVietnam\t5\n"
    (row,) = taken("trademap", tmp_path, content, {"reporter": "IN", "hs_code": "41"}).rows
    assert (row.series.flow, row.series.reporter, row.partner) == ("import", "IN", "VN")


@pytest.mark.parametrize(
    ("content", "answers", "words"),
    [
        (SERIES, {"reporter": "rows", "hs_code": "TOTAL"}, "does not say the unit"),
        (SERIES, {"reporter": "IN", "hs_code": "TOTAL", "unit": "usd"}, "each row of the table"),
        (MARKETS, {"reporter": "rows", "hs_code": "4201"}, "exported by India"),
        (
            MARKETS.replace("exported by India", ""),
            {"reporter": "rows", "hs_code": "4201"},
            "partners of one country",
        ),
        (MARKETS, {"reporter": "DE", "hs_code": "4201"}, "exported by India"),
        (MARKETS, {"reporter": "IN", "hs_code": "4202"}, "Product : 4201"),
        (MARKETS, ANSWERS | {"unit": "usd_million"}, "usd thousand"),
        (MARKETS.replace("(USD thousand)", "(Euro thousand)"), ANSWERS, "euro thousand"),
        (
            "Exporters\tExported value in 2021\tImported value in 2021\n",
            ANSWERS | {"unit": "usd"},
            "exports and imports",
        ),
        ("Importers,Share (%)\nWorld,100\n", ANSWERS, "No heading of a Trade Map list"),
    ],
)
def test_a_file_that_contradicts_the_answers_is_refused(
    tmp_path: Path, content: str, answers: dict[str, str], words: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        taken("trademap", tmp_path, content, answers)
    assert words in str(refused.value)


def test_the_unit_that_stands_above_the_table(tmp_path: Path) -> None:
    content = f"Unit : US Dollar million\n{SERIES.replace('Exporters', 'Importers')}"
    rows = taken("trademap", tmp_path, content, {"reporter": "IN", "hs_code": "TOTAL"}).rows
    assert rows[0].amount == 100_000_000_000


def test_the_edition_is_what_was_answered(tmp_path: Path) -> None:
    found = taken("trademap", tmp_path, MARKETS, {**ANSWERS, "hs_edition": "HS 2022"})
    assert {row.series.hs_edition for row in found.rows} == {"HS 2022"}
    assert {row.series.hs_edition for row in taken("trademap", tmp_path, MARKETS, ANSWERS).rows} == {""}


def test_a_future_year(tmp_path: Path) -> None:
    content = SERIES.replace("2022", "2092")
    found = taken(
        "trademap", tmp_path, content, {"reporter": "rows", "hs_code": "TOTAL", "unit": "usd_thousand"}
    )
    assert (1, "Exported value in 2092", "future_period") in found.reasons
    assert {row.period_start.year for row in found.rows} == {2021}
