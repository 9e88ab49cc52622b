"""Filters of exports, markets and schemes, the same for page, download and API."""

from typing import Any

import django_filters
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from clusters.filters import ClusterRowFilter
from exports.models import Country, CountryGroup, HSCode, MarketLink, Port, Scheme
from exports.models.markets import Geography
from sources.filters import NameFilter, SourcedFilter


def country_filter() -> NameFilter:
    return NameFilter(
        Country,
        "name",
        field_name="country",
        to_field_name="iso2",
        label=_("Country, by its ISO code of two letters"),
        empty_label=_("all"),
    )


def group_filter() -> NameFilter:
    return NameFilter(
        CountryGroup, "name", field_name="group", label=_("Group of countries"), empty_label=_("all")
    )


class DigitsFilter(django_filters.CharFilter):
    """The first digits of a code; what cannot be any is refused, not looked for in vain."""

    def __init__(self, **kwargs: Any) -> None:
        message = _("Write its first digits, 0 to 9 alone, such as 6403.")
        super().__init__(validators=[RegexValidator(r"\A[0-9]*\Z", message)], **kwargs)


class HSCodeFilter(ClusterRowFilter):
    code = DigitsFilter(lookup_expr="startswith", max_length=8, label=_("The first digits of the code"))
    level = django_filters.ChoiceFilter(choices=HSCode.Level.choices, label=_("Number of digits"))


class GoodsFilter(ClusterRowFilter):
    product = django_filters.CharFilter(
        lookup_expr="icontains", max_length=100, label=_("Words in the product's name")
    )
    hs_code = DigitsFilter(
        field_name="hs_code__code",
        lookup_expr="startswith",
        max_length=8,
        label=_("The first digits of the HS code"),
    )


class MarketLinkFilter(GoodsFilter):
    role = django_filters.ChoiceFilter(choices=MarketLink.Role.choices, label=_("Role"))
    country = country_filter()
    group = group_filter()
    reporter = django_filters.ChoiceFilter(choices=Geography.choices, label=_("Whose trade"))


class PortFilter(GoodsFilter):
    type = django_filters.ChoiceFilter(field_name="kind", choices=Port.Kind.choices, label=_("Kind"))


class SchemeRuleFilter(SourcedFilter):
    scheme = NameFilter(Scheme, "name", field_name="version__scheme", label=_("Scheme"), empty_label=_("all"))
