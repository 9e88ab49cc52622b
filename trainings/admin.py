"""The back office's pages for trainings, their materials, and study missions: Hindi names are kept here."""

from typing import ClassVar

from django.contrib import admin

from sources.admin.base import PrintedAdmin
from trainings.models import Programme, Resource, StudyMission, Topic


class TrainingRowAdmin(PrintedAdmin):
    own_fields = ("name_hi",)
    list_filter: ClassVar[tuple[str, ...]] = ("project",)
    list_select_related = ("document", "project")
    search_fields = ("slug", "name", "name_hi", "quote")
    ordering = ("position",)


@admin.register(Topic)
class TopicAdmin(TrainingRowAdmin):
    list_display = ("slug", "name", "name_hi", "project", "source")


@admin.register(Programme)
class ProgrammeAdmin(TrainingRowAdmin):
    list_display = (
        "slug",
        "name",
        "name_hi",
        "programmes",
        "persons_qualifier",
        "persons",
        "tanneries",
        "project",
        "source",
    )


@admin.register(Resource)
class ResourceAdmin(TrainingRowAdmin):
    list_display = ("slug", "kind", "name", "name_hi", "count", "count_unit", "url", "project", "source")
    list_filter = ("kind", "project")


@admin.register(StudyMission)
class StudyMissionAdmin(PrintedAdmin):
    own_fields = ("name_hi",)
    list_display = (
        "slug",
        "name",
        "name_hi",
        "country_from",
        "country_to",
        "participants",
        "held_on",
        "of_the_district",
        "source",
    )
    list_filter = ("of_the_district",)
    list_select_related = ("document", "country_from", "country_to")
    search_fields = ("slug", "name", "name_hi", "programme", "purpose", "quote")
    ordering = ("position",)
