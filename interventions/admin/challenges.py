"""What holds each cluster back, and what the plan proposes: printed, but for the links to actions."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.db.models import ManyToManyField

from interventions.models import Challenge, Intervention, Parameter
from sources.admin.base import PrintedAdmin


@admin.register(Parameter)
class ParameterAdmin(PrintedAdmin):
    own_fields = ("name_hi",)
    list_display = ("slug", "cluster", "position", "name", "name_hi", "source")
    list_filter = ("cluster",)
    list_select_related = ("document", "cluster")
    search_fields = ("slug", "name", "name_hi", "quote")
    ordering = ("cluster", "position")


class BulletAdmin(PrintedAdmin):
    list_display = ("slug", "parameter", "position", "label", "quote", "source")
    list_filter: ClassVar[tuple[str, ...]] = ("parameter__cluster", "parameter")
    list_select_related = ("document", "parameter")
    search_fields = ("slug", "quote", "parameter__name")
    ordering = ("parameter__cluster", "parameter__position", "position")


@admin.register(Challenge)
class ChallengeAdmin(BulletAdmin):
    pass


@admin.register(Intervention)
class InterventionAdmin(BulletAdmin):
    own_fields = ("actions",)
    list_filter = ("parameter__cluster", "parameter", "actions")
    formfield_overrides = {ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
