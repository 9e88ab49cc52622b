"""Filters of countries, groups, agreements and notes on markets: facts that no document prints."""

import datetime

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exports.filters import country_filter, group_filter
from exports.models import AgreementPartner, TradeAgreement
from sources.filters import NameFilter, StrictFilterSet, YesNoFilter
from sources.models import Attributed


class CountryFilter(StrictFilterSet):
    named = YesNoFilter(label=_("Named by a document as a market"))


class AttributedFilter(StrictFilterSet):
    certainty = django_filters.ChoiceFilter(choices=Attributed.Certainty.choices, label=_("Certainty"))


class MarketNoteFilter(AttributedFilter):
    country = country_filter()
    group = group_filter()


class GroupMembershipFilter(AttributedFilter):
    country = country_filter()
    group = group_filter()
    on = django_filters.DateFilter(label=_("A day on which it holds, such as 2026-11-22"), method="by_day")

    def by_day(self, queryset: QuerySet, name: str, value: datetime.date) -> QuerySet:
        return queryset.as_of(value)  # type: ignore[attr-defined]


class AgreementPartnerFilter(AttributedFilter):
    agreement = NameFilter(
        TradeAgreement, "name", field_name="agreement", label=_("Trade agreement"), empty_label=_("all")
    )
    country = country_filter()
    group = group_filter()
    status = django_filters.ChoiceFilter(choices=AgreementPartner.Status.choices, label=_("Status"))
