"""Rows to test with, each as small as the database allows. What officers report is written by actions."""

from datetime import timedelta
from typing import Any

import factory
from django.contrib.auth.models import Group, User
from django.utils import timezone
from factory.django import DjangoModelFactory

from clusters.models import Cluster, District
from interventions.models import (
    Action,
    ActionAuthority,
    ActionPart,
    Authority,
    AuthorityAlias,
    Challenge,
    Heading,
    Intervention,
    Milestone,
    Parameter,
    Plan,
    Posting,
)
from interventions.schedule import Timeline
from kanpur_portal.models import ApiToken
from sources.models import Discrepancy, Document, Reading


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document
        django_get_or_create = ["slug"]

    slug = "a-plan"
    title = "A plan"
    title_hi = "एक योजना"
    publisher = "A district"
    kind = Document.Kind.OFFICIAL_PLAN
    status = Document.Status.DRAFT
    line_count = 5000
    sha256 = "0" * 64


class SourcedFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    document = factory.SubFactory(DocumentFactory)
    lines = factory.Sequence(lambda n: str(n + 1))
    locator = "Section 9"
    quote = factory.Sequence(lambda n: f"Words of line {n + 1}")


class ReadingFactory(DjangoModelFactory):
    class Meta:
        model = Reading

    document = factory.SubFactory(DocumentFactory)
    position = 1
    lines = "1"
    quote = "Words"


class DiscrepancyFactory(DjangoModelFactory):
    class Meta:
        model = Discrepancy
        skip_postgeneration_save = True

    ref = factory.Sequence(lambda n: f"D-{n % 1000:03}")
    kind = Discrepancy.Kind.MISPRINT
    summary = "A misprint"
    summary_hi = "मुद्रण की त्रुटि"
    shown = "As printed."
    shown_hi = "जैसा मुद्रित है।"
    reading = factory.RelatedFactory(ReadingFactory, "discrepancy")


class DistrictFactory(SourcedFactory):
    class Meta:
        model = District
        django_get_or_create = ["slug"]

    slug = "a-district"
    name = "A district"
    name_hi = "एक जनपद"
    state = "A state"


class ClusterFactory(SourcedFactory):
    class Meta:
        model = Cluster

    district = factory.SubFactory(DistrictFactory)
    slug = factory.Sequence(lambda n: f"cluster-{n}")
    name = factory.Sequence(lambda n: f"Cluster {n}")
    name_hi = factory.Sequence(lambda n: f"क्लस्टर {n}")
    product_number = factory.Sequence(lambda n: n + 1)


class PlanFactory(SourcedFactory):
    class Meta:
        model = Plan
        django_get_or_create = ["slug"]

    district = factory.SubFactory(DistrictFactory)
    slug = "the-plan"
    title = "The plan"
    title_hi = "योजना"


class HeadingFactory(SourcedFactory):
    class Meta:
        model = Heading

    plan = factory.SubFactory(PlanFactory)
    slug = factory.Sequence(lambda n: f"heading-{n}")
    position = factory.Sequence(lambda n: n + 1)
    name_hi = "शीर्षक"


class AuthorityFactory(SourcedFactory):
    class Meta:
        model = Authority

    slug = factory.Sequence(lambda n: f"authority-{n}")
    short_name = factory.Sequence(lambda n: f"AUTH-{n}")
    short_name_hi = factory.Sequence(lambda n: f"प्राधिकरण-{n}")
    name = factory.Sequence(lambda n: f"Authority {n}")
    name_hi = factory.Sequence(lambda n: f"प्राधिकरण {n}")


class AliasFactory(SourcedFactory):
    class Meta:
        model = AuthorityAlias

    authority = factory.SubFactory(AuthorityFactory)
    as_printed = factory.Sequence(lambda n: f"AUHT-{n}")


class ActionFactory(SourcedFactory):
    """`authority=` is the one that leads; without it a new one."""

    class Meta:
        model = Action
        skip_postgeneration_save = True

    heading = factory.SubFactory(HeadingFactory)
    reference = factory.Sequence(lambda n: f"TS-{n % 1000:02}")
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Action {n}")
    title_hi = factory.Sequence(lambda n: f"कार्य {n}")
    authorities_as_printed = "AUTH"
    timeline = Timeline.SHORT
    timeline_as_printed = "Short term"

    @factory.post_generation
    def authority(self, create: bool, extracted: Authority | None, **kwargs: Any) -> None:
        authority = extracted or AuthorityFactory()
        ActionAuthority.objects.create(
            action=self, authority=authority, position=1, role="lead", as_printed="AUTH"
        )


class PartFactory(SourcedFactory):
    class Meta:
        model = ActionPart

    action = factory.SubFactory(ActionFactory)
    position = factory.Sequence(lambda n: n + 1)
    label = "a."


class MilestoneFactory(SourcedFactory):
    class Meta:
        model = Milestone

    action = factory.SubFactory(ActionFactory)
    slug = factory.Sequence(lambda n: f"milestone-{n}")
    title = factory.Sequence(lambda n: f"Milestone {n}")
    title_hi = factory.Sequence(lambda n: f"लक्ष्य {n}")
    measure = Milestone.Measure.COUNT
    every = Milestone.Every.YEAR
    target = 3
    target_as_printed = "three"


class ParameterFactory(SourcedFactory):
    class Meta:
        model = Parameter

    cluster = factory.SubFactory(ClusterFactory)
    slug = factory.Sequence(lambda n: f"parameter-{n}")
    position = factory.Sequence(lambda n: n + 1)
    name = "Marketing"
    name_hi = "विपणन"


class ChallengeFactory(SourcedFactory):
    class Meta:
        model = Challenge

    parameter = factory.SubFactory(ParameterFactory)
    slug = factory.Sequence(lambda n: f"challenge-{n}")
    position = factory.Sequence(lambda n: n + 1)


class InterventionFactory(SourcedFactory):
    class Meta:
        model = Intervention

    parameter = factory.SubFactory(ParameterFactory)
    slug = factory.Sequence(lambda n: f"intervention-{n}")
    position = factory.Sequence(lambda n: n + 1)


class UserFactory(DjangoModelFactory):
    """`role=` puts the user into that group, `authority=` posts them there."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user-{n}")
    first_name = factory.Sequence(lambda n: f"Personsname{n}")

    @factory.post_generation
    def role(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        if extracted:
            self.groups.set([Group.objects.get(name=extracted)])

    @factory.post_generation
    def authority(self, create: bool, extracted: Authority | None, **kwargs: Any) -> None:
        if extracted:
            Posting.objects.create(user=self, authority=extracted)


def token_of(user: User, *, valid_for: timedelta = timedelta(days=1)) -> str:
    """The key of a new token."""
    key = ApiToken.new_key()
    digest = ApiToken.digest_of(key)
    ApiToken.objects.create(user=user, name=key, digest=digest, expires_at=timezone.now() + valid_for)
    return key
