"""The base of every filter: a name it does not know is an error that names it."""

from copy import copy
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import DateFilter
from drf_spectacular.utils import extend_schema_field

from sources.bilingual import localized
from sources.models import Citation, CorrectionRequest, Discrepancy, Document, OmittedLine, Reading
from sources.passages import Passage, citing_models, passages
from sources.periods import PeriodBasis
from sources.querysets import citing_line, flagged

# Not filters, but part of every list's address.
RESERVED = frozenset({"bom", "format", "page", "page_size"})
# A citation has lines of at most six digits.
LAST_LINE = 999_999


class StrictFilterForm(forms.Form):
    """Refuses parameters that are no filter of the list, naming those that are."""

    # Those that may stand in an address more than once, each time for one more.
    repeatable: frozenset[str] = frozenset()
    unknown_text = _("“%(name)s” is not a filter of this list. Filters: %(allowed)s.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        allowed = set(self.fields) | RESERVED
        for name in sorted(set(self.data) - allowed):
            error = ValidationError(
                str(self.unknown_text),
                params={"name": name[:40], "allowed": ", ".join(sorted(self.fields))},
                code="unknown_filter",
            )
            self.add_error(None, error)
            self.unknown = getattr(self, "unknown", {}) | {name: error}
        self._refuse_repeated()
        return cleaned

    def _refuse_repeated(self) -> None:
        """The last alone would count: whoever sent two would take the answer for both."""
        given = self.data.lists() if isinstance(self.data, QueryDict) else ()
        text = gettext("Given more than once: give one value.")
        for name in [name for name, values in given if len(values) > 1 and name not in self.repeatable]:
            known = name in self.fields
            self.add_error(name if known else None, text if known else f"{name[:40]}: {text}")


class Filters(dict[str, django_filters.Filter]):
    """Those of a set: the library copies them for each request, with all that they are made of.

    That was a sixth of an answer's time. What it sets on them is none of what they share.
    """

    def __deepcopy__(self, memo: Any) -> "Filters":
        copies = Filters({name: copy(of) for name, of in self.items()})
        for of in copies.values():
            of.method = of.method  # which is bound to its filter
        return copies


class StrictFilterSet(django_filters.FilterSet):
    """One for the page, its downloads and the API."""

    @classmethod
    def get_filters(cls) -> Filters:
        return Filters(super().get_filters())

    class Meta:
        form = StrictFilterForm
        fields: list[str] = []

    def active(self) -> dict[str, str]:
        """The filters in use, by name, as they stand in the address."""
        return {name: self.data[name] for name in self.filters if self.data.get(name)}


class NameField(django_filters.fields.ModelChoiceField):
    """Shows records by their name in the reader's language."""

    def __init__(self, *args: Any, name_field: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name_field = name_field

    def label_from_instance(self, record: Any) -> str:
        return localized(record, self.name_field)


class NameFilter(django_filters.ModelChoiceFilter):
    """Chooses a record by its slug."""

    field_class = NameField

    def __init__(self, model: type[Model], name_field: str, **kwargs: Any) -> None:
        kwargs = {"to_field_name": "slug", **kwargs}
        super().__init__(queryset=model._default_manager.all(), name_field=name_field, **kwargs)


class YesNoFilter(django_filters.ChoiceFilter):
    """`true` or `false`; anything else is refused, where a checkbox would take it for nothing."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("true", _("yes")), ("false", _("no"))]
        super().__init__(choices=choices, **kwargs)
        extend_schema_field({"type": "boolean", "description": kwargs["label"]})(self)

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        return super().filter(queryset, value == "true") if value else queryset


class LineFilter(django_filters.Filter):
    """The number of a line, counted from 1."""

    field_class = forms.IntegerField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=LAST_LINE, **kwargs)
        schema = {"type": "integer", "minimum": 1, "maximum": LAST_LINE, "description": kwargs["label"]}
        extend_schema_field(schema)(self)


class SourcedFilter(StrictFilterSet):
    """By the place in the documents: the same for every list of printed rows."""

    document = NameFilter(
        Document,
        "title",
        field_name="document",
        label=_("Document"),
        empty_label=_("all"),
    )
    line = LineFilter(label=_("A line that the row cites"), method="by_line")
    discrepancy = YesNoFilter(label=_("On a line of the register of discrepancies"), method="by_discrepancy")

    def by_line(self, queryset: QuerySet, name: str, value: int) -> QuerySet:
        return citing_line(queryset, value)

    def by_discrepancy(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return flagged(queryset, wanted=value == "true")


class MeasuredFilter(SourcedFilter):
    """By the period that a number is of; a number without a period is of no period that is asked for."""

    period_basis = django_filters.ChoiceFilter(
        choices=[(basis.value, basis.value) for basis in PeriodBasis], label=_("Basis of the period")
    )

    @classmethod
    def get_filters(cls) -> Filters:
        """With `from`, which Python keeps for itself, and `to`."""
        ends = DateFilter(field_name="period_end", lookup_expr="gte", label=_("The period ends on or after"))
        begins = DateFilter(
            field_name="period_start", lookup_expr="lte", label=_("The period begins on or before")
        )
        return Filters({**super().get_filters(), "from": ends, "to": begins})


class OmittedLineFilter(SourcedFilter):
    reason = django_filters.ChoiceFilter(choices=OmittedLine.Reason.choices, label=_("Reason"))


class PassageFilter(StrictFilterSet):
    """Of the index of provenance, which is no table: what is asked for narrows what is read."""

    document = extend_schema_field({"type": "string", "description": "Document"})(
        NameFilter(Document, "title", label=_("Document"))
    )
    line = LineFilter(label=_("Line"))
    type = extend_schema_field({"type": "string", "description": "Such as clusters.statistic"})(
        django_filters.ChoiceFilter(
            choices=lambda: [(name, name) for name in sorted(_citing_by_name())],
            label=_("Type of the record"),
        )
    )

    @property
    def qs(self) -> list[Passage]:
        """In the order of the documents."""
        wanted = self.form.cleaned_data
        line = wanted["line"]
        found = [
            passage
            for passage in passages(wanted["document"], _citing_by_name().get(wanted["type"]))
            if line is None or passage.lines.first <= line <= passage.lines.last
        ]
        return sorted(found, key=lambda row: (row.document, row.lines, row.type, row.id))


def _citing_by_name() -> dict[str, type[Citation]]:
    return {model._meta.label_lower: model for model in citing_models()}


class DiscrepancyFilter(StrictFilterSet):
    q = django_filters.CharFilter(label=_("Words"), method="by_words", max_length=100)
    type = django_filters.ChoiceFilter(
        label=_("What kind of fault"),
        field_name="kind",
        choices=Discrepancy.Kind.choices,
        empty_label=_("all"),
    )
    document = NameFilter(
        Document,
        "title",
        label=_("Document"),
        method="by_document",
        empty_label=_("all"),
    )
    line = LineFilter(label=_("Line"), method="by_line")
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=Discrepancy.Status.choices, empty_label=_("all")
    )

    class Meta(StrictFilterSet.Meta):
        model = Discrepancy

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        fields = ("ref", "summary", "summary_hi", "shown", "shown_hi", "readings__quote")
        anywhere = reduce(or_, (Q(**{f"{field}__icontains": value}) for field in fields))
        return queryset.filter(pk__in=Discrepancy.objects.filter(anywhere).values("pk"))

    def by_document(self, queryset: QuerySet, name: str, value: Document) -> QuerySet:
        return queryset.filter(pk__in=Reading.objects.filter(document=value).values("discrepancy"))

    def by_line(self, queryset: QuerySet, name: str, value: int) -> QuerySet:
        """On the line of the document that is asked for, else on that line of any document."""
        document = self.form.cleaned_data.get("document")
        readings = Reading.objects.filter(document=document) if document else Reading.objects.all()
        return queryset.filter(pk__in=citing_line(readings, value).values("discrepancy"))


class CorrectionFilter(StrictFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=CorrectionRequest.State.choices, empty_label=_("all")
    )
    document = NameFilter(Document, "title", label=_("Document"), empty_label=_("all"))
    line = LineFilter(field_name="line", label=_("Line"))

    class Meta(StrictFilterSet.Meta):
        model = CorrectionRequest
