"""What a scheme would pay: shares of costs, caps and limits, in exact rupees, rounded once at the end.

Nothing here knows a rate: a version of a scheme gives its terms, the exporter the costs. Where the words of a
scheme can be read in two ways, both are worked out. Source of the formulas: lines 1007 to 1025 of the plan.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

NOTHING = Decimal(0)


class Component(TextChoices):
    """What a term of a scheme is about."""

    STALL_CHARGES = "stall_charges", _("Fair abroad: stall charges")
    AIR_FARE = "air_fare", _("Fair abroad: air fare")
    FAIRS_PER_YEAR = "fairs_per_year", _("Fairs abroad: number in a year")
    VIRTUAL_FAIR = "virtual_fair", _("Virtual fair")
    VIRTUAL_FAIRS_PER_YEAR = "virtual_fairs_per_year", _("Virtual fairs: limit of a year")
    DOMESTIC_STALL = "domestic_stall", _("International event in India: stall charges")
    DOMESTIC_FARE = "domestic_fare", _("International event in India: fare")
    PUBLICITY = "publicity", _("Publicity, advertisement, website")
    SAMPLES = "samples", _("Samples for foreign buyers")
    CERTIFICATION = "certification", _("Certification")
    ECGC_PREMIUM = "ecgc_premium", _("Premium of export credit insurance (ECGC)")
    CONTAINER_20 = "container_20", _("20 ft container")
    CONTAINER_40 = "container_40", _("40 ft container")
    AIR_SHIPMENT = "air_shipment", _("Air shipment")
    SCHEME_PER_YEAR = "scheme_per_year", _("Limit of a year under this scheme")
    ALL_SCHEMES_PER_YEAR = "all_schemes_per_year", _("Limit of a year under all schemes")
    CONDITIONS = "conditions", _("Who qualifies, and for which transport")


# What the cap of a term is counted for; that of all others is of a year.
PER = {
    Component.STALL_CHARGES: _("for each fair"),
    Component.AIR_FARE: _("for each fair"),
    Component.VIRTUAL_FAIR: _("for each fair"),
    Component.DOMESTIC_STALL: _("for each event"),
    Component.DOMESTIC_FARE: _("for each event"),
    Component.CONTAINER_20: _("for each container"),
    Component.CONTAINER_40: _("for each container"),
    Component.AIR_SHIPMENT: _("for each kg"),
}


class FairKind(TextChoices):
    ABROAD = "abroad", _("fair abroad")
    VIRTUAL = "virtual", _("virtual fair")
    DOMESTIC = "domestic", _("international event in India")


class Bound(TextChoices):
    """Which side of a term decided what is paid."""

    RATE = "rate", _("the rate")
    CAP = "cap", _("the cap")
    BOTH = "both", _("rate and cap are equal")
    NUMBER = "number", _("the number of fairs in a year")
    NO_TERM = "no_term", _("not found: this version says nothing about it")
    NO_RATE = "no_rate", _("not found: the rate of this version is not known")


class Way(TextChoices):
    """How words that leave it open are read."""

    PLAIN = "plain", _("one reading")
    FIRST_FAIRS = "first_fairs", _("the first fairs of the year count")
    BEST_FAIRS = "best_fairs", _("the fairs that bring most count")
    EACH_CONTAINER = "each_container", _("the cap holds for each container by itself")
    ALL_CONTAINERS = "all_containers", _("the caps of all containers are added up")


@dataclass(frozen=True)
class Rate:
    """A term as numbers: so many percent of the cost, at most so many rupees (or things) for each."""

    percent: Decimal | None = None
    cap: Decimal | None = None


Terms = Mapping[str, Rate]  # by component


@dataclass(frozen=True)
class Fair:
    stall: Decimal
    fare: Decimal
    day: date | None = None
    kind: str = FairKind.ABROAD


@dataclass(frozen=True)
class Container:
    """Containers of one size, each with the same freight in rupees."""

    feet: int
    count: int
    freight: Decimal


@dataclass(frozen=True)
class AirShipment:
    kg: Decimal
    freight: Decimal


@dataclass(frozen=True)
class Costs:
    """What an exporter newly claims in one financial year, and what was claimed in it before, in rupees."""

    fairs: tuple[Fair, ...] = ()
    yearly: tuple[tuple[str, Decimal], ...] = ()  # component and cost
    containers: tuple[Container, ...] = ()
    shipments: tuple[AirShipment, ...] = ()
    claimed: Decimal = NOTHING  # under this scheme
    claimed_in_all: Decimal = NOTHING  # under all schemes
    fairs_claimed: int = 0  # fairs abroad, whose costs are not typed again


@dataclass(frozen=True)
class Step:
    """One cost against its term. `pays` is None where no term or no rate is known."""

    component: str
    row: int  # of what was typed, from 1
    count: int
    cost: Decimal
    percent: Decimal | None
    share: Decimal | None
    cap: Decimal | None
    pays: Decimal | None
    bound: str
    kg: Decimal | None = None  # that the cap was multiplied by


@dataclass(frozen=True)
class Limit:
    """A limit of the year, less what was paid before, against what the steps come to."""

    component: str
    limit: Decimal
    claimed: Decimal
    before: Decimal
    after: Decimal

    @property
    def left(self) -> Decimal:
        return max(self.limit - self.claimed, NOTHING)

    @property
    def binds(self) -> bool:
        return self.after < self.before


@dataclass(frozen=True)
class ClauseReading:
    """The sum under one reading of the words."""

    way: str
    steps: tuple[Step, ...]
    limits: tuple[Limit, ...]
    exact: Decimal

    @property
    def total(self) -> Decimal:
        """Rounded half up to the rupee: the only place where anything is."""
        return self.exact.quantize(Decimal(1), ROUND_HALF_UP)

    @property
    def complete(self) -> bool:
        return all(step.pays is not None for step in self.steps)


_FAIR_COSTS = {
    FairKind.ABROAD: (Component.STALL_CHARGES, Component.AIR_FARE),
    FairKind.VIRTUAL: (Component.VIRTUAL_FAIR, Component.VIRTUAL_FAIR),
    FairKind.DOMESTIC: (Component.DOMESTIC_STALL, Component.DOMESTIC_FARE),
}


def readings(terms: Terms, costs: Costs) -> tuple[ClauseReading, ...]:
    """What the terms pay: the reading taken first, then the other where it comes to another sum."""
    rest = [_step(terms, component, 1, cost) for component, cost in costs.yearly if cost]
    rest += [
        _step(terms, Component.AIR_SHIPMENT, row, shipment.freight, kg=shipment.kg)
        for row, shipment in enumerate(costs.shipments, 1)
    ]
    ways: list[tuple[str, list[Step], Decimal | None]] = [
        (way, steps, None) for way, steps in _fairs(terms, costs.fairs, costs.fairs_claimed)
    ]
    if costs.containers:
        boxes = [
            _step(terms, f"container_{box.feet}", row, box.freight, count=box.count)
            for row, box in enumerate(costs.containers, 1)
        ]
        ways = [(Way.EACH_CONTAINER, boxes, None)]
        if (all_together := _added_up(boxes)) is not None:
            ways.append((Way.ALL_CONTAINERS, boxes, all_together))
    found = [_reading(terms, costs, way, [*steps, *rest], total) for way, steps, total in ways]
    first, *others = found
    return (first, *(other for other in others if other.exact != first.exact))


def _step(
    terms: Terms, component: str, row: int, cost: Decimal, *, count: int = 1, kg: Decimal | None = None
) -> Step:
    """`count` equal costs; `kg` is the weight that a cap for each kg is multiplied by."""
    term = terms.get(component)
    cap = None if term is None or term.cap is None else term.cap * (1 if kg is None else kg)
    if term is None or term.percent is None:
        bound = Bound.NO_TERM if term is None else Bound.NO_RATE
        return Step(component, row, count, cost, None, None, cap, None, bound, kg)
    share = cost * term.percent / 100
    pays = share if cap is None else min(share, cap)
    bound = Bound.RATE if cap is None or share < cap else Bound.BOTH if share == cap else Bound.CAP
    return Step(component, row, count, cost, term.percent, share, cap, pays * count, bound, kg)


def _fairs(terms: Terms, fairs: Iterable[Fair], claimed: int) -> list[tuple[str, list[Step]]]:
    """The fairs by date, those without one last in the order typed; beyond what the fairs `claimed` before
    leave of the number of a year none pays."""
    numbered = sorted(enumerate(fairs, 1), key=lambda pair: (pair[1].day is None, pair[1].day or date.min))
    steps = {row: _fair_steps(terms, row, fair) for row, fair in numbered}
    abroad = [row for row, fair in numbered if fair.kind == FairKind.ABROAD]
    allowed = terms[Component.FAIRS_PER_YEAR].cap if Component.FAIRS_PER_YEAR in terms else None
    left = len(abroad) if allowed is None else max(int(allowed) - claimed, 0)
    if len(abroad) <= left:
        return [(Way.PLAIN, [step for row, _fair in numbered for step in steps[row]])]
    best = sorted(abroad, key=lambda row: sum(step.pays or NOTHING for step in steps[row]), reverse=True)
    return [
        (way, [_unless(step, row in beyond) for row, _fair in numbered for step in steps[row]])
        for way, beyond in (
            (Way.FIRST_FAIRS, abroad[left:]),
            (Way.BEST_FAIRS, best[left:]),
        )
    ]


def _fair_steps(terms: Terms, row: int, fair: Fair) -> list[Step]:
    stall, fare = _FAIR_COSTS[FairKind(fair.kind)]
    if stall == fare:  # one cap for all that a virtual fair costs
        return [_step(terms, stall, row, fair.stall + fair.fare)]
    return [
        _step(terms, component, row, cost)
        for component, cost in ((stall, fair.stall), (fare, fair.fare))
        if cost
    ]


def _unless(step: Step, beyond: bool) -> Step:
    """The step, or the same without pay where its fair is beyond the number of the year."""
    return replace(step, pays=NOTHING, bound=Bound.NUMBER) if beyond else step


def _added_up(boxes: Iterable[Step]) -> Decimal | None:
    """All freight against the caps of all containers together; None where a cap or a rate is not known."""
    shares = caps = NOTHING
    for box in boxes:
        if box.share is None or box.cap is None:
            return None
        shares += box.share * box.count
        caps += box.cap * box.count
    return min(shares, caps)


def _reading(terms: Terms, costs: Costs, way: str, steps: list[Step], total: Decimal | None) -> ClauseReading:
    """The limits of the year, in the order of their use. `total` replaces the sum of the steps."""
    exact = sum((step.pays or NOTHING for step in steps), NOTHING) if total is None else total
    virtual = [step.pays or NOTHING for step in steps if step.component == Component.VIRTUAL_FAIR]
    limits = []
    if virtual and (limit := _limit(terms, Component.VIRTUAL_FAIRS_PER_YEAR, NOTHING, sum(virtual, NOTHING))):
        limits.append(limit)
        exact -= limit.before - limit.after
    for component, claimed in (
        (Component.SCHEME_PER_YEAR, costs.claimed),
        (Component.ALL_SCHEMES_PER_YEAR, costs.claimed_in_all),
    ):
        if limit := _limit(terms, component, claimed, exact):
            limits.append(limit)
            exact = limit.after
    return ClauseReading(way, tuple(steps), tuple(limits), exact)


def _limit(terms: Terms, component: str, claimed: Decimal, before: Decimal) -> Limit | None:
    term = terms.get(component)
    if term is None or term.cap is None:
        return None
    return Limit(component, term.cap, claimed, before, min(before, max(term.cap - claimed, NOTHING)))
