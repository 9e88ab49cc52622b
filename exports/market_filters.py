"""Filters of countries, groups, agreements and notes on markets: facts that no document prints."""

import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exports.models import AgreementPartner, Country, CountryGroup, TradeAgreement
from sources.filters import NameFilter, StrictFilterSet, YesNoFilter
from sources.models import Attributed


class CountryFilter(StrictFilterSet):
    named = YesNoFilter(label=_("Named by a document as a market"))


def _country(**kwargs: Any) -> NameFilter:
    return NameFilter(
        Country,
        "name",
        field_name="country",
        to_field_name="iso2",
        label=_("Country, by its ISO code of two letters"),
        empty_label=_("all"),
        **kwargs,
    )


def _group() -> NameFilter:
    return NameFilter(
        CountryGroup, "name", field_name="group", label=_("Group of countries"), empty_label=_("all")
    )


class AttributedFilter(StrictFilterSet):
    certainty = django_filters.ChoiceFilter(choices=Attributed.Certainty.choices, label=_("Certainty"))


class MarketNoteFilter(AttributedFilter):
    country = _country()
    group = _group()


class GroupMembershipFilter(AttributedFilter):
    country = _country()
    group = _group()
    on = django_filters.DateFilter(label=_("A day on which it holds, such as 2026-11-22"), method="by_day")

    def by_day(self, queryset: QuerySet, name: str, value: datetime.date) -> QuerySet:
        return queryset.as_of(value)  # type: ignore[attr-defined]


class AgreementPartnerFilter(AttributedFilter):
    agreement = NameFilter(
        TradeAgreement, "name", field_name="agreement", label=_("Trade agreement"), empty_label=_("all")
    )
    country = _country()
    group = _group()
    status = django_filters.ChoiceFilter(choices=AgreementPartner.Status.choices, label=_("Status"))
