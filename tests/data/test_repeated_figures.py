"""Figures that the documents print more than once: the same, or known to differ."""

from collections.abc import Callable
from decimal import Decimal as D  # noqa: N817

import pytest

from clusters.models import IndustryRow, OutcomeTarget, Statistic
from exports.models import ExportFigure
from tests.data.conftest import Recorded

Find = Callable[..., Statistic]
FindFigure = Callable[..., ExportFigure]


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("1032.32", ["223", "275", "329"]),  # footwear
        ("4315.82", ["333", "355"]),  # leather
        ("400", ["225", "601"]),  # engineering goods
        ("300", ["226", "681", "773"]),  # plastic products
        ("250", ["227", "860", "926"]),  # hosiery and textile products
    ],
)
def test_the_same_exports_on_each_line(value: str, lines: list[str], figure: FindFigure) -> None:
    assert {figure(line).value for line in lines} == {D(value)}
    assert {figure(line).unit for line in lines} == {"INR crore"}


def test_the_units_of_leather_are_the_same_three_times(statistic: Find) -> None:
    row = IndustryRow.objects.get(lines="173")
    assert row.units == statistic("191").value == statistic("236,252", measure="units").value == 2428


def test_targets_start_from_the_figures_printed_elsewhere(statistic: Find, figure: FindFigure) -> None:
    baselines = {row.lines: row.baseline for row in OutcomeTarget.objects.exclude(baseline=None)}
    assert baselines == {
        "471": statistic("254", measure="turnover").value,
        "996": statistic("859", measure="turnover").value,
        "998": figure("860").value,
    }


def test_footwear_and_leather_footwear_have_one_value(figure: FindFigure, recorded: Recorded) -> None:
    assert [figure(line).product for line in ("223", "329")] == ["Footwear", "Leather Footwear"]
    recorded("D-067", "scope", 223, 329, 327, says=("1032.32", "442.33"))


def test_the_total_export_of_the_district(figure: FindFigure, recorded: Recorded) -> None:
    assert (figure("228").value, figure("230").value) == (5604, 10858)
    recorded("D-071", "contradictory_values", 228, 230, says=("5604", "10,858"))


def test_the_turnover_of_saddlery(statistic: Find, recorded: Recorded) -> None:
    assert [statistic(line, measure="turnover").value for line in ("284", "318")] == [1500, 1200]
    recorded("D-085", "contradictory_values", 284, 318, says=("1500", "1200"))


def test_saddlery_exports_more_than_it_turns_over(
    statistic: Find, figure: FindFigure, recorded: Recorded
) -> None:
    twelve_months = figure("224").value * 12 / 15
    assert twelve_months.quantize(D(1)) == 1561
    assert twelve_months > statistic("284", measure="turnover").value
    recorded("D-068", "contradictory_values", 224, 284, 318, 328, says=("1951.61", "1561", "1054.42"))


def test_people_employed_in_leather(statistic: Find, recorded: Recorded) -> None:
    stated = statistic("252", measure="employment").value
    assert (stated, IndustryRow.objects.get(lines="173").employment) == (120000, 13461)
    assert statistic("284", measure="employment").value == 30000
    assert IndustryRow.objects.get(is_total=True).employment == 74980 < stated
    recorded("D-076", "contradictory_values", 252, 173, 189, 284, says=("13,461", "74,980", "30,000"))


@pytest.mark.parametrize(
    ("ref", "line", "measure", "value", "row", "column", "in_table_1"),
    [
        ("D-100", "477", "units", 1400, "178", "units", 1215),
        ("D-115", "681", "units", 100, "175", "units", 611),
        ("D-115", "681", "employment", 5000, "175", "employment", 7143),
    ],
)
def test_clusters_and_the_rows_of_table_1(
    ref: str,
    line: str,
    measure: str,
    value: int,
    row: str,
    column: str,
    in_table_1: int,
    statistic: Find,
    recorded: Recorded,
) -> None:
    assert statistic(line, measure=measure).value == value
    assert getattr(IndustryRow.objects.get(lines=row), column) == in_table_1
    recorded(ref, "contradictory_values", int(line), int(row), says=(str(in_table_1),))


def test_units_in_the_leather_cluster(statistic: Find, recorded: Recorded) -> None:
    assert statistic("448", measure="units").value == 80
    recorded("D-003", "contradictory_values", 448, 236, 191, 264, says=("80", "2428", "250"))


def test_hosiery_of_the_state_and_of_kanpur(figure: FindFigure, recorded: Recorded) -> None:
    state, kanpur = figure("932"), figure("227")
    assert (state.period_start, state.unit) == (kanpur.period_start, kanpur.unit)
    assert state.value < kanpur.value
    recorded("D-136", "contradictory_values", 932, 227, 926, says=("80.01", "250"))


def test_a_footnote_has_another_period_than_its_table(figure: FindFigure, recorded: Recorded) -> None:
    assert {figure(line).period_end.isoformat() for line in ("222", "224", "230")} == {"2021-11-30"}
    recorded("D-075", "contradictory_values", 248, 222, 224, 230)


def test_exports_are_a_quarter_of_the_turnover_or_almost_nil(
    statistic: Find, figure: FindFigure, recorded: Recorded
) -> None:
    assert figure("860").value * 4 == statistic("859", measure="turnover").value
    recorded("D-023", "contradictory_values", 988, 227, 860, 926, 998, 859, says=("250",))
