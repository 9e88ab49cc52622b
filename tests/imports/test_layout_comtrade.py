"""CSV of UN Comtrade; the figures in these files are made up for the tests."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from exports.imports.rows import FileRefused, Row, SeriesKey
from tests.imports.files import taken

COLUMNS = next(
    csv.reader(
        [
            "TypeCode,FreqCode,RefPeriodId,RefYear,RefMonth,Period,ReporterCode,ReporterISO,ReporterDesc,"
            "FlowCode,FlowDesc,PartnerCode,PartnerISO,PartnerDesc,Partner2Code,Partner2ISO,Partner2Desc,"
            "ClassificationCode,ClassificationSearchCode,IsOriginalClassification,CmdCode,CmdDesc,AggrLevel,"
            "IsLeaf,CustomsCode,CustomsDesc,MosCode,MotCode,MotDesc,QtyUnitCode,QtyUnitAbbr,Qty,"
            "IsQtyEstimated,AltQtyUnitCode,AltQtyUnitAbbr,AtlQty,IsAltQtyEstimated,NetWgt,IsNetWgtEstimated,"
            "GrossWgt,IsGrossWgtEstimated,Cifvalue,Fobvalue,PrimaryValue,LegacyEstimationFlag,IsReported,"
            "IsAggregate"
        ]
    )
)
SADDLES = {
    "TypeCode": "C",
    "FreqCode": "A",
    "RefPeriodId": "20230101",
    "RefYear": "2023",
    "RefMonth": "52",
    "Period": "2023",
    "ReporterCode": "699",
    "ReporterISO": "IND",
    "ReporterDesc": "India",
    "FlowCode": "X",
    "FlowDesc": "Export",
    "PartnerCode": "842",
    "PartnerISO": "USA",
    "PartnerDesc": "USA",
    "Partner2Code": "0",
    "Partner2ISO": "W00",
    "Partner2Desc": "World",
    "ClassificationCode": "H6",
    "ClassificationSearchCode": "HS",
    "IsOriginalClassification": "True",
    "CmdCode": "420100",
    "CmdDesc": "Saddlery and harness, for any animal",
    "AggrLevel": "6",
    "IsLeaf": "True",
    "CustomsCode": "C00",
    "CustomsDesc": "TOTAL CPC",
    "MosCode": "0",
    "MotCode": "0",
    "MotDesc": "TOTAL MOT",
    "QtyUnitCode": "8",
    "QtyUnitAbbr": "kg",
    "Qty": "1234.5",
    "IsQtyEstimated": "False",
    "AltQtyUnitCode": "-1",
    "AltQtyUnitAbbr": "N/A",
    "AtlQty": "0",
    "PrimaryValue": "98765.435",
}


def content_of(*changes: dict[str, str], columns: list[str] = COLUMNS, ending: str = "") -> str:
    """A file with a row for each set of changes; each row, though not the heading, has the ending."""
    file = io.StringIO()
    csv.writer(file).writerow(columns)
    for change in changes:
        row = io.StringIO()
        csv.writer(row).writerow([(SADDLES | change).get(column, "") for column in COLUMNS])
        file.write(row.getvalue().replace("\r\n", f"{ending}\r\n"))
    return file.getvalue()


def test_a_row_of_indias_exports(tmp_path: Path) -> None:
    assert len(COLUMNS) == 47
    found = taken("comtrade", tmp_path, content_of({}))
    assert found.rejected == []
    assert found.rows == [
        Row(
            2,
            SeriesKey("comtrade", "IN", "export", "HS 2022", "CY", "USD"),
            "420100",
            "US",
            date(2023, 1, 1),
            9_876_544,  # rounded half up
            1_234_500,
            "kg",
            provisional=False,
        )
    ]


def test_names_of_columns_as_the_api_writes_them_and_a_comma_at_the_end(tmp_path: Path) -> None:
    camel = [name[0].lower() + name[1:] for name in COLUMNS]
    expected = taken("comtrade", tmp_path, content_of({})).rows
    assert taken("comtrade", tmp_path, content_of({}, columns=camel)).rows == expected
    assert taken("comtrade", tmp_path, content_of({}, ending=",")).rows == expected


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"PartnerCode": "0"}, "partner", "world"),
        ({"PartnerCode": "251"}, "partner", "FR"),
        ({"PartnerCode": "579"}, "partner", "NO"),
        ({"PartnerCode": "757"}, "partner", "CH"),
        ({"PartnerCode": "380"}, "partner", "IT"),
        ({"PartnerCode": "381"}, "partner", "IT"),
        ({"MosCode": "0 "}, "partner", "US"),
        ({"PartnerCode": "4"}, "partner", "AF"),
        ({"PartnerCode": "004"}, "partner", "AF"),
        ({"CmdCode": "TOTAL"}, "hs_code", ""),
        ({"CmdCode": "42"}, "hs_code", "42"),
        ({"CmdCode": "0101"}, "hs_code", "0101"),
        ({"RefMonth": "3", "FreqCode": "M"}, "period_start", date(2023, 3, 1)),
        ({"RefMonth": "12", "FreqCode": "M"}, "period_start", date(2023, 12, 1)),
        ({"PrimaryValue": "11550357000"}, "amount", 1_155_035_700_000),
        ({"PrimaryValue": "0.004"}, "amount", 0),
        ({"QtyUnitAbbr": "N/A", "QtyUnitCode": "-1", "Qty": "0"}, "quantity", None),
        ({"Qty": "0"}, "quantity", None),
        ({"IsQtyEstimated": "True"}, "quantity", None),
    ],
    ids=str,
)
def test_what_a_cell_means(tmp_path: Path, change: dict[str, str], field: str, value: object) -> None:
    (row,) = taken("comtrade", tmp_path, content_of(change)).rows
    assert getattr(row, field) == value


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"FlowCode": "M"}, "flow", "import"),
        ({"ClassificationCode": "H0"}, "hs_edition", "HS 1992"),
        ({"ClassificationCode": "H3"}, "hs_edition", "HS 2007"),
        ({"ClassificationCode": "H5"}, "hs_edition", "HS 2017"),
        ({"RefMonth": "1"}, "basis", "month"),
        ({"ReporterCode": "276"}, "reporter", "DE"),
    ],
    ids=str,
)
def test_the_series_that_a_row_belongs_to(
    tmp_path: Path, change: dict[str, str], field: str, value: str
) -> None:
    (row,) = taken("comtrade", tmp_path, content_of(change)).rows
    assert getattr(row.series, field) == value


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"FlowCode": "RX"}, "flowCode", "other_flow"),
        ({"FlowCode": "RM"}, "flowCode", "other_flow"),
        ({"FlowCode": "=X"}, "flowCode", "formula"),
        ({"ClassificationCode": "S4"}, "classificationCode", "not_hs"),
        ({"Partner2Code": "842"}, "partner2Code", "breakdown"),
        ({"CustomsCode": "C04"}, "customsCode", "breakdown"),
        ({"MotCode": "2100"}, "motCode", "breakdown"),
        ({"MosCode": "1"}, "mosCode", "breakdown"),
        ({"PartnerCode": "837"}, "partnerCode", "not_a_country"),
        ({"PartnerCode": "899"}, "partnerCode", "not_a_country"),
        ({"PartnerCode": "490"}, "partnerCode", "not_a_country"),
        ({"PartnerCode": "356"}, "partnerCode", "not_a_country"),  # India without Sikkim
        ({"PartnerCode": "250"}, "partnerCode", "not_a_country"),  # France without overseas departments
        ({"PartnerCode": "492"}, "partnerCode", "not_a_country"),  # no Monaco: Europe EU, nes
        ({"PartnerCode": "USA"}, "partnerCode", "unknown_partner"),
        ({"PartnerCode": ""}, "partnerCode", "unknown_partner"),
        ({"ReporterCode": "97"}, "reporterCode", "not_a_country"),
        ({"CmdCode": "42010"}, "cmdCode", "lost_zero"),
        ({"CmdCode": ""}, "cmdCode", "missing"),
        ({"CmdCode": "AG2"}, "cmdCode", "not_an_hs_code"),
        ({"RefMonth": "13"}, "refYear", "not_a_period"),
        ({"RefYear": "20233"}, "refYear", "not_a_period"),
        ({"RefYear": "2999"}, "refYear", "future_period"),
        ({"PrimaryValue": ""}, "primaryValue", "no_value"),
        ({"PrimaryValue": "-5"}, "primaryValue", "negative"),
        ({"PrimaryValue": "1E+10"}, "primaryValue", "shortened"),
        ({"PrimaryValue": "1.5x"}, "primaryValue", "not_a_number"),
        ({"PrimaryValue": "9" * 30}, "primaryValue", "too_large"),
        ({"QtyUnitAbbr": "bushels"}, "qtyUnitAbbr", "unknown_unit"),
        ({"Qty": "many"}, "qty", "not_a_number"),
    ],
    ids=str,
)
def test_a_row_that_is_not_taken(tmp_path: Path, change: dict[str, str], column: str, reason: str) -> None:
    found = taken("comtrade", tmp_path, content_of({}, change, {}))
    assert [row.number for row in found.rows] == [2, 4]
    assert found.reasons == [(3, column, reason)]


def test_names_in_another_encoding_do_no_harm(tmp_path: Path) -> None:
    content = content_of({"PartnerCode": "792", "PartnerDesc": "Türkiye"}).encode("cp1252")
    (row,) = taken("comtrade", tmp_path, content).rows
    assert row.partner == "TR"


def test_ragged_rows(tmp_path: Path) -> None:
    found = taken(
        "comtrade", tmp_path, content_of({}) + "\r\n1,2,3\r\n" + content_of({}, ending=",x").split("\r\n")[1]
    )
    assert found.reasons == [(4, "", "ragged"), (5, "", "ragged")]


def test_columns_that_are_missing(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="primaryValue"):
        taken("comtrade", tmp_path, content_of({}).replace("PrimaryValue", "TradeValue"))


def test_a_file_without_the_breakdown_and_quantities(tmp_path: Path) -> None:
    content = (
        "refYear,refMonth,reporterCode,flowCode,partnerCode,classificationCode,cmdCode,primaryValue\n"
        "2022,52,699,X,276,H6,4201,5\n"
    )
    (row,) = taken("comtrade", tmp_path, content).rows
    assert (row.partner, row.amount, row.quantity, row.quantity_unit) == ("DE", 500, None, "")
