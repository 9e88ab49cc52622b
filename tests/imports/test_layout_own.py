"""The portal's own layout: every column, and the round trip from text to rows to the same text."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.imports.layouts import expected_rows
from exports.imports.layouts.cells import LARGEST, UNITS
from exports.imports.own_layout import COLUMNS, HEADING, HS_EDITIONS, Figure, line
from exports.imports.rows import FileRefused, Row, SeriesKey
from exports.models import ExportFigure
from exports.models.trade import TradeSeries
from exports.partners import codes
from tests.imports.files import taken

HEAD = (
    "reporter,flow,hs_edition,hs_code,partner,basis,period,currency,amount,quantity,quantity_unit,"
    "provisional\n"
)
SADDLERY = "kanpur-nagar,export,HS 2017,42010000,DE,FY,2023-24,INR,12345678.50,1500,kg,true\n"


def one(folder: Path, **cells: str) -> list[tuple[str, str, str]]:
    """Column, reason and detail of what is wrong with a row that is right but for these cells."""
    right = {
        "source": "dgcis",
        "reporter": "india",
        "flow": "export",
        "hs_edition": "HS 2017",
        "hs_code": "420100",
        "partner": "DE",
        "basis": "CY",
        "period_start": "2023-01-01",
        "currency": "USD",
        "amount": "1.00",
        "quantity": "2",
        "quantity_unit": "kg",
        "provisional": "false",
    }
    content = HEADING + ",".join(f'"{(right | cells)[name]}"' for name in COLUMNS)
    found = taken("own", folder, content)
    assert len(found.rows) + len(found.rejected) == 1
    return [(cell.column, cell.reason, cell.detail) for cell in found.rejected]


def test_a_row_says_everything(tmp_path: Path) -> None:
    found = taken("own", tmp_path, HEAD + SADDLERY)
    assert found.rejected == []
    assert found.rows == [
        Row(
            number=2,
            series=SeriesKey("portal", "kanpur-nagar", "export", "HS 2017", "FY", "INR"),
            hs_code="42010000",
            partner="DE",
            period_start=date(2023, 4, 1),
            amount=1_234_567_850,
            quantity=1_500_000,
            quantity_unit="kg",
            provisional=True,
        )
    ]


def test_columns_stand_in_any_order_and_some_may_be_missing(tmp_path: Path) -> None:
    content = (
        "Amount,currency,period_start,basis,partner,hs_code,flow,reporter\n"
        "7,USD,2024-03-01,month,world,,import,IN\n"
    )
    (row,) = taken("own", tmp_path, content).rows
    assert row == Row(
        2,
        SeriesKey("portal", "IN", "import", "", "month", "USD"),
        "",
        "world",
        date(2024, 3, 1),
        700,
        None,
        "",
        provisional=False,
    )


def test_one_series_object_serves_all_its_rows(tmp_path: Path) -> None:
    rows = taken("own", tmp_path, HEAD + SADDLERY + SADDLERY.replace("DE", "JP")).rows
    assert rows[0].series is rows[1].series


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"source": "eurostat"}, ("source", "unknown_choice", "dgcis, trademap, comtrade, portal")),
        ({"reporter": ""}, ("reporter", "missing", "")),
        ({"reporter": "Uttar Pradesh"}, ("reporter", "unknown_reporter", "")),
        ({"flow": "exports"}, ("flow", "unknown_choice", "export, import")),
        ({"hs_edition": "2017"}, ("hs_edition", "unknown_choice", ", ".join(HS_EDITIONS))),
        ({"basis": "FY2024"}, ("basis", "unknown_choice", "FY, CY, month")),
        ({"currency": "EUR"}, ("currency", "unknown_choice", "INR, USD")),
        ({"hs_code": "1012910"}, ("hs_code", "lost_zero", "01012910")),
        ({"hs_code": "42.01"}, ("hs_code", "not_an_hs_code", "")),
        ({"hs_code": "420100000"}, ("hs_code", "not_an_hs_code", "")),
        ({"hs_code": "४२०१"}, ("hs_code", "not_an_hs_code", "")),
        ({"hs_code": "=4201"}, ("hs_code", "formula", "")),
        ({"partner": "Germany"}, ("partner", "unknown_partner", "DE")),
        ({"partner": "U ARAB EMTS"}, ("partner", "unknown_partner", "AE")),
        ({"partner": "XX"}, ("partner", "unknown_partner", "")),
        ({"partner": "D\0E"}, ("partner", "control_characters", "")),
        ({"period_start": "2023-04-01"}, ("period_start", "other_basis", "")),
        ({"basis": "FY"}, ("period_start", "other_basis", "")),
        ({"basis": "month", "period_start": "2023-01-02"}, ("period_start", "other_basis", "")),
        ({"period_start": "20231301"}, ("period_start", "not_a_period", "")),
        ({"period_start": "0023-01-01"}, ("period_start", "not_a_period", "")),
        ({"period_start": "2990-01-01"}, ("period_start", "future_period", "")),
        ({"period_start": "9999-01-01"}, ("period_start", "future_period", "")),
        ({"amount": ""}, ("amount", "no_value", "")),
        ({"amount": "1.005"}, ("amount", "too_many_decimals", "")),
        ({"amount": "-5"}, ("amount", "negative", "")),
        ({"quantity_unit": "kilos"}, ("quantity_unit", "unknown_unit", "")),
        ({"quantity_unit": ""}, ("quantity_unit", "unit_missing", "")),
        ({"quantity": "1.2345"}, ("quantity", "too_many_decimals", "")),
        ({"provisional": "perhaps"}, ("provisional", "unknown_choice", "true, TRUE, false, FALSE")),
    ],
    ids=str,
)
def test_a_wrong_cell_is_named_with_its_reason(
    tmp_path: Path, cells: dict[str, str], problem: tuple[str, str, str]
) -> None:
    assert one(tmp_path, **cells) == [problem]


def test_a_year_that_has_not_ended_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exports.imports.layouts.timezone.localdate", lambda: date(2024, 3, 31))
    found = taken("own", tmp_path, HEAD + SADDLERY)
    assert found.reasons == [(2, "period", "future_period")]
    monkeypatch.setattr("exports.imports.layouts.timezone.localdate", lambda: date(2024, 4, 1))
    assert taken("own", tmp_path, HEAD + SADDLERY).rejected == []


def test_december_is_no_financial_year(tmp_path: Path) -> None:
    """2011-12 is both: the basis decides."""
    text = SADDLERY.replace("2023-24", "2011-12")
    rows = taken("own", tmp_path, HEAD + text + text.replace("FY", "month")).rows
    assert [row.period_start for row in rows] == [date(2011, 4, 1), date(2011, 12, 1)]
    found = taken("own", tmp_path, HEAD + SADDLERY.replace("2023-24", "2023-25"))
    assert found.reasons == [(2, "period", "not_a_period")]


def test_a_ragged_row_and_a_blank_one(tmp_path: Path) -> None:
    """A comma too many shifts the cells after it."""
    shifted = SADDLERY.replace("12345678.50", "1,23,45,678.50")
    found = taken("own", tmp_path, HEAD + "\n" + shifted + SADDLERY + ",,,\n" + "1,2\n")
    assert [row.number for row in found.rows] == [4]
    assert found.reasons == [(3, "", "ragged"), (6, "", "ragged")]


def test_grouped_digits_are_read_where_they_are_quoted(tmp_path: Path) -> None:
    found = taken("own", tmp_path, HEAD + SADDLERY.replace("12345678.50", '"1,23,45,678.50"'))
    assert found.rows[0].amount == 1_234_567_850


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("", "empty"),
        ("reporter,flow\n", "hs_code, partner, basis, period_start, currency, amount"),
        (HEAD.replace("flow", "reporter"), "reporter"),
        (HEAD.replace("hs_edition", "quantiy"), "quantiy"),
        (HEAD.replace("provisional", "period_start"), "not both"),
    ],
)
def test_a_heading_that_cannot_be_read_refuses_the_file(tmp_path: Path, heading: str, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        taken("own", tmp_path, heading + (SADDLERY if heading else ""))


def test_the_rows_are_counted_beforehand(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(HEAD + SADDLERY * 1000)
    assert expected_rows(path) == 1001


def test_a_figure_has_a_value_for_each_column() -> None:
    assert Figure._fields == COLUMNS


def test_a_line_as_it_is_exported() -> None:
    figure = Figure(
        "dgcis",
        "india",
        "export",
        "HS 2017",
        "42010000",
        "DE",
        "FY",
        date(2023, 4, 1),
        "INR",
        1_234_567_805,
        1_500,
        "kg",
        provisional=True,
    )
    assert HEADING.startswith("source,reporter,flow,")
    assert line(figure) == (
        "dgcis,india,export,HS 2017,42010000,DE,FY,2023-04-01,INR,12345678.05,1.5,kg,true\r\n"
    )
    bare = figure._replace(hs_edition="", hs_code="", quantity=None, quantity_unit="", provisional=False)
    assert line(bare) == "dgcis,india,export,,,DE,FY,2023-04-01,INR,12345678.05,,,false\r\n"
    assert line(bare._replace(quantity=12_000)).endswith(",12,,false\r\n")


QUANTITIES = st.one_of(
    st.just((None, "")), st.tuples(st.integers(0, LARGEST), st.sampled_from(sorted(UNITS)))
)
STARTS = st.sampled_from(TradeSeries.Basis.values).flatmap(
    lambda basis: st.tuples(
        st.just(basis),
        st.builds(
            date,
            st.integers(1900, 2020),
            st.integers(1, 12) if basis == "month" else st.just({"FY": 4, "CY": 1}[basis]),
            st.just(1),
        ),
    )
)
FIGURES = st.builds(
    lambda source, reporter, flow, edition, code, partner, when, currency, amount, many, open_: Figure(
        source, reporter, flow, edition, code, partner, *when, currency, amount, *many, open_
    ),
    st.sampled_from(TradeSeries.Source.values),
    st.sampled_from(["india", "IN", "kanpur-nagar", "world"]),
    st.sampled_from(ExportFigure.Flow.values),
    st.sampled_from(["", *HS_EDITIONS]),
    st.from_regex(r"|(0[1-9]|[1-9][0-9])([0-9]{2}){0,3}", fullmatch=True),
    st.sampled_from(["world", *sorted(codes())]),
    STARTS,
    st.sampled_from(TradeSeries.Currency.values),
    st.integers(0, LARGEST),
    QUANTITIES,
    st.booleans(),
)


@settings(max_examples=60, deadline=timedelta(seconds=2))
@given(st.lists(FIGURES, max_size=8))
def test_what_is_exported_is_imported_and_exported_again_byte_by_byte(figures: list[Figure]) -> None:
    content = HEADING + "".join(map(line, figures))
    with TemporaryDirectory() as folder:
        found = taken("own", Path(folder), content)
    assert found.rejected == []
    again = [
        Figure(
            row.series.source,
            row.series.reporter,
            row.series.flow,
            row.series.hs_edition,
            row.hs_code,
            row.partner,
            row.series.basis,
            row.period_start,
            row.series.currency,
            *row[5:],
        )
        for row in found.rows
    ]
    assert again == figures
    assert HEADING + "".join(map(line, again)) == content
