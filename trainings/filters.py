"""Filters of trainings, the same for page, download and API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from interventions.filters import ProjectRowFilter
from sources.filters import SourcedFilter, YesNoFilter
from trainings.models import Resource


class ResourceFilter(ProjectRowFilter):
    type = django_filters.ChoiceFilter(field_name="kind", choices=Resource.Kind.choices, label=_("Kind"))


class StudyMissionFilter(SourcedFilter):
    of_the_district = YesNoFilter(label=_("Of the district"))
