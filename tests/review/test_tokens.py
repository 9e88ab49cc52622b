"""Two taps on one button."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from kanpur_portal.models import ApiToken


def test_of_two_tokens_made_at_once_under_one_name_one_is_refused(
    client: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_key = ApiToken.new_key

    def the_other_is_quicker() -> str:
        monkeypatch.undo()
        ApiToken.objects.create(user=officer, name="Reader", digest="0" * 64, expires_at=timezone.now())
        return new_key()

    monkeypatch.setattr(ApiToken, "new_key", the_other_is_quicker)
    client.force_login(officer)
    response = client.post("/my/tokens/", {"name": "Reader"})
    assert response.status_code == 422
    assert "You have a token of this name" in response.text
    assert ApiToken.objects.get().digest == "0" * 64
