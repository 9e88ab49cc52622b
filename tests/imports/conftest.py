"""What every import needs."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from kanpur_portal import roles
from tests.factories import UserFactory


@pytest.fixture
def reporters(db: None) -> None:
    call_command("loaddata", "exports__reporter", verbosity=0)


@pytest.fixture
def person(db: None) -> User:
    """A data editor."""
    return UserFactory(role=roles.DATA_EDITOR)


@pytest.fixture
def editor(person: User) -> Client:
    """Their browser, signed in."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
