"""The sums of the schemes: the worked examples by hand, and what must hold for any costs."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.scheme_arithmetic import (
    AirShipment,
    Bound,
    ClauseReading,
    Component,
    Container,
    Costs,
    Fair,
    FairKind,
    Rate,
    Way,
    readings,
)

# As the plan prints them: lines 1007 to 1025.
MDA = {
    Component.STALL_CHARGES: Rate(Decimal(60), Decimal(1_00_000)),
    Component.AIR_FARE: Rate(Decimal(50), Decimal(50_000)),
    Component.FAIRS_PER_YEAR: Rate(None, Decimal(3)),
    Component.PUBLICITY: Rate(Decimal(60), Decimal(60_000)),
    Component.SAMPLES: Rate(Decimal(75), Decimal(50_000)),
    Component.CERTIFICATION: Rate(Decimal(50), Decimal(75_000)),
}
GATEWAY = {
    Component.CONTAINER_20: Rate(Decimal(25), Decimal(6_000)),
    Component.CONTAINER_40: Rate(Decimal(25), Decimal(12_000)),
    Component.SCHEME_PER_YEAR: Rate(None, Decimal(12_00_000)),
}
AIR = {
    Component.AIR_SHIPMENT: Rate(Decimal(20), Decimal(50)),
    Component.SCHEME_PER_YEAR: Rate(None, Decimal(2_00_000)),
}
ANNUAL_MAXIMUM = 6_35_000


def fair(stall: int, fare: int, day: date | None = None) -> Fair:
    return Fair(Decimal(stall), Decimal(fare), day)


def first(terms: dict[Component, Rate], costs: Costs) -> ClauseReading:
    return readings(terms, costs)[0]


def paid(reading: ClauseReading) -> list[int | None]:
    return [None if step.pays is None else int(step.pays) for step in reading.steps]


class TestTheWorkedExamples:
    def test_1_both_by_the_rate(self) -> None:
        found = first(MDA, Costs((fair(1_20_000, 70_000),)))
        assert paid(found) == [72_000, 35_000]
        assert found.total == 1_07_000
        assert {step.bound for step in found.steps} == {Bound.RATE}

    def test_2_both_by_the_cap(self) -> None:
        found = first(MDA, Costs((fair(2_00_000, 1_30_000),)))
        assert paid(found) == [1_00_000, 50_000]
        assert {step.bound for step in found.steps} == {Bound.CAP}

    def test_3_on_the_boundary(self) -> None:
        found = first(MDA, Costs((fair(1_66_667, 1_00_000),)))
        assert found.total == 1_50_000
        assert [step.bound for step in found.steps] == [Bound.CAP, Bound.BOTH]

    def test_4_a_fourth_fair_pays_nothing(self) -> None:
        fairs = (fair(1_20_000, 70_000), fair(2_00_000, 1_30_000), fair(1_66_667, 1_00_000))
        (found,) = readings(MDA, Costs((*fairs, fair(50_000, 40_000))))
        assert found.total == 4_07_000
        assert paid(found)[-2:] == [0, 0]
        assert {step.bound for step in found.steps if step.row == 4} == {Bound.NUMBER}

    def test_fairs_claimed_before_count_without_their_costs(self) -> None:
        fairs = (fair(1_20_000, 70_000), fair(2_00_000, 1_30_000))
        totals = [first(MDA, Costs(fairs, fairs_claimed=number)).total for number in (0, 1, 2, 3, 100)]
        assert totals == [2_57_000, 2_57_000, 1_07_000, 0, 0]
        _taken, other = readings(MDA, Costs(fairs, fairs_claimed=2))
        assert (other.way, other.total) == (Way.BEST_FAIRS, 1_50_000)

    def test_5_first_three_or_best_three(self) -> None:
        days = [date(2026, 5, 1) + timedelta(30 * number) for number in range(4)]
        small, *large = (
            fair(40_000, 30_000, days[0]),
            *(fair(2_00_000, 1_30_000, day) for day in days[1:]),
        )
        taken, other = readings(MDA, Costs((*large, small)))
        assert (taken.way, taken.total) == (Way.FIRST_FAIRS, 3_39_000)
        assert (other.way, other.total) == (Way.BEST_FAIRS, 4_50_000)

    def test_6_what_is_paid_once_a_year(self) -> None:
        yearly = (("publicity", 90_000), ("samples", 80_000), ("certification", 1_50_000))
        found = first(MDA, Costs(yearly=tuple((name, Decimal(cost)) for name, cost in yearly)))
        assert paid(found) == [54_000, 50_000, 75_000]
        assert [step.bound for step in found.steps] == [Bound.RATE, Bound.CAP, Bound.BOTH]

    CONTAINERS = (Container(20, 3, Decimal(20_000)), Container(40, 2, Decimal(60_000)))

    def test_7_containers_of_two_sizes(self) -> None:
        found = first(GATEWAY, Costs(containers=self.CONTAINERS))
        assert paid(found) == [15_000, 24_000]
        assert found.total == 39_000

    def test_8_what_is_left_of_the_year(self) -> None:
        found = first(GATEWAY, Costs(containers=self.CONTAINERS, claimed=Decimal(11_80_000)))
        assert found.total == 20_000
        assert found.limits[0].binds

    def test_9_each_container_or_all_together(self) -> None:
        boxes = (Container(20, 1, Decimal(10_000)), Container(20, 1, Decimal(50_000)))
        taken, other = readings(GATEWAY, Costs(containers=boxes))
        assert (taken.way, taken.total) == (Way.EACH_CONTAINER, 8_500)
        assert (other.way, other.total) == (Way.ALL_CONTAINERS, 12_000)

    @pytest.mark.parametrize("forty", [Rate(None, Decimal(12_000)), Rate(Decimal(25), None), None])
    def test_no_caps_are_added_up_where_one_is_not_known(self, forty: Rate | None) -> None:
        boxes = (Container(20, 1, Decimal(10_000)), Container(20, 1, Decimal(50_000)))
        terms = {**GATEWAY, Component.CONTAINER_40: forty} if forty else dict(GATEWAY)
        if not forty:
            del terms[Component.CONTAINER_40]
        (found,) = readings(terms, Costs(containers=(*boxes, Container(40, 1, Decimal(20_000)))))
        assert found.way == Way.EACH_CONTAINER

    @pytest.mark.parametrize(
        ("freight", "pays", "bound"),
        [(1_00_000, 20_000, Bound.RATE), (1_25_000, 25_000, Bound.BOTH), (1_50_000, 25_000, Bound.CAP)],
    )
    def test_10_air_freight_by_rate_or_by_weight(self, freight: int, pays: int, bound: str) -> None:
        found = first(AIR, Costs(shipments=(AirShipment(Decimal(500), Decimal(freight)),)))
        assert (found.total, found.steps[0].bound) == (pays, bound)

    def test_11_the_year_of_air_freight(self) -> None:
        found = first(AIR, Costs(shipments=(AirShipment(Decimal(500), Decimal(1_25_000)),) * 9))
        assert (found.limits[0].before, found.total) == (2_25_000, 2_00_000)

    # 12 to 14 turn on conditions, not on sums: test_calculator.py.


def test_half_a_rupee_is_rounded_up_once_at_the_end() -> None:
    """Three times 0.5 are 1.5, which is 2; each rounded by itself would make 3."""
    found = first(MDA, Costs(tuple(Fair(Decimal(0), Decimal(1)) for _ in range(3))))
    assert (found.exact, found.total) == (Decimal("1.5"), 2)


def test_no_term_and_no_rate_are_not_nothing() -> None:
    terms = {Component.SAMPLES: Rate(None, Decimal(1_00_000))}
    found = first(terms, Costs(yearly=(("samples", Decimal(10)), ("publicity", Decimal(10)))))
    assert [(step.pays, step.bound) for step in found.steps] == [(None, Bound.NO_RATE), (None, Bound.NO_TERM)]
    assert not found.complete


def test_virtual_fairs_have_a_limit_of_their_own_and_are_no_fairs_abroad() -> None:
    terms = {
        **MDA,
        Component.VIRTUAL_FAIR: Rate(Decimal(60), Decimal(25_000)),
        Component.VIRTUAL_FAIRS_PER_YEAR: Rate(None, Decimal(1_00_000)),
    }
    virtual = tuple(Fair(Decimal(50_000), Decimal(0), kind=FairKind.VIRTUAL) for _ in range(5))
    (found,) = readings(terms, Costs((*virtual, fair(1_00_000, 0))))
    assert found.total == 1_00_000 + 60_000


def test_the_limit_of_all_schemes_comes_last() -> None:
    terms = {**GATEWAY, Component.ALL_SCHEMES_PER_YEAR: Rate(None, Decimal(16_00_000))}
    costs = Costs(containers=TestTheWorkedExamples.CONTAINERS, claimed_in_all=Decimal(15_70_000))
    found = first(terms, costs)
    assert [limit.component for limit in found.limits] == ["scheme_per_year", "all_schemes_per_year"]
    assert found.total == 30_000


# How fast the machine is, is not what is tested.
unhurried = settings(deadline=None)
RUPEES = st.decimals(0, 10**9, places=2)
DAYS = st.none() | st.dates(date(2026, 4, 1), date(2027, 3, 31))
FAIRS = st.lists(st.builds(Fair, RUPEES, RUPEES, DAYS), max_size=6).map(tuple)
YEARLY = st.tuples(*(st.tuples(st.just(name), RUPEES) for name in ("publicity", "samples", "certification")))
PAID_BEFORE = st.integers(0, 20_00_000).map(Decimal)
CONTAINERS = st.lists(
    st.builds(Container, st.sampled_from([20, 40]), st.integers(1, 50), RUPEES), max_size=4
).map(tuple)
SHIPMENTS = st.lists(st.builds(AirShipment, st.decimals("0.01", 10_000, places=2), RUPEES), max_size=12).map(
    tuple
)


@unhurried
@given(FAIRS, YEARLY)
def test_marketing_never_above_any_cap(
    fairs: tuple[Fair, ...], yearly: tuple[tuple[str, Decimal], ...]
) -> None:
    for found in readings(MDA, Costs(fairs, yearly)):
        for step in found.steps:
            assert step.pays is not None
            assert 0 <= step.pays <= min(step.cost, MDA[Component(step.component)].cap or 0)
        assert (
            len(
                {
                    step.row
                    for step in found.steps
                    if step.component in ("stall_charges", "air_fare") and step.pays
                }
            )
            <= 3
        )
        assert found.total <= ANNUAL_MAXIMUM
        assert found.total == found.exact.quantize(Decimal(1), ROUND_HALF_UP)
        assert found.exact == sum(step.pays or 0 for step in found.steps)


@unhurried
@given(CONTAINERS, PAID_BEFORE)
def test_containers_never_above_the_year(boxes: tuple[Container, ...], claimed: Decimal) -> None:
    for found in readings(GATEWAY, Costs(containers=boxes, claimed=claimed)):
        assert 0 <= found.total <= max(12_00_000 - claimed, 0)
        for step in found.steps:
            assert (step.pays or 0) <= step.count * (6_000 if step.component == "container_20" else 12_000)


@unhurried
@given(CONTAINERS)
def test_all_containers_together_never_bring_less(boxes: tuple[Container, ...]) -> None:
    """Adding up first can only move freight from under one cap to another."""
    taken, *others = readings(GATEWAY, Costs(containers=boxes))
    assert all(other.exact > taken.exact for other in others)


@unhurried
@given(SHIPMENTS, PAID_BEFORE)
def test_air_freight_never_above_weight_or_year(shipments: tuple[AirShipment, ...], claimed: Decimal) -> None:
    found = first(AIR, Costs(shipments=shipments, claimed=claimed))
    assert found.total <= max(2_00_000 - claimed, 0)
    for step, shipment in zip(found.steps, shipments, strict=True):
        assert (step.pays or 0) <= shipment.kg * 50


@unhurried
@given(FAIRS, YEARLY, RUPEES, st.data())
def test_more_cost_never_brings_less(
    fairs: tuple[Fair, ...], yearly: tuple[tuple[str, Decimal], ...], more: Decimal, data: st.DataObject
) -> None:
    """As long as the number of fairs stays."""
    if not fairs:
        return
    row = data.draw(st.integers(0, len(fairs) - 1))
    old = fairs[row]
    dearer = (*fairs[:row], Fair(old.stall + more, old.fare, old.day), *fairs[row + 1 :])
    assert first(MDA, Costs(dearer, yearly)).exact >= first(MDA, Costs(fairs, yearly)).exact


@unhurried
@given(FAIRS)
def test_the_first_by_date_pay_and_the_best_bring_no_less(fairs: tuple[Fair, ...]) -> None:
    taken, *others = readings(MDA, Costs(fairs))
    assert all(other.exact >= taken.exact for other in others)
    order = sorted(range(len(fairs)), key=lambda row: (fairs[row].day or date.max, row))
    beyond = {row + 1 for row in order[3:]}
    assert all(step.pays == 0 for step in taken.steps if step.row in beyond)


@unhurried
@given(FAIRS, st.randoms(use_true_random=False))
def test_the_order_typed_matters_only_without_dates(fairs: tuple[Fair, ...], random: object) -> None:
    dated = tuple(
        Fair(found.stall, found.fare, date(2026, 4, 1) + timedelta(number))
        for number, found in enumerate(fairs)
    )
    shuffled = list(dated)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert first(MDA, Costs(tuple(shuffled))).exact == first(MDA, Costs(dated)).exact
