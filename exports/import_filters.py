"""The filters of the list of imports, the same for page and API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from exports.models import ImportBatch
from sources.filters import StrictFilterSet


class ImportFilter(StrictFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=ImportBatch.State.choices, empty_label=_("all")
    )
    layout = django_filters.ChoiceFilter(
        label=_("Layout"), choices=ImportBatch.Layout.choices, empty_label=_("all")
    )

    class Meta(StrictFilterSet.Meta):
        model = ImportBatch
