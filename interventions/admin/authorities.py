"""Authorities, and who acts for them."""

from django.contrib import admin

from interventions.models import Authority, AuthorityAlias, Posting
from sources.admin.base import BackOfficeAdmin, PrintedAdmin, ReadOnlyInline, TracedAdmin


class AliasInline(ReadOnlyInline):
    model = AuthorityAlias
    fields = readonly_fields = ("as_printed", "lines", "quote")


@admin.register(Authority)
class AuthorityAdmin(TracedAdmin, PrintedAdmin):
    own_fields = ("short_name_hi", "name_hi")
    list_display = ("slug", "short_name", "name", "short_name_hi", "name_hi", "source")
    search_fields = ("slug", "short_name", "name", "short_name_hi", "name_hi", "aliases__as_printed")
    ordering = ("slug",)
    inlines = (AliasInline,)


@admin.register(Posting)
class PostingAdmin(TracedAdmin, BackOfficeAdmin):
    own_fields = import_key = ("user", "authority")
    adds_rows = deletes_rows = True
    list_display = ("user", "full_name", "authority")
    list_filter = ("authority", "user__is_active")
    list_select_related = ("user", "authority")
    search_fields = ("user__username", "user__first_name", "user__last_name", "authority__short_name")
    ordering = ("authority", "user__username")

    @admin.display(description="")
    def full_name(self, posting: Posting) -> str:
        return posting.user.get_full_name()
