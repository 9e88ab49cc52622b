"""A version of a scheme against the costs of an exporter: the same for page and API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from exports.models.scheme_terms import Term
from exports.scheme_arithmetic import (
    NOTHING,
    PER,
    Bound,
    ClauseReading,
    Component,
    Costs,
    FairKind,
    Terms,
    readings,
)
from exports.scheme_versions import TermRecord, VersionTerms
from sources.bilingual import localized

Answers = Mapping[str, str]


@dataclass(frozen=True)
class Refusal:
    """Why nothing is paid under a version, and the term that says so."""

    text: str
    record: TermRecord


@dataclass(frozen=True)
class Estimate:
    """What a version comes to. Not eligible: nothing, with the reasons.

    `conditions`: what it is paid for only, where the answer was not given. `own_notices`: about this version;
    `general_notices`: the same for each.
    """

    terms: VersionTerms
    by_component: Mapping[str, TermRecord]
    refusals: tuple[Refusal, ...]
    readings: tuple[ClauseReading, ...]
    conditions: tuple[str, ...]
    own_notices: tuple[str, ...]
    general_notices: tuple[str, ...]

    @property
    def notices(self) -> tuple[str, ...]:
        return self.own_notices + self.general_notices

    @property
    def eligible(self) -> bool:
        return not self.refusals

    @property
    def total(self) -> Decimal:
        return self.readings[0].total if self.eligible else NOTHING

    @property
    def complete(self) -> bool:
        """Whether a rate was known for every cost."""
        return not self.eligible or self.readings[0].complete

    @property
    def known(self) -> bool:
        """Whether a rate was known for any cost: else there is no total to speak of."""
        return not self.eligible or any(step.pays is not None for step in self.readings[0].steps)


def estimate(terms: VersionTerms, costs: Costs, answers: Answers) -> Estimate:
    """What the version pays for the costs; an answer that is not given refuses nothing."""
    ports = answers.get("ports", "")
    rates = terms.rates(ports)
    return Estimate(
        terms,
        terms.by_component(ports),
        tuple(_refusals(terms, answers)),
        found := readings(rates, costs),
        tuple(dict.fromkeys(_unanswered(terms, answers))),
        tuple(_own_notices(terms, rates, costs, found[0])),
        tuple(_general_notices(costs, answers)),
    )


def _refusals(terms: VersionTerms, answers: Answers) -> Iterator[Refusal]:
    anywhere = any(record.any_airport for record in terms.conditions)
    for record in terms.conditions:
        if record.manufacturers_only and answers.get("exporter") == "merchant":
            yield Refusal(_("Only manufacturers qualify, no merchant exporters."), record)
        if record.msme_only and answers.get("msme") == "no":
            yield Refusal(_("Only micro, small and medium enterprises qualify."), record)
        if record.leg == Term.Leg.RAIL and answers.get("leg") == "road":
            yield Refusal(_("Only transport by rail is paid for, none by road."), record)
        recognised = ["", *record.airport_names]
        if record.airports and not anywhere and answers.get("airport", "") not in recognised:
            text = _("Only these air cargo complexes are recognised: %(names)s.")
            yield Refusal(text % {"names": localized(record, "airports")}, record)


def _unanswered(terms: VersionTerms, answers: Answers) -> Iterator[str]:
    """The conditions that nothing is known about: the version chosen asks for its own, others do not."""
    anywhere = any(record.any_airport for record in terms.conditions)
    for record in terms.conditions:
        if record.manufacturers_only and not answers.get("exporter"):
            yield _("if you make the goods")
        if record.msme_only and not answers.get("msme"):
            yield _("if it is a micro, small or medium enterprise")
        if record.leg == Term.Leg.RAIL and not answers.get("leg"):
            yield _("if the containers go by rail")
        if record.airports and not anywhere and not answers.get("airport"):
            yield _("if sent by one of these: %(names)s") % {"names": localized(record, "airports")}
    if terms.port_groups and not answers.get("ports"):
        yield _("for ports other than these: %(names)s") % {"names": ", ".join(terms.port_names)}


def _own_notices(terms: VersionTerms, rates: Terms, costs: Costs, reading: ClauseReading) -> Iterator[str]:
    """What the reader must know beside the sum of this version."""
    if any(step.bound == Bound.NO_RATE for step in reading.steps):
        yield _("For some costs only the cap is known and not the rate: they are not in the sum.")
    if any(step.bound == Bound.NO_TERM for step in reading.steps):
        yield _("About some costs this version says nothing that is known here: they are not in the sum.")
    abroad = any(fair.kind == FairKind.ABROAD for fair in costs.fairs)
    if abroad and Component.FAIRS_PER_YEAR not in rates:
        yield _(
            "How many fairs a year are paid for was not found for this version: each fair typed is counted."
        )
    if costs.containers and not any(record.leg for record in terms.conditions):
        yield _("Whether rail or road is paid for was not found for this version.")
    yield from _notices_on_the_year(rates, costs, reading)


def _notices_on_the_year(rates: Terms, costs: Costs, reading: ClauseReading) -> Iterator[str]:
    """Which earlier claims are not taken into account, or not taken off."""
    before = {
        Component.FAIRS_PER_YEAR: costs.fairs_claimed,
        Component.SCHEME_PER_YEAR: costs.claimed,
        Component.ALL_SCHEMES_PER_YEAR: costs.claimed_in_all,
    }
    if unused := [name for name, claimed in before.items() if claimed and not _caps(rates, name)]:
        text = _(
            "What was claimed earlier is not taken into account: for this version this is not known: "
            "%(names)s."
        )
        yield text % {"names": "; ".join(str(name.label) for name in unused)}
    paid = [step for step in reading.steps if step.pays and step.cap is not None]
    yearly = [step.component for step in paid if step.component not in PER]
    yearly += [limit.component for limit in reading.limits if limit.component not in before]
    if yearly:
        text = _(
            "These caps count the whole year: %(names)s. What was already paid for them this year lowers "
            "them and is not taken off here."
        )
        yield text % {"names": "; ".join(str(Component(name).label) for name in yearly)}


def _caps(rates: Terms, component: Component) -> bool:
    return component in rates and rates[component].cap is not None


def _general_notices(costs: Costs, answers: Answers) -> Iterator[str]:
    """What holds for each version."""
    if costs.shipments:
        yield _("The rules do not say whether gross or chargeable weight counts: ask before you rely on it.")
    if answers.get("central") == "yes":
        yield _(
            "The same bill is claimed under a central scheme: whether both may pay for it is not said. "
            "Do not count on both."
        )
