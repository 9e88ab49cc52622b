"""The back office as a whole, and its pages for accounts, second factors and keys to the API."""

from typing import Any

# The libraries' own pages come first, so that those below can take their place.
import allauth.account.admin
import allauth.mfa.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from interventions.models import Posting
from kanpur_portal.models import ApiToken, DatasetVersion
from sources.admin.base import BackOfficeAdmin, ExportAdmin

for _model in (EmailAddress, Authenticator, Group, User):
    admin.site.unregister(_model)


class PostingInline(admin.TabularInline):
    model = Posting
    extra = 1


@admin.register(User)
class AccountAdmin(ExportAdmin, UserAdmin):
    """An administrator makes accounts, and gives them roles and postings: never rights beyond the roles.

    Accounts are not deleted but made inactive: what was reported keeps its author.
    """

    hidden_fields = ("password", "user_permissions")
    list_display = ("username", "first_name", "last_name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("groups", "is_active", "is_staff", "is_superuser", "postings__authority")
    search_fields = ("username", "first_name", "last_name", "email", "postings__authority__short_name")
    readonly_fields = ("last_login", "date_joined")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        beyond_roles = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not beyond_roles and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or request.user.is_superuser:
            return fieldsets
        account, person, _rights, dates = fieldsets
        return (account, person, (_("Roles"), {"fields": ("is_active", "is_staff", "groups")}), dates)

    def get_inlines(
        self, request: HttpRequest, obj: User | None
    ) -> list[type[admin.options.InlineModelAdmin]]:
        return [PostingInline] if obj else []


@admin.register(Group)
class RoleAdmin(BackOfficeAdmin):
    """The roles and what each may do stand in the code, so that they are reviewed and tested."""

    hidden_fields = ("permissions",)
    shown_first = ("rights",)
    list_display = search_fields = ("name",)
    ordering = ("name",)

    @admin.display(description=_("rights"))
    def rights(self, role: Group) -> str:
        codes = role.permissions.order_by("content_type__app_label", "codename")
        return ", ".join(".".join(code) for code in codes.values_list("content_type__app_label", "codename"))


@admin.register(Authenticator)
class SecondFactorAdmin(BackOfficeAdmin):
    """Removed here for who has lost it; its secret is never shown."""

    deletes_rows = True
    hidden_fields = ("data",)
    list_display = ("user", "type", "created_at", "last_used_at")
    list_display_links = ("type",)
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__username",)
    ordering = ("user__username", "type")

    def has_delete_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        beyond_roles = obj is not None and obj.user.is_superuser and not request.user.is_superuser
        return not beyond_roles and super().has_delete_permission(request, obj)


@admin.register(ApiToken)
class ApiTokenAdmin(BackOfficeAdmin):
    """Deleting a key revokes it."""

    deletes_rows = True
    hidden_fields = ("digest",)
    list_display = ("name", "user", "made_at", "expires_at", "last_used_on")
    list_filter = ("made_at", "expires_at")
    list_select_related = ("user",)
    search_fields = ("name", "user__username")
    ordering = ("-made_at",)


@admin.register(DatasetVersion)
class DatasetVersionAdmin(BackOfficeAdmin):
    """Made each night if the data changed, or by `manage.py publish_data`; never changed or deleted."""

    list_display = ("number", "made_at", "sha256", "size")
    list_filter = ("made_at",)
    search_fields = ("sha256",)
    ordering = ("-number",)
