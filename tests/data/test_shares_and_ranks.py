"""Every share and rank that the documents state, beside what their own figures give."""

from collections.abc import Callable
from decimal import Decimal as D  # noqa: N817

import pytest

from clusters.models import IndustryRow, OccupationRow, Statistic
from exports.models import ExportFigure, MarketLink
from tests.data.arithmetic import percent, place, rounded
from tests.data.conftest import Recorded

Find = Callable[..., Statistic]
FindFigure = Callable[..., ExportFigure]


@pytest.mark.parametrize(
    ("line", "printed", "computed"),
    [
        ("204", "12.63", "12.63"),
        ("205", "16.46", "16.46"),
        ("206", "4.38", "4.37"),
        ("207", "66.53", "66.54"),
    ],
)
def test_percentages_of_table_2(line: str, printed: str, computed: str, recorded: Recorded) -> None:
    row = OccupationRow.objects.get(lines=line)
    assert row.percent == D(printed)
    assert percent(row.persons, 1572232) == D(computed)
    if printed != computed:
        assert abs(D(printed) - D(computed)) == D("0.01")
        recorded("D-066", "sum_mismatch", int(line), 199, says=(printed, computed))


@pytest.mark.parametrize(
    ("measured", "printed"), [("other industries", "66.53"), ("household industry", "4.38")]
)
def test_the_text_repeats_the_percentages_of_table_2(measured: str, printed: str, statistic: Find) -> None:
    assert statistic("199", subject__contains=measured).value == D(printed)


def test_agriculture_has_the_smaller_share(statistic: Find, recorded: Recorded) -> None:
    farming, others = (
        statistic("199", subject__contains=word).value for word in ("cultivators", "other ind")
    )
    assert farming < others
    recorded("D-064", "contradictory_values", 199, says=("66.53", "29.09"))


@pytest.mark.parametrize("line", range(326, 333))
def test_shares_of_table_5(line: int, figure: FindFigure) -> None:
    row = figure(str(line))
    assert row.share == percent(row.value, figure("333").value)


@pytest.mark.parametrize(
    ("share", "part", "whole"),
    [
        ("349-351", "345-347", "341-343"),  # Uttar Pradesh in India, leather
        ("589-590,600", "587-588", "585-586"),  # India in the world, engineering goods
        ("917", "916", "915"),  # Uttar Pradesh in India, 610711
    ],
)
def test_shares_of_the_key_facts(
    share: str, part: str, whole: str, statistic: Find, figure: FindFigure
) -> None:
    printed = D(statistic(share).as_printed)
    assert figure(part).unit == figure(whole).unit
    assert percent(figure(part).value, figure(whole).value, str(printed)) == printed


def test_up_has_7_percent_of_india_s_hosiery_exports(statistic: Find, figure: FindFigure) -> None:
    assert percent(figure("932").value, figure("930").value) == D("6.99")
    assert statistic("932").value == 7


def test_footwear_has_35_percent_of_the_business(statistic: Find) -> None:
    footwear, cluster = statistic("275", measure="turnover"), statistic("254", measure="turnover")
    assert percent(footwear.value, cluster.value) == statistic("275", value="35").value == 35


def test_footwear_has_not_38_5_percent_of_the_exports(
    statistic: Find, figure: FindFigure, recorded: Recorded
) -> None:
    footwear, components, table_5, stated = (figure(line).value for line in ("275", "327", "333", "254"))
    assert statistic("275", measure="share", subject__contains="exports").value == D("38.5")
    assert percent(footwear, table_5) == figure("329").share == D("23.92")
    assert percent(footwear, stated) == D("21.56")
    assert percent(footwear + components, table_5) == D("34.17")
    recorded("D-083", "sum_mismatch", 275, 329, 327, 333, 254, says=("38.5", "23.92", "21.56", "34.17"))


def test_the_key_facts_of_leather_name_no_product(
    statistic: Find, figure: FindFigure, recorded: Recorded
) -> None:
    india, world = figure("341-343"), figure("337-339")
    assert not india.product and not world.product
    assert percent(india.value, world.value) == D("15.79")
    assert statistic("390", subject__startswith="India").value == 9
    recorded("D-090", "missing_content", 337, 341, 390, says=("15.79", "9%"))


def test_the_key_facts_of_leather_cannot_be_in_million(figure: FindFigure, recorded: Recorded) -> None:
    leather, plastic = figure("341-343").amount, figure("768").amount
    assert leather and plastic
    assert leather.currency == plastic.currency == "USD"
    assert leather.amount / plastic.amount > 250
    recorded("D-091", "implausible_unit", 337, 341, 345, 768, says=("2575448", "250"))


def test_610711_would_be_more_than_all_hosiery(figure: FindFigure, recorded: Recorded) -> None:
    one_code, hosiery = figure("915").amount, figure("930").amount
    assert one_code and hosiery
    assert (one_code.currency, hosiery.currency) == ("USD", "INR")
    assert rounded(hosiery.amount / one_code.amount, D("0.01")) == D("69.86")
    recorded("D-132", "contradictory_values", 915, 930, says=("69.86",))


def test_india_has_less_than_2_percent_of_the_world_s_hosiery(statistic: Find, figure: FindFigure) -> None:
    """It holds at every rate above 46.49 rupees a dollar; the plan prints none."""
    india, world = figure("930").amount, figure("927").amount
    assert india and world
    assert rounded(india.amount / (world.amount * 2 / 100), D("0.01")) == D("46.49")
    assert (statistic("930").value, statistic("930").qualifier) == (2, "less than")


@pytest.mark.parametrize(
    ("line", "goods", "whole"),
    [("500", "carpets", "9.5"), ("754", "readymade garments", "5.8"), ("293", "handlooms", "58.6")],
)
def test_shares_and_values_of_the_state_s_exports(
    line: str, goods: str, whole: str, statistic: Find, figure: FindFigure, recorded: Recorded
) -> None:
    share = statistic("924", subject__startswith=f"share of {goods}").value
    value = figure("925", value=line)
    assert value.unit == "USD million"
    assert rounded(value.value / share * 100 / 1000, D("0.1")) == D(whole)
    recorded("D-134", "contradictory_values", 924, 925, says=(whole, str(share.quantize(D("0.01")))))


def test_table_1_ranks_leather_first_by_employment_alone(recorded: Recorded) -> None:
    rows = IndustryRow.objects.filter(is_total=False)
    places = {
        column: place("Leather based", [(row.name, getattr(row, column)) for row in rows])
        for column in ("units", "investment", "employment")
    }
    assert places == {"units": 3, "investment": 5, "employment": 1}
    recorded("D-061", "contradictory_values", 191, 173, 180, 187, says=("2428", "3189", "2792"))


def test_table_5_ranks_leather_goods_fourth(statistic: Find, figure: FindFigure, recorded: Recorded) -> None:
    rows = [(row.product, row.value) for row in (figure(str(line)) for line in range(326, 333))]
    assert statistic("358", measure="rank").value == 2
    assert place("Leather Goods", rows) == 4
    recorded("D-093", "contradictory_values", 358, 332, 326, 328, 329, says=("580.07", "13.44"))
    assert [place(name, rows) for name in ("Leather Garments", "Leather Gloves")] == [6, 7]
    recorded("D-094", "contradictory_values", 359, 330, 331, says=("1.30", "0.43"))


def test_india_is_third_behind_two_named_exporters_of_saddlery(statistic: Find) -> None:
    ahead = MarketLink.objects.filter(lines="390", role=MarketLink.Role.EXPORTER)
    assert [link.country.iso2 for link in ahead if link.country] == ["CN", "DE"]
    assert statistic("390", measure="rank").value == len(ahead) + 1
    china, india = (statistic("390", area=area, measure="share").value for area in ("China", "India"))
    assert china > india


@pytest.mark.parametrize(("code", "printed"), [("732599", 1), ("870423", 19)])
def test_ranks_without_a_list_stand_with_their_code(
    code: str, printed: int, statistic: Find, recorded: Recorded
) -> None:
    assert statistic("600", hs_code=code).value == printed
    recorded("D-111", "scope", 600, says=("01", "19", "4.21%"))
