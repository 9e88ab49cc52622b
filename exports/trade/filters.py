"""The filters of export figures, printed and imported: the same for page, download and API."""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from clusters.filters import NO_CLUSTER, MeasuredRowFilter
from exports import partners
from exports.filters import GoodsFilter
from exports.hs_prefixes import nearest
from exports.models import (
    CountryGroup,
    ExportFigure,
    GroupMembership,
    HSCode,
    ImportBatch,
    Reporter,
    TradeSeries,
)
from exports.models.markets import Geography
from exports.trade.figures import ORDERINGS, Figures
from exports.trade.periods import EVERY_BASIS
from exports.trade.reported import Reported, Span, common
from exports.trade.series import series_by_number
from sources.filters import NameField, NameFilter, StrictFilterForm, YesNoFilter
from sources.models import Document
from sources.units import MONEY

LEVELS = [(0, _("all goods")), *HSCode.Level.choices]
# Filters of what only printed rows have: a line, a product in words.
_PRINTED_ONLY = ("document", "line", "product")


class FigureForm(StrictFilterForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "amount" in (cleaned.get("ordering") or "") and not cleaned.get("currency"):
            message = _now("Rupees and dollars are not compared: give a currency too, currency=INR or USD.")
            self.add_error("ordering", message)
        return cleaned


class PartnerField(forms.CharField):
    """An ISO code of two letters, or the world as one."""

    def clean(self, value: Any) -> str:
        code = str(super().clean(value) or "")
        if code in ("", partners.WORLD) or code in partners.codes():
            return code
        raise ValidationError(_("An ISO code of two letters in capitals, such as DE, or: world."), "invalid")


class MembersField(NameField):
    """A group whose members are known."""

    def clean(self, value: Any) -> CountryGroup | None:
        group = super().clean(value)
        if group and not group.memberships.exists():
            message = _("The portal has no list of members of %(group)s: name the partners themselves.")
            raise ValidationError(message, "members_unknown", {"group": group.name})
        return group


class BatchField(forms.CharField):
    """The number of an import, such as B-7."""

    def clean(self, value: Any) -> int | None:
        text = str(super().clean(value) or "")
        if not text:
            return None
        found = re.fullmatch(r"B-([0-9]{1,9})", text, re.ASCII)
        if not found or not ImportBatch.objects.filter(pk=found[1]).exists():
            raise ValidationError(
                _("The number of an import, such as B-7. There is none like this."), "invalid"
            )
        return int(found[1])


class AskedFilter(django_filters.CharFilter):
    """A parameter that is no filter of its own: how the list is ordered, where it goes on."""

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset


class PartnerFilter(django_filters.CharFilter):
    field_class = PartnerField


class GroupFilter(NameFilter):
    field_class = MembersField


class BatchFilter(django_filters.CharFilter):
    field_class = BatchField


def _text(description: Any) -> Any:
    """In the schema a text, for what is allowed depends on the data."""
    return extend_schema_field({"type": "string", "description": description})


class ExportFigureFilter(MeasuredRowFilter, GoodsFilter):
    """Narrows both kinds of figure; what is asked for of one kind alone leaves none of the other."""

    kind = django_filters.ChoiceFilter(
        choices=[("printed", _("printed")), ("reported", _("reported"))],
        label=_("Kind of figure"),
        method="by_kind",
    )
    reporter = _text(_("Whose trade: a name such as kanpur-nagar, or an ISO code of two letters"))(
        django_filters.ChoiceFilter(
            choices=lambda: _reporters(), label=_("Whose trade"), method="by_reporter"
        )
    )
    flow = django_filters.ChoiceFilter(choices=ExportFigure.Flow.choices, label=_("Export or import"))
    is_total = YesNoFilter(label=_("Total row"))
    hs_level = django_filters.ChoiceFilter(
        field_name="hs_code__level", choices=LEVELS, label=_("Digits of the HS code; 0: all goods as one")
    )
    partner = _text(_("With whom: an ISO code of two letters, or world"))(
        PartnerFilter(max_length=8, label=_("With whom"))
    )
    group = _text(_("With whom: the members of a group on the day of asking"))(
        GroupFilter(CountryGroup, "name", label=_("Group of countries"), method="none_of_it")
    )
    period_from = django_filters.DateFilter(
        field_name="period_start", lookup_expr="gte", label=_("The whole period lies on or after")
    )
    period_to = django_filters.DateFilter(
        field_name="period_end", lookup_expr="lte", label=_("The whole period lies on or before")
    )
    period_basis = django_filters.ChoiceFilter(
        choices=[(basis, basis) for basis in EVERY_BASIS], label=_("Basis of the period")
    )
    # Of every list since 1.0 the name is `period_basis`; rows of totals have the column `basis`.
    basis = django_filters.ChoiceFilter(
        field_name="period_basis",
        choices=[(basis, basis) for basis in EVERY_BASIS],
        label=_("Basis of the period; the same as period_basis"),
    )
    dataset = _text(_("The document, or the source of imported figures: dgcis, trademap, comtrade, portal"))(
        django_filters.ChoiceFilter(
            field_name="document__slug", choices=lambda: _datasets(), label=_("Document or source")
        )
    )
    provisional = YesNoFilter(label=_("Provisional; no document says it"), method="none_of_it")
    currency = django_filters.ChoiceFilter(
        choices=TradeSeries.Currency.choices, label=_("Currency"), method="by_currency"
    )
    batch = _text(_("The import that last wrote the figure, such as B-7"))(
        BatchFilter(max_length=12, label=_("Import"), method="none_of_it")
    )
    ordering = extend_schema_field({"type": "string", "enum": list(ORDERINGS)})(
        django_filters.ChoiceFilter(
            choices=[(name, name) for name in ORDERINGS],
            label=_("Order within each kind; by amount with a currency"),
            method="as_it_is",
        )
    )
    cursor = AskedFilter(max_length=40, label=_("Where the list goes on; empty: from its first row"))

    class Meta(MeasuredRowFilter.Meta):
        form = FigureForm

    @property
    def qs(self) -> Figures:
        asked = self.form.cleaned_data
        kind, hs_code = asked.get("kind"), asked.get("hs_code") or ""
        reported = None if kind == "printed" or self._printed_only() else self._reported(asked, hs_code)
        return Figures(
            printed=None if kind == "reported" else super().qs,
            reported=reported,
            ordering=asked.get("ordering") or "",
        )

    def _printed_only(self) -> bool:
        """Whether something is asked for that no imported figure has."""
        asked = self.form.cleaned_data
        return (
            any(asked.get(name) for name in _PRINTED_ONLY)
            or asked.get("discrepancy") == "true"
            or asked.get("is_total") == "true"
        )

    def _reported(self, asked: dict[str, Any], hs_code: str) -> Reported:
        conditions = self._of_series(asked)
        series = series_by_number(*conditions)
        return Reported(
            series=series,
            every_series=not conditions,
            prefixes=common((hs_code,) if hs_code else None, prefixes_of(asked.get("cluster"))),
            level=int(asked["hs_level"]) if asked.get("hs_level") else None,
            partners=_partners(asked),
            span=Span(asked.get("period_from"), asked.get("period_to"), asked.get("from"), asked.get("to")),
            provisional=asked["provisional"] == "true" if asked.get("provisional") else None,
            batch=asked.get("batch"),
        )

    @staticmethod
    def _of_series(asked: dict[str, Any]) -> list[Q]:
        names = {"flow": "flow", "currency": "currency", "dataset": "source",
                 "period_basis": "basis", "basis": "basis"}  # fmt: skip
        found = [Q(**{field: asked[name]}) for name, field in names.items() if asked.get(name)]
        if whose := asked.get("reporter"):
            found.append(Q(reporter__slug=whose) | Q(reporter__iso2=whose))
        return found

    def by_kind(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset if value == "printed" else queryset.none()

    def by_reporter(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        slugs = {slug for said, slug, _name in Reporter.objects.as_they_are_called() if said == value}
        return queryset.filter(reporter__in={value, *slugs})

    def none_of_it(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """Asked for what no document prints: single partners, imports, whether it is provisional."""
        return queryset.none()

    def by_currency(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(unit__in=[unit for unit, (currency, _f) in MONEY.items() if currency == value])

    def as_it_is(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset


class WholeForm(FigureForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in sorted({"page", "page_size"} & set(self.data)):
            error = ValidationError(_now("This comes whole: there are no pages of it."), "unknown_filter")
            self.add_error(None, error)
            self.unknown = getattr(self, "unknown", {}) | {name: error}
        return cleaned


class WholeFilter(ExportFigureFilter):
    """Of what is made of the figures as a whole, in an order of its own."""

    ordering = None
    cursor = None  # type: ignore[assignment]

    class Meta(ExportFigureFilter.Meta):
        form = WholeForm


def prefixes_of(cluster: Any) -> tuple[str, ...] | None:
    """The codes that the plan prints for a cluster; all that begin with them are the cluster's goods."""
    if not cluster:
        return None
    if cluster == NO_CLUSTER:
        return ()
    return tuple(nearest(HSCode.objects.filter(cluster=cluster).values_list("code", flat=True)))


def members(group: CountryGroup) -> frozenset[str]:
    """ISO codes of those that belong to a group today, whatever the year of a figure: series stay alike."""
    found = GroupMembership.objects.as_of(timezone.localdate()).filter(group=group)
    return frozenset(found.values_list("country__iso2", flat=True))


def _partners(asked: dict[str, Any]) -> frozenset[str] | None:
    partner, group = asked.get("partner"), asked.get("group")
    found = [frozenset([partner])] if partner else []
    found += [members(group)] if group else []
    return frozenset.intersection(*found) if found else None


def _reporters() -> list[tuple[str, str]]:
    found = {value: str(label) for value, label in Geography.choices}
    found |= {said: name for said, _slug, name in Reporter.objects.as_they_are_called()}
    return list(found.items())


def _datasets() -> list[tuple[str, str]]:
    documents = Document.objects.values_list("slug", "title")
    return [*documents, *TradeSeries.Source.choices]
