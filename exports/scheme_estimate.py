"""A version of a scheme against the costs of an exporter: the same for page and API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from exports.models.scheme_terms import Term
from exports.scheme_arithmetic import NOTHING, Bound, Component, Costs, FairKind, Reading, readings
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
    """What a version comes to. Not eligible: nothing, with the reasons."""

    terms: VersionTerms
    by_component: Mapping[str, TermRecord]
    refusals: tuple[Refusal, ...]
    readings: tuple[Reading, ...]
    notices: tuple[str, ...]

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
        tuple(_notices(terms, costs, answers, found[0])),
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


def _notices(terms: VersionTerms, costs: Costs, answers: Answers, reading: Reading) -> Iterator[str]:
    """What the reader must know beside the sum."""
    if any(step.bound == Bound.NO_RATE for step in reading.steps):
        yield _("For some costs only the cap is known and not the rate: they are not in the sum.")
    if any(step.bound == Bound.NO_TERM for step in reading.steps):
        yield _("About some costs this version says nothing that is known here: they are not in the sum.")
    abroad = any(fair.kind == FairKind.ABROAD for fair in costs.fairs)
    if abroad and Component.FAIRS_PER_YEAR not in terms.rates():
        yield _(
            "How many fairs a year are paid for was not found for this version: each fair typed is counted."
        )
    if costs.containers and not any(record.leg for record in terms.conditions):
        yield _("Whether rail or road is paid for was not found for this version.")
    if costs.shipments:
        yield _("The rules do not say whether gross or chargeable weight counts: ask before you rely on it.")
    if answers.get("central") == "yes":
        yield _(
            "The same bill is claimed under a central scheme: whether both may pay for it is not said. "
            "Do not count on both."
        )
