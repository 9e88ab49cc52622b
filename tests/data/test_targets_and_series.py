"""What is to be reached, and what the rates printed with it give; the only series that is printed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal as D  # noqa: N817
from itertools import pairwise

from clusters.models import OutcomeTarget, Statistic
from exports.models import ExportFigure
from tests.data.arithmetic import grown, percent, rounded
from tests.data.conftest import Recorded

Find = Callable[..., Statistic]
FindFigure = Callable[..., ExportFigure]


def target(line: str) -> OutcomeTarget:
    return OutcomeTarget.objects.get(document__slug="export-plan", lines=line)


def test_leather_turnover_grows_by_a_tenth_in_five_years(statistic: Find) -> None:
    turnover = target("471")
    assert (turnover.baseline, turnover.target, turnover.years) == (10000, 11000, 5)
    assert turnover.baseline == statistic("254", measure="turnover").value
    assert percent(turnover.target - turnover.baseline, turnover.baseline) == 10
    assert rounded(((D(11000) / 10000) ** (D(1) / 5) - 1) * 100, D("0.01")) == D("1.92")


def test_leather_exports_double_without_a_baseline(figure: FindFigure, recorded: Recorded) -> None:
    exports = target("463")
    assert (exports.rate, exports.rate_unit, exports.years) == (2, "times", 5)
    assert (exports.baseline, exports.target) == (None, None)
    assert rounded((D(2) ** (D(1) / 5) - 1) * 100, D("0.01")) == D("14.87")
    doubled = figure("254").value * exports.rate
    assert (doubled, 10000 - figure("254").value, 11000 - doubled) == (9576, 5212, 1424)
    recorded("D-099", "contradictory_values", 463, 471, 254, says=("9576", "5212", "1424"))


def test_hosiery_exports_reach_320_at_no_5_percent(figure: FindFigure, recorded: Recorded) -> None:
    exports = target("998")
    assert (exports.baseline, exports.target, exports.rate, exports.by_year) == (250, 320, 5, 2025)
    assert exports.baseline == figure("227").value
    assert figure("227").period_end == date(2021, 3, 31)
    assert [grown(250, 5, years) for years in (4, 5)] == [D("303.88"), D("319.07")]
    assert exports.target - grown(250, 5, 5) == D("0.93")
    recorded("D-142", "sum_mismatch", 998, 227, says=("250", "320", "303.88", "319.07"))


def test_hosiery_turnover_starts_from_the_key_fact(statistic: Find) -> None:
    assert target("996").baseline == statistic("859", measure="turnover").value == 1000


def test_rates_without_a_base_stay_without_a_target(recorded: Recorded) -> None:
    for line, rate in (("672", 10), ("675", 5), ("835", 10), ("839", 5)):
        row = target(line)
        assert (row.rate, row.rate_unit, row.baseline, row.target) == (rate, "percent per year", None, None)
    recorded("D-114", "missing_content", 672, 675, 835, 839, 681)
    recorded("D-123", "duplicate", 672, 675, 835, 839)


def test_table_9_is_five_whole_years_in_a_row() -> None:
    rows = ExportFigure.objects.filter(locator="Table 9")
    assert [row.value for row in rows] == [D("7.64"), D("7.56"), D("8.85"), D("10.98"), D("10.00")]
    assert [(row.period_start, row.period_end) for row in rows] == [
        (date(year, 4, 1), date(year + 1, 3, 31)) for year in range(2015, 2020)
    ]
    values = [row.value for row in rows]
    growth = [percent(new - old, old) for old, new in pairwise(values)]
    assert growth == [D("-1.05"), D("17.06"), D("24.07"), D("-8.93")]


def test_the_same_year_has_two_values_for_plastic_exports(figure: FindFigure, recorded: Recorded) -> None:
    text, table = figure("753"), figure("768")
    assert (text.period_start, text.period_end) == (table.period_start, table.period_end)
    assert (text.value, table.value, text.unit) == (D("7.55"), D("10.00"), table.unit)
    recorded("D-119", "contradictory_values", 753, 768, says=("7.55", "10.00"))


def test_no_other_product_has_the_five_years_announced(recorded: Recorded) -> None:
    series: dict[tuple[str, str, str], set[date | None]] = {}
    for row in ExportFigure.objects.filter(period_basis="FY"):
        series.setdefault((row.reporter, row.product, row.unit), set()).add(row.period_start)
    assert [key for key, starts in series.items() if len(starts) > 2] == [
        ("india", "Plastic Product", "USD billion")
    ]
    recorded("D-049", "missing_content", 34, 759, 762, 768)


def test_one_value_for_four_and_for_five_months(figure: FindFigure, recorded: Recorded) -> None:
    four, five = figure("748", unit="USD billion"), figure("749")
    assert four.value == five.value == D("1.57")
    assert (four.period_end, five.period_end) == (date(2021, 7, 31), date(2021, 8, 31))
    recorded("D-118", "contradictory_values", 748, 749, says=("1.57",))


def test_the_parts_of_a_period_are_not_above_the_whole(figure: FindFigure) -> None:
    for part, whole in (
        (figure("748", unit="USD million"), figure("748", unit="USD billion")),
        (figure("751", unit="USD million"), figure("751", unit="USD billion")),
        (figure("752", unit="USD million"), figure("752", unit="USD billion")),
        (figure("750"), figure("752", unit="USD billion")),
        (figure("754", unit="USD million"), figure("752", unit="USD billion")),
    ):
        assert part.amount and whole.amount
        assert part.amount.amount < whole.amount.amount
