"""What the tests of correction requests stand on."""

import pytest
from django.contrib.auth.models import User

from sources.actions import request_correction
from sources.models import CorrectionRequest, Document
from tests.factories import UserFactory


@pytest.fixture
def plan(printed_plan: None, db: None) -> Document:
    return Document.objects.get(slug="export-plan")


@pytest.fixture
def administrator(printed_plan: None, db: None) -> User:
    return UserFactory(first_name="Personsname", last_name="Surname")


@pytest.fixture
def asked(plan: Document) -> CorrectionRequest:
    return request_correction(
        document=plan,
        line=254,
        record="clusters.statistic:annual-turnover-of-the-leather-cluster",
        text="It is 12,000 crore.",
    )
