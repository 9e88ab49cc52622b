"""Every total that the documents state, beside the sum of its parts."""

from collections.abc import Callable
from decimal import Decimal as D  # noqa: N817

import pytest
from django.db.models import Sum

from clusters.models import IndustryRow, OccupationRow, Organisation, Place, Statistic, TanneryCategory
from exports.models import ExportFigure, HSCode
from sources.models import Discrepancy
from tests.data.arithmetic import rounded
from tests.data.conftest import Recorded
from trainings.models import Resource, Topic

Find = Callable[..., Statistic]
FindFigure = Callable[..., ExportFigure]
TABLE_1 = [*range(165, 181), 187, 188]


def industry(column: str) -> tuple[D, D]:
    """Printed total, and sum of the rows."""
    rows = IndustryRow.objects.filter(is_total=False)
    assert sorted(int(row.lines) for row in rows) == TABLE_1
    return D(getattr(IndustryRow.objects.get(is_total=True), column)), D(
        sum(getattr(row, column) for row in rows)
    )


def test_table_1_prints_more_units_than_its_rows_have(recorded: Recorded) -> None:
    assert industry("units") == (16675, 14902)
    assert 16675 - 14902 == 1773
    recorded("D-059", "sum_mismatch", *TABLE_1, 189, says=("14,902", "16,675", "1,773"))


def test_table_1_prints_fewer_persons_than_its_rows_have(recorded: Recorded) -> None:
    assert industry("employment") == (74980, 75080)
    assert 75080 - 74980 == 100
    recorded("D-060", "sum_mismatch", *TABLE_1, 189, says=("75,080", "74,980", "100", "89,671"))


def test_the_investments_of_table_1_add_up() -> None:
    assert industry("investment") == (D("89671"), D("89671.00"))


def test_the_investments_of_table_1_cannot_be_crores(recorded: Recorded) -> None:
    kachori, garments = (IndustryRow.objects.get(lines=line) for line in ("188", "170"))
    assert rounded(kachori.investment / kachori.units, D("0.01")) == D("5.19")
    assert rounded(garments.investment / garments.units, D(1)) == 89
    recorded("D-057", "implausible_unit", 164, 170, 186, 188, 189, 254, says=("89,671", "5.19", "219", "197"))


def test_the_workers_of_table_2_are_the_working_population(statistic: Find, recorded: Recorded) -> None:
    rows = OccupationRow.objects.all()
    assert [row.lines for row in rows] == ["204", "205", "206", "207"]
    assert sum(row.persons for row in rows) == 1572232
    assert statistic("199", subject__startswith="working population").value == 1572232
    recorded("D-065", "scope", 199, 201, 207, says=("1,572,232",))


def test_the_percentages_of_table_2_add_up() -> None:
    assert sum(row.percent for row in OccupationRow.objects.all()) == 100


def test_cultivators_and_labourers_together(statistic: Find) -> None:
    cultivators, labourers = OccupationRow.objects.filter(lines__in=["204", "205"])
    assert cultivators.percent + labourers.percent == D("29.09")
    assert statistic("199", subject__contains="cultivators").value == D("29.09")


def test_table_3_prints_94_lakh_less_than_its_rows(figure: FindFigure, recorded: Recorded) -> None:
    rows = [figure(str(line)) for line in range(222, 228)]
    assert {row.unit for row in rows} == {figure("228").unit} == {"INR crore"}
    assert sum(row.value for row in rows) == D("5604.94")
    assert figure("228").value == 5604
    recorded("D-069", "sum_mismatch", *range(222, 229), says=("5604.94", "5604"))


def test_table_3_adds_three_different_periods(figure: FindFigure, recorded: Recorded) -> None:
    rows = [figure(str(line)) for line in range(222, 228)]
    assert len({(row.period_start, row.period_end) for row in rows}) == 3
    assert figure("228").period_basis == "none"
    recorded("D-070", "scope", *range(222, 229))


def test_table_5_adds_up(figure: FindFigure) -> None:
    rows = [figure(str(line)) for line in range(326, 333)]
    assert sum(row.value for row in rows) == figure("333").value == figure("355").value == D("4315.82")
    assert sum(row.share for row in rows) == figure("333").share == 100


def test_what_table_5_exports_without_a_code(figure: FindFigure, recorded: Recorded) -> None:
    assert sum(figure(line).value for line in ("330", "331", "332")) == D("654.68")
    assert not HSCode.objects.filter(lines__in=["330", "331", "332"])
    recorded("D-086", "scope", 330, 331, 332, 314, says=("654.68",))


def test_what_table_5_exports_without_a_row_in_table_3(figure: FindFigure, recorded: Recorded) -> None:
    table_3 = [figure(line).product for line in ("222", "223", "224")]
    assert table_3 == ["Finished Leather", "Footwear", "Saddlery Goods"]
    assert sum(figure(line).value for line in ("327", "330", "331", "332")) == D("1097.01")
    recorded("D-162", "scope", 222, 223, 224, 228, 327, 330, 331, 332, says=("1097.01",))


def test_the_engineering_exports_of_section_5_5_add_up(figure: FindFigure) -> None:
    rows = [figure(str(line)) for line in range(593, 598)]
    assert {row.unit for row in rows} == {"INR lakh"}
    assert sum(row.value for row in rows) == figure("582,598").value == D("2347.18")


def test_engineering_exports_are_17_times_apart(figure: FindFigure, recorded: Recorded) -> None:
    table, stated = figure("582,598").amount, figure("225").amount
    assert table and stated
    assert (table.amount, stated.amount) == (D("234718000.00"), D("4000000000.00"))
    assert rounded(stated.amount / table.amount, D(1)) == 17
    recorded("D-110", "contradictory_values", 598, 225, 601, says=("2347.18", "23.47", "17"))


def test_the_categories_of_tanneries_add_up_to_those_operating(statistic: Find) -> None:
    counts = TanneryCategory.objects.values_list("value", flat=True)
    assert list(counts) == [50, 110, 50, 40]
    operating = statistic("264", subject="tanneries operating").value
    assert sum(counts) == operating == 250
    assert statistic("264", subject="tanneries in total").value - operating == 150


def test_the_sources_of_raw_hides_are_the_whole() -> None:
    shares = Statistic.objects.filter(lines="271", measure="share")
    assert [share.value for share in shares] == [35, 50, 15]
    assert sum(share.value for share in shares) == 100


def test_the_units_printed_for_the_parts_of_the_leather_cluster(statistic: Find, recorded: Recorded) -> None:
    parts = [
        statistic("264", subject="tanneries operating"),
        statistic("275", measure="units"),
        *Statistic.objects.filter(lines="284", measure="units"),
        statistic("289", subject__startswith="units manufacturing"),
        statistic("289", subject__startswith="cottage"),
    ]
    assert [part.value for part in parts] == [250, 1400, 40, 185, 100, 25]
    assert sum(part.value for part in parts) == 2000
    assert sum(part.high or part.value for part in parts) == 2005
    assert statistic("236,252", measure="units").value == 2428
    recorded("D-074", "sum_mismatch", 236, 264, 275, 284, 289, says=("2000", "2005", "2428"))


def test_the_turnovers_of_the_parts_of_the_leather_cluster(statistic: Find, recorded: Recorded) -> None:
    parts = [statistic(line, measure="turnover").value for line in ("275", "284", "289")]
    assert parts == [3500, 1500, 1500]
    assert sum(parts) == 6500
    assert statistic("254", measure="turnover").value == 10000
    recorded("D-078", "missing_content", 254, 275, 284, 289, says=("10,000", "6,500"))


def test_the_leather_rows_of_table_3_together(figure: FindFigure, recorded: Recorded) -> None:
    assert sum(figure(line).value for line in ("222", "223", "224")) == D("4654.94")
    assert (figure("254").value, figure("333").value) == (4788, D("4315.82"))
    recorded("D-077", "contradictory_values", 254, 333, 222, 223, 224, says=("4788", "4315.82", "4654.94"))


def test_textiles_in_table_1_are_not_the_hosiery_cluster(statistic: Find, recorded: Recorded) -> None:
    rows = IndustryRow.objects.filter(lines__in=["167", "168", "170"])
    assert rows.aggregate(units=Sum("units"), persons=Sum("employment")) == {"units": 852, "persons": 8758}
    jute = IndustryRow.objects.get(lines="169")
    assert (852 + jute.units, 8758 + jute.employment) == (1043, 9647)
    assert statistic("849", measure="units").value == statistic("857", measure="units").value == 2200
    recorded(
        "D-124",
        "contradictory_values",
        *(849, 857, 858, 167, 168, 169, 170),
        says=("852", "8758", "1043", "9647"),
    )


def test_what_is_counted_is_listed() -> None:
    """“four categories” of tanneries, “three clusters” of the project, the names of line 479."""
    assert TanneryCategory.objects.count() == 4
    places = Place.objects.filter(document__slug="leather-project")
    assert {place.name for place in places} == {"Unnao", "Banthar", "Jajmau"}
    assert Organisation.objects.filter(lines="479").count() == 8


def test_five_topics_are_announced_and_three_named() -> None:
    assert Resource.objects.get(kind="e_learning").count == 5
    assert Topic.objects.count() == 3
    entry = Discrepancy.objects.get(ref="D-151")
    assert entry.kind == "missing_content"
    assert [reading.lines for reading in entry.readings.all()] == ["26"]


def test_codes_announced_and_codes_listed(statistic: Find, recorded: Recorded) -> None:
    announced = statistic("483", unit="codes")
    listed = HSCode.objects.filter(cluster__slug="engineering")
    assert (announced.value, announced.high) == (4, 5)
    assert listed.count() == 7
    assert ExportFigure.objects.filter(lines__in=map(str, range(593, 598))).count() == 5
    recorded("D-103", "contradictory_values", 483, *(int(code.lines) for code in listed))


@pytest.mark.parametrize("code", ["640510", "420500", "420100"])
def test_the_three_codes_of_section_4_3_are_there(code: str, recorded: Recorded) -> None:
    assert "314" in HSCode.objects.get(code=code).lines.split(",")
    recorded("D-088", "missing_content", 314)
