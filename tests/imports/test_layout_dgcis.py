"""Tables of TradeStat, laid out as its pages print them; the figures in them are made up for the tests."""

from datetime import date
from pathlib import Path

import pytest

from exports.imports.rows import FileRefused, Row, SeriesKey
from tests.imports.files import taken

ANSWERS = {"flow": "export", "unit": "inr_lakh"}
GOODS = """\
S.No.,HSCode,Commodity,2022-2023,%Share,2023-2024,%Share,%Growth
1.,01012910,* HORSES FOR POLO,"7,58,148.22",0.0131,"8,01,002.10",0.0140,5.65
2.,42010000,"SADDLERY AND HARNESS, OF ANY MATERIAL","1,21,500.00",0.0021,-,,
3.,1012910,HORSES FOR POLO,12.50,,13.00,,
,,Total,"8,79,660.72",,"8,01,015.10",,-8.94
,,India's Total Export,"36,21,549.70",100.0000,"36,19,872.25",100.0000,-0.05
%Share,,,24.2896,,22.1283,,
"""
COUNTRIES = """\
S.No.,Country,2022-2023,2023-2024,%Growth
1.,U S A,"18,015.55","17,001.20",-5.63
2.,U ARAB EMTS,900.10,,
3.,VIETNAM SOC REP,12.00,15.00,25.00
4.,UNSPECIFIED,1.00,2.00,100.00
5.,ATLANTIS,1.00,2.00,100.00
,Total,"18,929.65","17,020.20",-10.09
"""
# As the older pages are: a script before the page, tags left open, words between the rows.
PAGE = """

<script type="text/javascript">
    function ChNumber(val) { if (/[^0-9.]/.test(val)) { alert("<table><tr><td>HSCode</td></tr></table>"); } }
</script>
<html><head><title>Export Import Data Bank</title></head><body>
<p ALIGN="center"><font size="5"><strong>
Department of Commerce<BR> </font></STRONG>
<font size="4"><strong><U>Export Import Data Bank<BR></U>
 Export :: Country-wise all commodities</font></STRONG></p>
<p align=right>Dated:
24/6/2025<BR>Values in US$ Million<br>
 Sorted on HSCode
 </p>
<table border="1" width="100%">
  <tr>
    <th width="5%"><font color="#ffffff" size="2">S.No.</font> </th>
    <th width="8%"><font color="#ffffff" size="2">HSCode</font> </th>
    <th width="45%"><font color="#ffffff" size="2">Commodity</font> </th>
    <th width="10%"><font color="#ffffff" size="2">2022-2023</font> </th>
    <th width="10%"><font color="#ffffff" size="2">
    2023-2024
    </font> </th>
    <th width="10%"><font color="#ffffff" size="2">%Growth</font> </th>
  </tr>
<br><font size="2">Country: &nbsp;CHINA P RP</font>
 <br><font color=red size=1>* ITC HS Code of the Commodity is either dropped from April 2019</font>
  <tr>
  <td><font size="2">
            1.
</font>
</td>
      <td><font size="2">
            41
</font>
</td>
<td><font size="2">
            RAW HIDES &amp; SKINS (OTHER THAN FURSKINS) AND LEATHER.
</font>
</td>
<td align=right><font size="2">
    1,213.21</td></font>
   <td align=right><font size="2">
    &nbsp;
</font>
</td>
    <td align=right><font size="2">
    19.62
</font>
</td>
      <td><font size="1"><a href="Icom4.asp?hs=41">4</a></font></td>
  </tr>
   <tr><td>&nbsp;</td><td>&nbsp;</td><td><font size="2"><strong>Total</strong></font></td>
<td align=right><strong> 1,213.21 </strong></td><td align=right>0.00</td><td>-5.15</td></tr>
  <tr><td colspan=3><b>India's Total</td><td><b>303,696.30</td><td><b>288,372.87</td><td><b>-5.05</td></tr>
  <tr><td colspan=3><b>%Share</td><td><b>10.7005</td><td><b>10.6889</td><td >&nbsp;</td></tr>
</table>
<P align=right><STRONG><FONT face="" size=4>DOC-NIC</FONT></STRONG></P>
</body></html>
"""
# As the pages since 2024 are: values and quantities side by side under a heading of two rows.
TWO_ROWS = """\
<p>Commodity:42010000 SADDLERY Unit:KGS</p><p>Values in Rs Crore</p>
<table id="example1"><thead>
<tr><th rowspan="2">S.No.</th><th rowspan="2">Country</th><th colspan="3">Values in Rs Crore</th>
<th colspan="3">Quantity in thousands</th></tr>
<tr><th>2022-2023</th><th>2023-2024</th><th>%Growth</th><th>2022-2023</th><th>2023-2024</th><th>%Growth</th></tr>
</thead><tbody>
<tr><td>1</td><td>GERMANY</td><td>12.34</td><td>13.00</td><td>5.35</td><td>10</td><td>11</td><td>10.00</td></tr>
</tbody></table>
"""


def test_a_table_of_goods(tmp_path: Path) -> None:
    found = taken("dgcis", tmp_path, GOODS, ANSWERS)
    series = SeriesKey("dgcis", "IN", "export", "", "FY", "INR")
    assert found.rows == [
        Row(
            2, series, "01012910", "world", date(2022, 4, 1), 75_814_822 * 10**5, None, "", provisional=False
        ),
        Row(
            2, series, "01012910", "world", date(2023, 4, 1), 80_100_210 * 10**5, None, "", provisional=False
        ),
        Row(
            3, series, "42010000", "world", date(2022, 4, 1), 12_150_000 * 10**5, None, "", provisional=False
        ),
    ]
    assert found.reasons == [
        (3, "2023-2024", "no_value"),
        (4, "HSCode", "lost_zero"),
        (5, "HSCode", "total_row"),
        (6, "HSCode", "total_row"),
        (7, "HSCode", "total_row"),
    ]
    assert found.rejected[1].detail == "01012910"
    assert [cell.value for cell in found.rejected[2:]] == ["Total", "India's Total Export", "%Share"]


@pytest.mark.parametrize(
    ("unit", "currency", "amount"),
    [
        ("inr_lakh", "INR", 12_150_000 * 10**5),
        ("inr_crore", "INR", 12_150_000 * 10**7),
        ("usd_million", "USD", 12_150_000 * 10**6),
    ],
)
def test_the_unit_that_was_answered_counts(tmp_path: Path, unit: str, currency: str, amount: int) -> None:
    rows = taken("dgcis", tmp_path, GOODS, {"flow": "import", "unit": unit}).rows
    assert (rows[2].amount, rows[2].series.currency, rows[2].series.flow) == (amount, currency, "import")


def test_a_table_of_countries(tmp_path: Path) -> None:
    found = taken("dgcis", tmp_path, COUNTRIES, ANSWERS | {"hs_code": "4201"})
    assert [(row.partner, row.hs_code, row.period_start.year) for row in found.rows] == [
        ("US", "4201", 2022),
        ("US", "4201", 2023),
        ("AE", "4201", 2022),
        ("VN", "4201", 2022),
        ("VN", "4201", 2023),
    ]
    assert found.reasons == [
        (3, "2023-2024", "no_value"),
        (5, "Country", "not_a_country"),
        (6, "Country", "unknown_partner"),
        (7, "Country", "total_row"),
    ]


def test_a_table_of_countries_needs_its_code(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="which HS code"):
        taken("dgcis", tmp_path, COUNTRIES, ANSWERS)
    rows = taken("dgcis", tmp_path, COUNTRIES, ANSWERS | {"hs_code": "TOTAL"}).rows
    assert {row.hs_code for row in rows} == {""}


def test_part_of_a_year_is_no_year(tmp_path: Path) -> None:
    content = GOODS.replace("2023-2024", "2024-2025(Apr-Dec)", 1)
    found = taken("dgcis", tmp_path, content, ANSWERS)
    assert {row.period_start for row in found.rows} == {date(2022, 4, 1)}
    assert found.reasons[0] == (1, "2024-2025(Apr-Dec)", "not_whole_year")


@pytest.mark.parametrize(
    ("heading", "reason"),
    [("2023-2025", "not_whole_year"), ("2099-2100", "future_period"), ("Apr-2023", "not_whole_year")],
)
def test_a_column_of_no_year(tmp_path: Path, heading: str, reason: str) -> None:
    found = taken("dgcis", tmp_path, GOODS.replace("2023-2024", heading, 1), ANSWERS)
    assert found.reasons[0] == (1, heading, reason)


def test_a_page_as_tradestat_prints_it(tmp_path: Path) -> None:
    answers = {"flow": "export", "unit": "usd_million", "partner": "CN"}
    found = taken("dgcis", tmp_path, PAGE, answers)
    series = SeriesKey("dgcis", "IN", "export", "", "FY", "USD")
    assert found.rows == [
        Row(2, series, "41", "CN", date(2022, 4, 1), 121_321_000_000, None, "", provisional=False)
    ]
    assert [(cell.value, cell.reason) for cell in found.rejected] == [
        ("", "no_value"),
        ("Total", "total_row"),
        ("India's Total", "total_row"),
        ("%Share", "total_row"),
    ]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"flow": "import", "unit": "usd_million", "partner": "CN"}, "Export ::"),
        ({"flow": "export", "unit": "inr_lakh", "partner": "CN"}, "Values in US"),
        ({"flow": "export", "unit": "usd_million"}, "CHINA P RP"),
        ({"flow": "export", "unit": "usd_million", "partner": "JP"}, "CHINA P RP"),
    ],
)
def test_what_the_page_says_of_itself_must_agree(tmp_path: Path, answers: dict[str, str], said: str) -> None:
    with pytest.raises(FileRefused, match="something else was answered") as refused:
        taken("dgcis", tmp_path, PAGE, answers)
    assert said in str(refused.value)


def test_a_page_of_trade_with_the_world_is_of_no_country(tmp_path: Path) -> None:
    page = PAGE.replace("Country-wise all commodities", "Commodity-wise").replace(
        "Country: &nbsp;CHINA P RP", ""
    )
    answers = {"flow": "export", "unit": "usd_million"}
    assert taken("dgcis", tmp_path, page, answers).rows[0].partner == "world"
    with pytest.raises(FileRefused, match="Commodity-wise"):
        taken("dgcis", tmp_path, page, answers | {"partner": "CN"})


def test_values_and_quantities_under_a_heading_of_two_rows(tmp_path: Path) -> None:
    answers = {"flow": "export", "unit": "inr_crore", "hs_code": "42010000"}
    found = taken("dgcis", tmp_path, TWO_ROWS, answers)
    assert [(row.partner, row.amount) for row in found.rows] == [
        ("DE", 12_340_000_000),
        ("DE", 13_000_000_000),
    ]
    assert found.rejected == []
    with pytest.raises(FileRefused, match="Commodity:42010000"):
        taken("dgcis", tmp_path, TWO_ROWS, answers | {"hs_code": "4201"})


def test_a_year_twice_is_not_guessed(tmp_path: Path) -> None:
    content = GOODS.replace("2023-2024", "2022-2023", 1)
    with pytest.raises(FileRefused, match="2022-2023 twice"):
        taken("dgcis", tmp_path, content, ANSWERS)


def test_the_edition_is_what_was_answered(tmp_path: Path) -> None:
    found = taken("dgcis", tmp_path, GOODS, {**ANSWERS, "hs_edition": "HS 2022"})
    assert {row.series.hs_edition for row in found.rows} == {"HS 2022"}
    assert {row.series.hs_edition for row in taken("dgcis", tmp_path, GOODS, ANSWERS).rows} == {""}


def test_the_years_that_are_provisional(tmp_path: Path) -> None:
    rows = taken("dgcis", tmp_path, GOODS, ANSWERS | {"provisional_from": "2023-24"}).rows
    assert [(row.period_start.year, row.provisional) for row in rows] == [
        (2022, False),
        (2023, True),
        (2022, False),
    ]


def test_the_heading_again_and_lines_around_the_table(tmp_path: Path) -> None:
    head, *rest = GOODS.splitlines(keepends=True)
    content = (
        "Export Import Data Bank\n\n" + head + rest[0] + head + rest[1] + '\n"Source: DGCI&S, Kolkata"\n'
    )
    found = taken("dgcis", tmp_path, content, ANSWERS)
    assert [row.number for row in found.rows] == [4, 4, 6]
    assert found.reasons[1:] == [(8, "", "ragged")]
    found = taken(
        "dgcis", tmp_path, content.replace('\n"Source', '\n,"Source').replace('"\n', '",,,,,,\n'), ANSWERS
    )
    assert found.reasons[1:] == [(8, "HSCode", "note_row")]


def test_a_comma_that_shifts_the_cells(tmp_path: Path) -> None:
    content = GOODS.replace(
        '"SADDLERY AND HARNESS, OF ANY MATERIAL"', "SADDLERY AND HARNESS, OF ANY MATERIAL"
    )
    found = taken("dgcis", tmp_path, content, ANSWERS)
    assert (3, "", "ragged") in found.reasons
    assert [row.number for row in found.rows] == [2, 2]


def test_a_row_with_one_cell_that_is_no_number_is_left_out_whole(tmp_path: Path) -> None:
    found = taken("dgcis", tmp_path, GOODS.replace("8,01,002.10", "80,10,02.10"), ANSWERS)
    assert found.reasons[0] == (2, "2023-2024", "wrong_groups")
    assert [row.number for row in found.rows] == [3]


@pytest.mark.parametrize("content", ["a,b\n1,2\n", "<p>Server error</p>", "HSCode,Commodity\n01,HORSES\n"])
def test_a_file_without_the_heading(tmp_path: Path, content: str) -> None:
    with pytest.raises(FileRefused, match="No heading of a TradeStat table"):
        taken("dgcis", tmp_path, content, ANSWERS)


def test_two_tables_in_one_page(tmp_path: Path) -> None:
    page = TWO_ROWS + TWO_ROWS.replace("<p>Commodity:42010000 SADDLERY Unit:KGS</p>", "")
    with pytest.raises(FileRefused, match="two tables"):
        taken("dgcis", tmp_path, page, {"flow": "export", "unit": "inr_crore", "hs_code": "42010000"})
