"""Behind a proxy everyone comes from the proxy's address: limits must look one step further."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.kanpur_portal.test_settings import told

LOGIN = "/accounts/login/"


def is_locked_out(client: Client, address: str, tries: int) -> bool:
    """Whether the last of so many sign-ins, each with another name, was not looked at."""
    for turn in range(tries):
        answer = client.post(
            LOGIN,
            {"login": f"{address}-{turn}", "password": "wrong"},
            # The client may write what it likes before what the proxy adds.
            headers={"X-Forwarded-For": f"203.0.113.{turn}, {address}"},
        )
        assert answer.status_code == 422
    return "Too many failed login attempts" in answer.text


@pytest.mark.parametrize("https", [True, False])
def test_one_who_guesses_passwords_behind_a_proxy_locks_out_nobody_else(
    client: Client, db: None, settings: Any, https: bool
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = int(https)
    assert is_locked_out(client, "198.51.100.1", 21)
    assert is_locked_out(client, "198.51.100.2", 1) is not https, "without a proxy nobody is believed"


def test_the_proxy_is_believed_where_there_is_one(tmp_path: Path) -> None:
    asked = "s.ALLAUTH_TRUSTED_PROXY_COUNT, s.REST_FRAMEWORK['NUM_PROXIES']"
    for https, count in (("on", 1), ("off", 0)):
        assert told(asked, HTTPS=https, DATA_DIR=str(tmp_path)) == f"{count} {count}"


def test_a_silent_mail_server_is_given_up() -> None:
    assert 0 < settings.EMAIL_TIMEOUT < settings.CELERY_TASK_TIME_LIMIT
