"""The back office's pages for groups of countries, trade agreements and notes on markets: all kept here."""

from django.contrib import admin

from exports.models import AgreementPartner, GroupMembership, MarketNote, TradeAgreement
from exports.scheme_admin import AttributedAdmin

_ATTRIBUTION = ("certainty", "source", "verified_on")


@admin.register(GroupMembership)
class GroupMembershipAdmin(AttributedAdmin):
    named_by = ("group", "country")
    own_fields = ("member_from", "member_to", *_ATTRIBUTION)
    list_display = ("group", "country", "member_from", "member_to", "certainty", "verified_on")
    list_display_links = ("country",)
    list_filter = ("group", "certainty")
    list_select_related = ("group", "country")
    search_fields = ("group__name", "country__name", "country__name_hi", "source")
    ordering = ("group__name", "country__name")


@admin.register(TradeAgreement)
class TradeAgreementAdmin(AttributedAdmin):
    named_by = ("slug",)
    own_fields = ("name", "name_hi", "short_name", "signed_on", "note", "note_hi", *_ATTRIBUTION)
    list_display = ("slug", "name", "signed_on", "certainty", "verified_on")
    list_filter = ("certainty",)
    search_fields = ("slug", "name", "name_hi", "short_name", "note", "source")
    ordering = ("name",)


@admin.register(AgreementPartner)
class AgreementPartnerAdmin(AttributedAdmin):
    """A status of "in force" needs its day, any other has none."""

    named_by = ("agreement", "country", "group")
    own_fields = ("status", "in_force_on", *_ATTRIBUTION)
    list_display = ("agreement", "country", "group", "status", "in_force_on", "certainty", "verified_on")
    list_filter = ("status", "certainty", "agreement")
    list_select_related = ("agreement", "country", "group")
    search_fields = ("agreement__name", "country__name", "country__name_hi", "group__name", "source")
    ordering = ("agreement__name", "country__name")


@admin.register(MarketNote)
class MarketNoteAdmin(AttributedAdmin):
    named_by = ("slug", "country", "group")
    own_fields = ("text", "text_hi", "holds_from", "holds_to", *_ATTRIBUTION)
    list_display = ("slug", "country", "group", "text", "holds_from", "holds_to", "verified_on")
    list_filter = ("certainty", "group")
    list_select_related = ("country", "group")
    search_fields = ("slug", "text", "text_hi", "source")
    ordering = ("slug",)
