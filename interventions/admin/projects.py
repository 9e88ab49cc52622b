"""The leather development project as its report prints it."""

from typing import ClassVar

from django.contrib import admin

from interventions.models import Project, ProjectActivity, ProjectObjective, ProjectPartner, ProjectResult
from sources.admin.base import PrintedAdmin


@admin.register(Project)
class ProjectAdmin(PrintedAdmin):
    own_fields = ("name_hi",)
    list_display = ("slug", "name", "name_hi", "cluster", "starts_on", "ends_on", "source")
    list_filter = ("cluster",)
    list_select_related = ("document", "cluster")
    search_fields = ("slug", "name", "name_hi", "quote")
    ordering = ("position",)


class ProjectRowAdmin(PrintedAdmin):
    list_display: tuple[str, ...] = ("slug", "project", "number", "quote", "source")
    list_filter: ClassVar[tuple[str, ...]] = ("project",)
    list_select_related: ClassVar[tuple[str, ...]] = ("document", "project")
    search_fields: ClassVar[tuple[str, ...]] = ("slug", "quote")
    ordering = ("position",)


@admin.register(ProjectObjective)
class ProjectObjectiveAdmin(ProjectRowAdmin):
    pass


@admin.register(ProjectActivity)
class ProjectActivityAdmin(ProjectRowAdmin):
    pass


@admin.register(ProjectResult)
class ProjectResultAdmin(ProjectRowAdmin):
    list_display = ("slug", "project", "number", "quote", "url", "note", "source")
    search_fields = ("slug", "quote", "url", "note")


@admin.register(ProjectPartner)
class ProjectPartnerAdmin(ProjectRowAdmin):
    list_display = ("slug", "project", "organisation", "role", "source")
    list_filter = ("role", "project")
    list_select_related = ("document", "project", "organisation")
    search_fields = ("slug", "organisation__name", "organisation__name_hi", "quote")
