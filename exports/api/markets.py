"""Markets as the portal knows them beside the documents: countries, groups, agreements, notes."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ReadOnlyModelViewSet

from exports.market_filters import (
    AgreementPartnerFilter,
    AttributedFilter,
    CountryFilter,
    GroupMembershipFilter,
    MarketNoteFilter,
)
from exports.models import (
    AgreementPartner,
    Country,
    CountryGroup,
    GroupMembership,
    MarketLink,
    MarketNote,
    TradeAgreement,
)
from sources.api import ApiURLField, PageURLField, ReadSerializer


class CountrySerializer(ReadSerializer):
    """A country or territory under its code of ISO 3166-1: named by a document, or a member of a group."""

    url = PageURLField(source="get_absolute_url")
    api_url = ApiURLField("api-countries-detail", lookup_field="iso2")
    named = serializers.BooleanField(read_only=True, help_text="By a document, as a market.")

    class Meta:
        model = Country
        fields = ["iso2", "url", "api_url", "iso3", "name", "name_hi", "longitude", "latitude", "named"]


class CountryViewSet(ReadOnlyModelViewSet):
    about = _("Countries with their ISO codes: those that the documents name, and members of groups.")
    permission_classes = [AllowAny]
    serializer_class = CountrySerializer
    filterset_class = CountryFilter
    lookup_field = "iso2"
    lookup_value_regex = r"[A-Z]{2}"
    queryset = Country.objects.annotate(
        named=Exists(MarketLink.objects.filter(country=OuterRef("pk")))
    ).order_by("name", "pk")


class CountryGroupSerializer(ReadSerializer):
    """A group of countries: an organisation or a region. Its members are rows of group-memberships."""

    url = PageURLField(source="get_absolute_url")
    api_url = ApiURLField("api-country-groups-detail", lookup_field="slug")

    class Meta:
        model = CountryGroup
        fields = ["slug", "url", "api_url", "name", "name_hi", "members_note", "members_note_hi"]


class CountryGroupViewSet(ReadOnlyModelViewSet):
    about = _("Groups of countries that the documents name as markets, or that agreements are made with.")
    permission_classes = [AllowAny]
    serializer_class = CountryGroupSerializer
    lookup_field = "slug"
    queryset = CountryGroup.objects.order_by("name", "pk")


# A row that links two others is named by both: asean:MY, asean-goods:MY, efta-tepa:efta.
_PAIR = "[a-z0-9_-]+:[A-Za-z0-9_-]+"


class AttributedSerializer(ReadSerializer):
    """A fact from outside the documents: who says so, how sure it is, when it was looked up."""

    attribution = serializers.CharField(
        source="source", read_only=True, help_text="Who says so. Empty: general knowledge, not looked up."
    )
    verified_on = serializers.DateField(
        read_only=True, allow_null=True, help_text="The day it was looked up; null: it was not."
    )


ATTRIBUTION = ["certainty", "attribution", "verified_on"]


class OfAMarketSerializer(AttributedSerializer):
    """A fact of a country or of a group."""

    country: Any = serializers.SlugRelatedField(
        "iso2", read_only=True, allow_null=True, help_text="ISO 3166-1; null: it is of a group."
    )
    group: Any = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)


class GroupMembershipSerializer(OfAMarketSerializer):
    """A country that belongs to a group over a time."""

    api_url = ApiURLField("api-group-memberships-detail", lookup_field="key")
    member_from = serializers.DateField(read_only=True, allow_null=True, help_text="null: not known.")
    member_to = serializers.DateField(
        read_only=True, allow_null=True, help_text="The last day as a member; null: it still is one."
    )

    class Meta:
        model = GroupMembership
        fields = ["api_url", "group", "country", "member_from", "member_to", *ATTRIBUTION]


class GroupMembershipViewSet(ReadOnlyModelViewSet):
    about = _("Which country belongs to which group, from when to when.")
    permission_classes = [AllowAny]
    serializer_class = GroupMembershipSerializer
    filterset_class = GroupMembershipFilter
    lookup_field = "key"
    lookup_value_regex = _PAIR
    queryset = (
        GroupMembership.objects.select_related("group", "country")
        .annotate(key=Concat("group__slug", Value(":"), "country__iso2", output_field=CharField()))
        .order_by("key")
    )


class TradeAgreementSerializer(AttributedSerializer):
    """An agreement of India on trade in goods. With whom it holds are rows of agreement-partners."""

    api_url = ApiURLField("api-trade-agreements-detail", lookup_field="slug")
    signed_on = serializers.DateField(read_only=True, allow_null=True, help_text="null: not known.")

    class Meta:
        model = TradeAgreement
        fields = [
            "slug",
            "api_url",
            "name",
            "name_hi",
            "short_name",
            "signed_on",
            "note",
            "note_hi",
            *ATTRIBUTION,
        ]


class TradeAgreementViewSet(ReadOnlyModelViewSet):
    about = _("India's trade agreements with markets that the documents name, or with groups of them.")
    permission_classes = [AllowAny]
    serializer_class = TradeAgreementSerializer
    filterset_class = AttributedFilter
    lookup_field = "slug"
    queryset = TradeAgreement.objects.order_by("name", "pk")


class AgreementPartnerSerializer(OfAMarketSerializer):
    """A partner of an agreement: where it has a day, it is in force from then."""

    api_url = ApiURLField("api-agreement-partners-detail", lookup_field="key")
    agreement: Any = serializers.SlugRelatedField("slug", read_only=True)
    in_force_on = serializers.DateField(
        read_only=True, allow_null=True, help_text="null: not in force, or not known to be."
    )

    class Meta:
        model = AgreementPartner
        fields = ["api_url", "agreement", "country", "group", "status", "in_force_on", *ATTRIBUTION]


class AgreementPartnerViewSet(ReadOnlyModelViewSet):
    about = _("With whom each trade agreement is made, and since when it is in force there.")
    permission_classes = [AllowAny]
    serializer_class = AgreementPartnerSerializer
    filterset_class = AgreementPartnerFilter
    lookup_field = "key"
    lookup_value_regex = _PAIR
    queryset = (
        AgreementPartner.objects.select_related("agreement", "country", "group")
        .annotate(
            key=Concat(
                "agreement__slug",
                Value(":"),
                Coalesce(F("country__iso2"), F("group__slug"), output_field=CharField()),
                output_field=CharField(),
            )
        )
        .order_by("key")
    )


class MarketNoteSerializer(OfAMarketSerializer):
    """A duty or rule of a market that an exporter should know."""

    api_url = ApiURLField("api-market-notes-detail", lookup_field="slug")
    holds_from = serializers.DateField(read_only=True, allow_null=True)
    holds_to = serializers.DateField(read_only=True, allow_null=True)

    class Meta:
        model = MarketNote
        fields = [
            "slug",
            "api_url",
            "country",
            "group",
            "text",
            "text_hi",
            "holds_from",
            "holds_to",
            *ATTRIBUTION,
        ]


class MarketNoteViewSet(ReadOnlyModelViewSet):
    about = _("Duties and rules of markets that an exporter should know.")
    permission_classes = [AllowAny]
    serializer_class = MarketNoteSerializer
    filterset_class = MarketNoteFilter
    lookup_field = "slug"
    queryset = MarketNote.objects.select_related("country", "group").order_by("slug")


ROUTES: list[tuple[str, Any]] = [
    ("countries", CountryViewSet),
    ("country-groups", CountryGroupViewSet),
    ("group-memberships", GroupMembershipViewSet),
    ("trade-agreements", TradeAgreementViewSet),
    ("agreement-partners", AgreementPartnerViewSet),
    ("market-notes", MarketNoteViewSet),
]
