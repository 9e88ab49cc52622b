"""A plan of two actions that one office leads, and its officer."""

import pytest
from django.contrib.auth.models import User

from interventions.models import Action
from kanpur_portal import roles
from tests.factories import ActionFactory, AuthorityFactory, HeadingFactory, UserFactory


@pytest.fixture
def officer(db: None) -> User:
    office, heading = AuthorityFactory(), HeadingFactory()
    for reference in ("KN-05", "KN-06"):
        ActionFactory(reference=reference, heading=heading, authority=office)
    return UserFactory(role=roles.OFFICER, authority=office, email="officer@example.org")


@pytest.fixture
def action(officer: User) -> Action:
    return Action.objects.get(reference="KN-05")
