"""Files as spreadsheets and offices really leave them, at the edge of what each layout takes."""

from pathlib import Path

import pytest

from exports.imports.layouts import read
from exports.imports.layouts.cells import BadCell, hs_code, number
from exports.imports.layouts.files import BLOCK
from exports.imports.rows import FileRefused, Row
from tests.imports.files import taken
from tests.imports.test_layout_bad_files import FILES, refusal
from tests.imports.test_layout_comtrade import content_of
from tests.imports.test_layout_dgcis import ANSWERS, COUNTRIES, GOODS, PAGE
from tests.imports.test_layout_own import HEAD, SADDLERY, one
from tests.imports.test_layout_trademap import MARKETS, SERIES

ALL = {name: FILES[name] for name in FILES} | {"comtrade": (content_of({}, {"PartnerCode": "276"}), {})}
LAYOUTS = pytest.mark.parametrize("layout", ALL)
UNSEEN = [*map(chr, [0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069, 0xFEFF, 0xFFFD])]


@LAYOUTS
@pytest.mark.parametrize("ending", ["\r", "\r\n", "\n\n"], ids=repr)
def test_lines_may_end_in_any_way(tmp_path: Path, layout: str, ending: str) -> None:
    content, answers = ALL[layout]
    expected = [row[2:] for row in taken(layout, tmp_path, content, answers).rows]
    changed = content.replace("\r\n", "\n").replace("\n", ending)
    assert expected == [row[2:] for row in taken(layout, tmp_path, changed, answers).rows]


def test_a_large_file_whose_lines_end_as_on_old_machines(tmp_path: Path) -> None:
    lines = [SADDLERY.replace("2023-24", f"{year}-{(year + 1) % 100:02}") for year in range(1950, 2020)]
    content = (HEAD + "".join(lines) * 20).replace("\n", "\r")
    assert len(content) > BLOCK
    assert len(taken("own", tmp_path, content).rows) == len(lines) * 20


@LAYOUTS
def test_columns_that_are_empty_to_their_heading_do_no_harm(tmp_path: Path, layout: str) -> None:
    content, answers = ALL[layout]
    expected = taken(layout, tmp_path, content, answers)
    commas = ("\t" if layout == "trademap" else ",") * 2
    found = taken(layout, tmp_path, "".join(f"{line}{commas}\n" for line in content.splitlines()), answers)
    assert (found.rows, found.reasons) == (expected.rows, expected.reasons)


@LAYOUTS
def test_rows_that_were_emptied_are_no_rows(tmp_path: Path, layout: str) -> None:
    """A spreadsheet saves them as so many commas."""
    content, answers = ALL[layout]
    expected = taken(layout, tmp_path, content, answers)
    sign = "\t" if layout == "trademap" else ","
    empty = sign * content.splitlines()[0].count(sign) + "\n"
    assert taken(layout, tmp_path, content + empty * 3, answers) == expected


@LAYOUTS
def test_a_heading_alone_has_no_figures(tmp_path: Path, layout: str) -> None:
    content, answers = ALL[layout]
    assert taken(layout, tmp_path, content.splitlines()[0] + "\n", answers).rows == []


@LAYOUTS
@pytest.mark.parametrize("first", ["", "sep=;\n"])
def test_semicolons_between_the_cells_are_named(tmp_path: Path, layout: str, first: str) -> None:
    content, _answers = ALL[layout]
    changed = first + content.replace("\t" if layout == "trademap" else ",", ";")
    assert "Semicolons or tabs" in refusal(layout, tmp_path, changed)


@pytest.mark.parametrize("layout", ["own", "comtrade"])
def test_tabs_between_the_cells_are_named(tmp_path: Path, layout: str) -> None:
    """As a spreadsheet saves “Unicode text”."""
    changed = ALL[layout][0].replace(",", "\t").encode("utf-16")
    assert "Semicolons or tabs" in refusal(layout, tmp_path, changed)


@LAYOUTS
@pytest.mark.parametrize("kind", ["xls", "html"])
def test_a_file_is_what_it_holds_whatever_its_name(tmp_path: Path, layout: str, kind: str) -> None:
    """A real .xls named .csv, and a page where a table of text belongs."""
    content = {
        "xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000),
        "html": b"<html>Server error</html>",
    }
    assert refusal(layout, tmp_path, content[kind])


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda sign: f"{ord(sign):x}")
def test_characters_that_cannot_be_seen(sign: str) -> None:
    for read_cell, text in ((lambda text: number(text, 2), "1200"), (hs_code, "4201")):
        with pytest.raises(BadCell, match="control_characters"):
            read_cell(text[:2] + sign + text[2:])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1\u00a0200", "not_a_number"),
        ("1\u2009200", "not_a_number"),
        ("1\u202f200", "not_a_number"),
        ("(1,234)", "negative"),
        ("N/A", "no_value"),
        ("-", "no_value"),
        ("..", "no_value"),
        ("1.2E+06", "shortened"),
        ("१,२००", "other_digits"),
        ("１２００", "other_digits"),
        ("₹ 1200", "not_a_number"),
        ("1.200,50", "not_a_number"),
        ("'1200", "not_a_number"),
    ],
)
def test_numbers_as_people_type_them(tmp_path: Path, text: str, why: str) -> None:
    for layout, content, answers in (
        ("own", HEAD + SADDLERY.replace("12345678.50", f'"{text}"'), {}),
        ("comtrade", content_of({"PrimaryValue": text}), {}),
        ("dgcis", GOODS.replace('"7,58,148.22"', f'"{text}"'), ANSWERS),
        ("trademap", SERIES.replace("World\t1000", f"World\t{text}"), FILES["trademap"][1]),
    ):
        found = taken(layout, tmp_path, content, answers)
        assert why in {cell.reason for cell in found.rejected}, layout
        assert {row.amount for row in found.rows}.isdisjoint({120_000, 123_400}), layout


@pytest.mark.parametrize("year", ["45000", "२०२३", "Mar-24", "23-24", "9998-99", "1899-00", "2023.0", "0"])
def test_a_year_that_is_no_year_is_never_left_out_in_silence(tmp_path: Path, year: str) -> None:
    for content in (GOODS, COUNTRIES):
        answers = ANSWERS | {"hs_code": "4201"} if content is COUNTRIES else ANSWERS
        found = taken("dgcis", tmp_path, content.replace("2023-2024", year, 1), answers)
        assert {row.period_start.year for row in found.rows} == {2022}
        assert (found.rejected[0].row, found.rejected[0].column) == (1, year)
    for content, layout in ((HEAD + SADDLERY.replace("2023-24", year), "own"),
                            (content_of({"RefYear": year}), "comtrade")):  # fmt: skip
        found = taken(layout, tmp_path, content)
        assert (len(found.rows), len(found.rejected)) == (0, 1)


@pytest.mark.parametrize("period", ["20230101", "2022-W52-7", "1899-01-01", "2023-1-1"])
def test_days_are_written_in_one_way(tmp_path: Path, period: str) -> None:
    assert one(tmp_path, period_start=period) == [("period_start", "not_a_period", "")]


@pytest.mark.parametrize(
    ("cells", "quantity"),
    [
        ({"quantity": "-", "quantity_unit": ""}, (None, "")),
        ({"quantity": "", "quantity_unit": "kg"}, (None, "")),
        ({"quantity": "N/A", "quantity_unit": "kg"}, (None, "")),
        ({"quantity": "0", "quantity_unit": "kg"}, (0, "kg")),
    ],
    ids=str,
)
def test_a_quantity_that_the_source_does_not_give(
    tmp_path: Path, cells: dict[str, str], quantity: tuple[int | None, str]
) -> None:
    line = SADDLERY.replace("1500,kg", f"{cells['quantity']},{cells['quantity_unit']}")
    (row,) = taken("own", tmp_path, HEAD + line).rows
    assert (row.quantity, row.quantity_unit) == quantity


@pytest.mark.parametrize(("word", "meaning"), [("TRUE", True), ("true", True), ("FALSE", False), ("", False)])
def test_provisional_as_spreadsheets_write_it(tmp_path: Path, word: str, meaning: bool) -> None:
    (row,) = taken("own", tmp_path, HEAD + SADDLERY.replace("true", word)).rows
    assert row.provisional is meaning


@pytest.mark.parametrize(
    ("code", "edition"),
    [
        ("H0", "1992"),
        ("H1", "1996"),
        ("H2", "2002"),
        ("H3", "2007"),
        ("H4", "2012"),
        ("H5", "2017"),
        ("H6", "2022"),
    ],
)
def test_each_edition_of_the_codes(tmp_path: Path, code: str, edition: str) -> None:
    (row,) = taken("comtrade", tmp_path, content_of({"ClassificationCode": code})).rows
    assert row.series.hs_edition == f"HS {edition}"


def test_comtrade_quantities_that_are_none(tmp_path: Path) -> None:
    for change in ({"IsQtyEstimated": "1"}, {"Qty": ""}, {"QtyUnitAbbr": ""}):
        (row,) = taken("comtrade", tmp_path, content_of(change)).rows
        assert (row.quantity, row.quantity_unit) == (None, "")


def test_comtrade_codes_of_areas_have_four_digits_at_most(tmp_path: Path) -> None:
    assert taken("comtrade", tmp_path, content_of({"PartnerCode": "00842"})).reasons == [
        (2, "partnerCode", "unknown_partner")
    ]


@pytest.mark.parametrize(
    "label", ["Total", "Grand Total", "SUB-TOTAL", "Sub Total", "India’s Total Imports", "% Share"]
)
def test_rows_of_totals_in_every_layout_that_has_them(tmp_path: Path, label: str) -> None:
    goods = taken("dgcis", tmp_path, GOODS.replace(",,Total,", f",,{label},"), ANSWERS)
    assert (5, "HSCode", "total_row") in goods.reasons
    countries = COUNTRIES.replace(",Total,", f",{label},")
    found = taken("dgcis", tmp_path, countries, ANSWERS | {"hs_code": "4201"})
    assert (7, "Country", "total_row") in found.reasons


def test_a_page_of_lakhs_is_not_of_crores(tmp_path: Path) -> None:
    page = f"Values in Rs. Lacs\n{GOODS}"
    assert taken("dgcis", tmp_path, page, ANSWERS).rows
    with pytest.raises(FileRefused, match="Values in Rs"):
        taken("dgcis", tmp_path, page, ANSWERS | {"unit": "inr_crore"})


def test_a_page_of_trade_with_a_country_that_is_not_known_is_not_of_the_world(tmp_path: Path) -> None:
    page = PAGE.replace("CHINA P RP", "ATLANTIS")
    with pytest.raises(FileRefused, match="ATLANTIS"):
        taken("dgcis", tmp_path, page, {"flow": "export", "unit": "usd_million"})


def test_a_table_of_goods_and_countries_is_not_read_as_one_of_goods(tmp_path: Path) -> None:
    """Each row would be taken for the trade with the one partner that was answered."""
    content = "HSCode,Country,2022-2023\n4201,GERMANY,5.00\n6403,U S A,7.00\n"
    with pytest.raises(FileRefused, match="HSCode and Country"):
        taken("dgcis", tmp_path, content, ANSWERS)


def test_values_in_two_units_are_refused(tmp_path: Path) -> None:
    page = MARKETS.replace("Trade balance in 2023", "Value exported in 2022 (Euro thousand)")
    with pytest.raises(FileRefused, match="Choose US dollars"):
        taken("trademap", tmp_path, page, {"reporter": "IN", "hs_code": "4201"})


def test_the_heading_of_one_table_does_not_complete_that_of_another(tmp_path: Path) -> None:
    page = (
        "<table><tr><td>S.No.</td><td>Country</td><td></td></tr></table>"
        "<table><tr><td>S.No.</td><td></td><td>2022-2023</td></tr>"
        "<tr><td>1</td><td>U S A</td><td>5</td></tr></table>"
    )
    with pytest.raises(FileRefused, match="No heading"):
        taken("dgcis", tmp_path, page, ANSWERS | {"hs_code": "4201"})


def test_the_end_of_a_table_is_seen_across_blocks_of_the_file(tmp_path: Path) -> None:
    table = MARKETS.replace("<!DOCTYPE html>", "")
    for shift in range(9):
        before = "<p>" + "x" * (BLOCK - 3 - table.rindex("</table>") - shift - len("</p>")) + "</p>"
        assert taken("trademap", tmp_path, before + table, {"reporter": "IN", "hs_code": "4201"}).rows


@pytest.mark.parametrize(
    "bomb",
    [
        '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 10))
        + "]><table><tr><td>&a9;</td></tr></table>",
        '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><table><tr><td>&a;</td></tr></table>',
        "<table><tr><td>" * 39 + "x" + "</table>" * 39,
        "<table>" + "<tr><td colspan=99999 rowspan=99999>1" * 5_000 + "</table>",
        "<table><tr><td>" + "&amp;" * 500_000 + "</table>",
    ],
    ids=["entities", "outside", "nested", "spans", "text"],
)
def test_bombs_are_read_in_little_memory_and_reach_nothing(tmp_path: Path, bomb: str) -> None:
    path = tmp_path / "page.xls"
    path.write_text(bomb)
    with pytest.raises(FileRefused) as refused:
        for row in read("trademap", path, {"reporter": "IN", "hs_code": "4201"}):
            assert not isinstance(row, Row)
    assert "root:" not in str(refused.value)
