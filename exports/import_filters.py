"""The filters of the list of imports, the same for page and API."""

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.forms import Form
from django.utils.translation import gettext_lazy as _

from exports.import_access import visible_states
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

    @property
    def form(self) -> Form:
        """With the states that the reader may see: another is refused like one that does not exist."""
        form = super().form
        seen = visible_states(self.request.user if self.request else AnonymousUser())
        form.fields["state"].choices = [(state.value, state.label) for state in seen]
        return form
