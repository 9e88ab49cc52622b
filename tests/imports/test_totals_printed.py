"""Which printed figures are added, against plain Python over all that the documents print."""

from collections import Counter
from decimal import Decimal

import pytest

from exports.models import ExportFigure
from sources.units import money
from tests.api.conftest import Program

pytestmark = pytest.mark.usefixtures("printed_plan", "db")
URL = "/api/v1/export-figures/totals/?kind=printed"


@pytest.fixture
def public() -> Program:
    return Program()


def reason(figure: ExportFigure, by: str) -> str:
    if figure.is_total:
        return "printed_total"
    if figure.high is not None:
        return "printed_range"
    if money(figure.value, figure.unit) is None:
        return "printed_unit"
    if figure.period_basis not in ("FY", "CY"):
        return "printed_period"
    if "table" not in figure.locator.lower():
        return "printed_text"
    code = figure.hs_code.code if figure.hs_code else ""
    if len(code) < {"hs2": 2, "hs6": 6}.get(by, 0):
        return "printed_code"
    if by in ("month", "group"):
        return f"printed_{by}"
    return "no_district" if by == "district" and figure.reporter != "kanpur-nagar" else ""


@pytest.mark.parametrize("by", ["year", "hs2", "hs6", "month", "group", "district", "partner"])
def test_what_is_not_added_is_told_with_its_reason(by: str, public: Program) -> None:
    figures = list(ExportFigure.objects.select_related("hs_code"))
    expected = Counter(reason(figure, by) for figure in figures)
    answer = public.get(f"{URL}&by={by}").json()
    told = Counter({row["reason"]: row["figures"] for row in answer["left_out"]})
    added = [figure for figure in figures if not reason(figure, by)]
    assert told + Counter({"": len(added)}) == +expected
    assert sum(row["figures"] for row in answer["results"]) == len(added)
    whole = sum((Decimal(row["amount"]) for row in answer["results"]), Decimal(0))
    assert whole == sum(money(figure.value, figure.unit).amount for figure in added)  # type: ignore[union-attr]
    assert all("table" in row["table"].lower() for row in answer["results"])
    if by == "year":
        assert {"printed_total", "printed_text"} <= told.keys()
