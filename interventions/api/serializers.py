"""The printed rows of the plan: actions, authorities, challenges and interventions."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from interventions.api.updates import UpdateSerializer
from interventions.models import (
    Action,
    ActionAuthority,
    ActionPart,
    ActionUpdate,
    Authority,
    AuthorityAlias,
    Challenge,
    Heading,
    Intervention,
    Milestone,
    Parameter,
)
from interventions.schedule import DUE_SOON_DAYS, SILENT_DAYS, Schedule, Standing
from sources.api import (
    PROOF,
    ApiURLField,
    KindField,
    PageURLField,
    ReadSerializer,
    SourcedSerializer,
    page_url,
)

# Part of the data, therefore in one language like them.
SCHEDULE_FORMULA = (
    "due_on of an action not started: start_by, else the end of its printed window "
    "(short: plan_starts_on + 6 months, intermediate: + 12 months), or finish_by where that is earlier; "
    "of one that has started: finish_by. "
    f"overdue: due_on < as_of; due_soon: due_on <= as_of + {DUE_SOON_DAYS} days; on_time: later; "
    "no_date: none of these dates is set; continuous: never due; closed: completed or dropped. "
    f"silent: open, and nothing reported for more than {SILENT_DAYS} days."
)


class HeadingSerializer(ReadSerializer):
    """The printed heading that an action stands under."""

    name = serializers.CharField(read_only=True)

    class Meta:
        model = Heading
        fields = ["slug", "name", "name_hi"]


class NamedAuthoritySerializer(ReadSerializer):
    """An authority named beside an action; the first named leads."""

    slug = serializers.SlugField(source="authority.slug", read_only=True)

    class Meta:
        model = ActionAuthority
        fields = ["slug", "role", "as_printed", "position"]


class PartSerializer(SourcedSerializer):
    """A lettered, bulleted or separate paragraph of an action."""

    printed = serializers.CharField(read_only=True)

    class Meta:
        model = ActionPart
        fields = ["position", "label", "printed", *PROOF]


class MilestoneSerializer(SourcedSerializer):
    """A countable commitment in the text of an action."""

    class Meta:
        model = Milestone
        fields = [
            "slug",
            "title",
            "title_hi",
            "measure",
            "every",
            "target",
            "target_as_printed",
            "each_cluster",
            *PROOF,
        ]


class ScheduleSerializer(serializers.Serializer):
    """Where an action stands against its dates on the day of the answer."""

    kind = KindField("computed")
    value = serializers.ChoiceField(Schedule.choices, source="schedule", read_only=True)
    due_on = serializers.DateField(read_only=True, allow_null=True, help_text="The next date it is held to.")
    days_late = serializers.IntegerField(read_only=True, min_value=0)
    silent = serializers.BooleanField(read_only=True)
    as_of = serializers.SerializerMethodField()
    formula = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DateField)
    def get_as_of(self, standing: Standing) -> str:
        return timezone.localdate().isoformat()

    def get_formula(self, standing: Standing) -> str:
        return SCHEDULE_FORMULA


class NewestUpdateSerializer(UpdateSerializer):
    """The newest update of an action, in short."""

    class Meta:
        model = ActionUpdate
        fields = ["id", "api_url", "number", "authority", "reported_at", "work_status", "confidence", "kind"]

    def get_attribute(self, instance: Any) -> ActionUpdate | None:
        return next(iter(instance.newest_updates), None)


class ActionSerializer(SourcedSerializer):
    """One printed row of the plan, with what is reported on it."""

    url = PageURLField(source="get_absolute_url")
    api_url = ApiURLField("api-actions-detail", lookup_field="reference")
    heading = HeadingSerializer(read_only=True)
    cluster: Any = serializers.SlugRelatedField(
        "slug", read_only=True, allow_null=True, help_text="null: the action serves all clusters."
    )
    printed = serializers.CharField(read_only=True, help_text="The printed words, without the parts.")
    parts = PartSerializer(many=True, read_only=True)
    authorities = NamedAuthoritySerializer(source="named_authorities", many=True, read_only=True)
    schedule = ScheduleSerializer(source="standing", read_only=True)
    plan_starts_on = serializers.DateField(
        source="heading.plan.starts_on",
        read_only=True,
        allow_null=True,
        help_text="Set by the district, for the plan itself is undated.",
    )
    milestones = MilestoneSerializer(many=True, read_only=True)
    interventions: Any = serializers.SlugRelatedField("slug", many=True, read_only=True)
    last_update = NewestUpdateSerializer(read_only=True, allow_null=True)
    updates_url = serializers.SerializerMethodField()

    class Meta:
        model = Action
        fields = [
            "reference",
            "url",
            "api_url",
            "position",
            "heading",
            "title",
            "title_hi",
            "cluster",
            "printed",
            "parts",
            "authorities",
            "authorities_as_printed",
            "timeline",
            "timeline_as_printed",
            "work_status",
            "awaiting_confirmation",
            "schedule",
            "plan_starts_on",
            "start_by",
            "finish_by",
            "revision",
            "milestones",
            "interventions",
            "last_update",
            "updates_url",
            *PROOF,
        ]

    @extend_schema_field(serializers.URLField)
    def get_updates_url(self, action: Action) -> str:
        address = page_url(self.context["request"], "api-updates-list")
        return f"{address}?{urlencode({'action': action.reference})}"


class AliasSerializer(SourcedSerializer):
    """Another way in which the plan prints the name."""

    class Meta:
        model = AuthorityAlias
        fields = ["as_printed", *PROOF]


class NamedInSerializer(ReadSerializer):
    """An action beside which the authority is named."""

    reference = serializers.CharField(source="action.reference", read_only=True)

    class Meta:
        model = ActionAuthority
        fields = ["reference", "role", "as_printed"]


class AuthoritySerializer(SourcedSerializer):
    """An office or body that the plan makes responsible for actions."""

    url = PageURLField(source="get_absolute_url")
    api_url = ApiURLField("api-authorities-detail", lookup_field="slug")
    aliases = AliasSerializer(many=True, read_only=True)
    actions = NamedInSerializer(source="named_in", many=True, read_only=True)

    class Meta:
        model = Authority
        fields = [
            "slug",
            "url",
            "api_url",
            "short_name",
            "short_name_hi",
            "name",
            "name_hi",
            "aliases",
            "actions",
            *PROOF,
        ]


class ParameterSerializer(ReadSerializer):
    """The row of the table of challenges, as the plan calls it."""

    class Meta:
        model = Parameter
        fields = ["slug", "name", "name_hi"]


class BulletSerializer(SourcedSerializer):
    """A printed bullet of the tables of challenges and interventions."""

    url = PageURLField(source="get_absolute_url")
    cluster = serializers.SlugField(source="parameter.cluster.slug", read_only=True)
    parameter = ParameterSerializer(read_only=True)
    printed = serializers.CharField(read_only=True)


_BULLET = ["slug", "url", "api_url", "cluster", "parameter", "position", "label", "printed"]


class ChallengeSerializer(BulletSerializer):
    """What holds a cluster back, as printed."""

    api_url = ApiURLField("api-challenges-detail", lookup_field="slug")

    class Meta:
        model = Challenge
        fields = [*_BULLET, *PROOF]


class InterventionSerializer(BulletSerializer):
    """What the plan proposes against a challenge, and the actions that carry it out."""

    api_url = ApiURLField("api-interventions-detail", lookup_field="slug")
    parent: Any = serializers.SlugRelatedField(
        "slug", read_only=True, allow_null=True, help_text="The bullet that it belongs to."
    )
    actions: Any = serializers.SlugRelatedField(
        "reference",
        many=True,
        read_only=True,
        help_text="The portal's reading: the plan prints no cross-references between its sections.",
    )

    class Meta:
        model = Intervention
        fields = [*_BULLET, "parent", "actions", *PROOF]
