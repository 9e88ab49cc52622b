"""Files that are wrong as a whole, or made to do harm: each is refused with words, or read without harm."""

import io
import tracemalloc
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.imports.layouts import read
from exports.imports.layouts.tables import Line, lines
from exports.imports.rows import FileRefused
from tests.imports.files import taken
from tests.imports.test_layout_dgcis import GOODS, PAGE
from tests.imports.test_layout_own import HEAD, SADDLERY
from tests.imports.test_layout_trademap import MARKETS, SERIES

OWN = HEAD + SADDLERY
# A file of each layout, with answers.
FILES = {
    "own": (OWN, {}),
    "dgcis": (GOODS, {"flow": "export", "unit": "inr_lakh"}),
    "trademap": (SERIES, {"reporter": "rows", "hs_code": "4201", "unit": "usd_thousand"}),
}
LAYOUTS = pytest.mark.parametrize("layout", FILES)


def refusal(layout: str, folder: Path, content: str | bytes) -> str:
    answers = FILES[layout][1] if layout in FILES else {}
    with pytest.raises(FileRefused) as refused:
        taken(layout, folder, content, answers)
    return str(refused.value)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["HSCode", "Commodity", "2022-2023"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("own.csv", b"0" * 20_000_000)
    return file.getvalue()


@LAYOUTS
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_say_what_they_are(tmp_path: Path, layout: str, encoding: str) -> None:
    content, answers = FILES[layout]
    expected = taken(layout, tmp_path, content, answers)
    assert expected.rows
    assert taken(layout, tmp_path, content.encode(encoding), answers) == expected


def test_a_page_of_html_in_utf_16(tmp_path: Path) -> None:
    answers = {"reporter": "IN", "hs_code": "4201"}
    found = taken("trademap", tmp_path, MARKETS.replace("&uuml;", "ü").encode("utf-16"), answers)
    assert [row.partner for row in found.rows] == ["world", "TR", "HK"]


@LAYOUTS
@pytest.mark.parametrize("encoding", ["utf-16-le", "cp1252", "iso8859-15"])
def test_other_encodings_are_refused_with_advice(tmp_path: Path, layout: str, encoding: str) -> None:
    content = FILES[layout][0] + ("" if encoding == "utf-16-le" else "Côte d'Ivoire\n")
    assert "CSV UTF-8" in refusal(layout, tmp_path, content.encode(encoding))


@LAYOUTS
@pytest.mark.parametrize(
    "content",
    [workbook(), zip_bomb(), b"PK\x05\x06" + bytes(18), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)],
    ids=["xlsx", "bomb", "empty zip", "old xls"],
)
def test_a_spreadsheet_or_zip_is_not_opened(tmp_path: Path, layout: str, content: bytes) -> None:
    assert "spreadsheet or a ZIP file" in refusal(layout, tmp_path, content)


@LAYOUTS
@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"\x1f\x8b\x08\x00", b"Rar!\x1a\x07"])
def test_other_kinds_of_file(tmp_path: Path, layout: str, content: bytes) -> None:
    assert "not a table" in refusal(layout, tmp_path, content)


@LAYOUTS
@pytest.mark.parametrize("content", ["", "\n \r\n", "\ufeff"])
def test_an_empty_file(tmp_path: Path, layout: str, content: str) -> None:
    assert refusal(layout, tmp_path, content)


@LAYOUTS
def test_a_million_columns_in_a_line(tmp_path: Path, layout: str) -> None:
    assert "65,536 characters" in refusal(layout, tmp_path, "1," * 1_000_000)
    assert "65,536 characters" in refusal(layout, tmp_path, FILES[layout][0] + "1," * 1_000_000 + "\n")


@LAYOUTS
def test_a_quotation_mark_that_is_never_closed(tmp_path: Path, layout: str) -> None:
    content = FILES[layout][0]
    assert "quotation mark" in refusal(layout, tmp_path, content + '"' + "1,2,3\n" * 100_000)
    assert "quotation mark" in refusal(layout, tmp_path, content + '"')


def test_a_row_of_endless_lines_takes_no_memory(tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        refusal("own", tmp_path, OWN + '"\n",' * 500_000)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_row_that_is_wrong_does_not_stop_the_file(tmp_path: Path) -> None:
    hostile = SADDLERY.replace("DE", "=HYPERLINK(A1)") + SADDLERY.replace("true", "\0") + SADDLERY
    found = taken("own", tmp_path, OWN + hostile)
    assert [row.number for row in found.rows] == [2, 5]
    assert found.reasons == [(3, "partner", "formula"), (4, "provisional", "control_characters")]
    assert "\0" not in found.rejected[1].value


def test_wrong_rows_are_listed_in_a_stream(tmp_path: Path) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text(HEAD + SADDLERY.replace("42010000", "999999999") * 4_000)
    tracemalloc.start()
    try:
        assert sum(1 for _row in read("own", path, {})) == 4_000
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_scripts_and_styles_are_no_cells(tmp_path: Path) -> None:
    page = (
        "<table><tr><td>4201<script>document.write('</td><td>9')</script><style>td{}</style></td>"
        "<td onclick='alert(1)'><img src=x onerror=alert(1)>5 &lt;6&gt; &amp;amp; &bogus;</td></tr></table>"
    )
    path = tmp_path / "page.xls"
    path.write_text(page)
    assert list(lines(path)) == [Line(1, 1, ["4201", "5 <6> &amp; &bogus;"])]


@pytest.mark.parametrize(
    "content",
    [
        "<table><tr><td>" * 100_000,
        "<table><tr>" + "<td>1" * 1_000_000,
        "<table>" + "<tr><td colspan=300 rowspan=9>1" * 20,
    ],
    ids=["nested", "wide", "spans"],
)
def test_tables_without_measure_are_refused_at_once(tmp_path: Path, content: str) -> None:
    assert "nested too deeply" in refusal("trademap", tmp_path, content)


@pytest.mark.parametrize(
    "content",
    [
        "<table><tr><td>" + "<div>" * 100_000 + "5</table>",
        "<" * 300_000,
        "<a " * 200_000,
        "<table><!--" * 100_000,
        "<script>" * 50_000 + "<table><tr><td>1</table>",
        "<table><tr><td " + "a=1 " * 200_000 + ">1</table>",
        "<table><tr><td colspan=9999999999 rowspan=99999>1</table>",
        "<table><tr><td>&" + "a" * 500_000 + "</table>",
    ],
    ids=["divs", "brackets", "tags", "comments", "scripts", "attributes", "spans", "entity"],
)
def test_hostile_pages_are_read_to_their_end(tmp_path: Path, content: str) -> None:
    assert "No heading of a Trade Map list" in refusal("trademap", tmp_path, content)


@pytest.mark.parametrize("kept", [0.6, 0.9])
def test_a_page_that_ends_in_the_middle(tmp_path: Path, kept: float) -> None:
    """An interrupted download must not pass for the whole."""
    page = PAGE[: int(PAGE.index("</table>\n<P") * kept)]
    path = tmp_path / "page.xls"
    path.write_text(page + " " * 100_000)
    with pytest.raises(FileRefused, match="ends in the middle"):
        list(lines(path))
    path.write_text(PAGE + "<p>" * 50_000)
    assert list(lines(path))


def test_cells_that_span_rows_and_columns(tmp_path: Path) -> None:
    path = tmp_path / "page.xls"
    path.write_text(
        "<table><tr><td rowspan=3>a<td colspan=2>b<td rowspan=2>c</tr>"
        "<tr><td>d<td>e</tr><tr><td>f</table>after"
    )
    assert [line.cells for line in lines(path)] == [
        ["a", "b", "b", "c"],
        ["a", "d", "e", "c"],
        ["a", "f"],
        ["after"],
    ]


SHREDS = st.lists(
    st.one_of(
        st.sampled_from(
            [*HEAD.strip().split(","), *SADDLERY.strip().split(","), *GOODS.split(","), *SERIES.split("\t")]
        ),
        st.sampled_from(
            [",", "\n", "\r\n", '"', "\t", "\0", "<table>", "<tr>", "<td>", "</table>", "–", "%"]
        ),
        st.text(max_size=8),
    ),
    max_size=40,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([*FILES, "comtrade"]), SHREDS, st.sampled_from(["", HEAD, GOODS, PAGE, SERIES]))
def test_any_file_is_read_or_refused(layout: str, shreds: str, start: str) -> None:
    """Whatever it holds: figures, reasons that have words, or a refusal, and no other error."""
    answers = FILES[layout][1] if layout in FILES else {}
    with TemporaryDirectory() as folder:
        try:
            taken(layout, Path(folder), (start + shreds).encode("utf-8", "replace"), answers)
        except FileRefused as refused:
            assert str(refused)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([*FILES, "comtrade"]), st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(layout: str, content: bytes) -> None:
    answers = FILES[layout][1] if layout in FILES else {}
    with TemporaryDirectory() as folder:
        try:
            taken(layout, Path(folder), content, answers)
        except FileRefused as refused:
            assert str(refused)
