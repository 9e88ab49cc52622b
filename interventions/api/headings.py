"""What holds the plan's rows together: the plan, its headings, and the parameters of the challenges."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from interventions.models import Heading, Parameter, Plan
from sources.api import ADDRESSES, PROOF, PrintedRowSerializer, PrintedRowViewSet


class PlanSerializer(PrintedRowSerializer):
    """The action plan. The document is undated: the district sets the day that it counts from."""

    district: Any = serializers.SlugRelatedField("slug", read_only=True)

    class Meta:
        model = Plan
        fields = [
            *(name for name in ADDRESSES if name != "position"),
            "district",
            "title",
            "title_hi",
            "status",
            "starts_on",
            *PROOF,
        ]


class PlanViewSet(PrintedRowViewSet):
    about = _("The export action plan of the district.")
    serializer_class = PlanSerializer
    queryset = Plan.objects.select_related("document", "district")


class HeadingRowSerializer(PrintedRowSerializer):
    """A heading that the plan prints above a group of its actions."""

    plan: Any = serializers.SlugRelatedField("slug", read_only=True)
    name = serializers.CharField(read_only=True, help_text="The words as printed.")

    class Meta:
        model = Heading
        fields = [*ADDRESSES, "plan", "name", "name_hi", *PROOF]


class HeadingViewSet(PrintedRowViewSet):
    about = _("The headings under which the plan prints its actions.")
    serializer_class = HeadingRowSerializer
    queryset = Heading.objects.select_related("document", "plan")


class ParameterRowSerializer(PrintedRowSerializer):
    """A row of a table of challenges, as the plan calls it: “Marketing”, “Access to finance”."""

    cluster: Any = serializers.SlugRelatedField("slug", read_only=True)

    class Meta:
        model = Parameter
        fields = [*ADDRESSES, "cluster", "name", "name_hi", *PROOF]


class ParameterViewSet(PrintedRowViewSet):
    about = _("The rows of the tables of challenges and interventions.")
    serializer_class = ParameterRowSerializer
    queryset = Parameter.objects.select_related("document", "cluster")


API_ROUTES: list[tuple[str, Any]] = [
    ("plans", PlanViewSet),
    ("headings", HeadingViewSet),
    ("parameters", ParameterViewSet),
]
