"""Settings as a fresh machine finds them: read by a process of their own."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.test import override_settings

pytestmark = pytest.mark.slow
PLAIN = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


def told(expression: str, **environment: str) -> str:
    """What the settings say, in an environment where nothing else is set."""
    code = f"from django.conf import settings as s; print({expression})"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=settings.BASE_DIR,
        env={**PLAIN, "DJANGO_SETTINGS_MODULE": "kanpur_portal.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    first = told("s.SECRET_KEY", DATA_DIR=str(folder))
    assert len(first) >= 50
    assert told("s.SECRET_KEY", DATA_DIR=str(folder)) == first
    assert (folder / "secret-key").read_text() == first
    assert mode(folder / "secret-key") == 0o600
    assert mode(folder) == 0o700
    assert told("s.SECRET_KEY", DATA_DIR=str(tmp_path / "other")) != first


def test_a_key_from_the_environment_makes_no_file(tmp_path: Path) -> None:
    assert told("s.SECRET_KEY", DATA_DIR=str(tmp_path), SECRET_KEY="x" * 50) == "x" * 50
    assert not (tmp_path / "secret-key").exists()


def test_an_empty_key_file_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "secret-key").touch()
    assert "is empty: delete it" in told("s.SECRET_KEY", DATA_DIR=str(tmp_path))


def test_everything_lies_below_the_data_folder(tmp_path: Path) -> None:
    paths = "s.DATABASES['default']['NAME'], s.MEDIA_ROOT, s.STATIC_ROOT"
    caches = "*[cache['LOCATION'] for cache in s.CACHES.values()]"
    queue = "*[v for v in s.CELERY_BROKER_TRANSPORT_OPTIONS.values() if isinstance(v, str)]"
    found = told(f"*map(str, [{paths}, {caches}, {queue}]), sep='\\n'", DATA_DIR=str(tmp_path)).splitlines()
    assert len(found) == 10
    assert all(path.startswith(f"{tmp_path}/") for path in found)
    assert not (Path(settings.BASE_DIR) / "evidence").exists()


def test_a_folder_with_a_tilde_is_the_users(tmp_path: Path) -> None:
    assert told("s.DATA_DIR", DATA_DIR="~/portal", HOME=str(tmp_path)) == f"{tmp_path}/portal"


def test_what_is_safe_unless_somebody_says_otherwise(tmp_path: Path) -> None:
    def default(expression: str) -> str:
        return told(expression, DATA_DIR=str(tmp_path))

    assert default("s.DEBUG, s.DEMO, s.HTTPS") == "False False False"
    assert default("s.ALLOWED_HOSTS") == "['127.0.0.1', 'localhost', '[::1]']"
    assert default("s.EMAIL_BACKEND") == "django.core.mail.backends.console.EmailBackend"
    assert default("s.FILE_UPLOAD_PERMISSIONS, s.FILE_UPLOAD_DIRECTORY_PERMISSIONS") == f"{0o600} {0o700}"
    assert default("'sqlite3' in s.DATABASES['default']['ENGINE'], s.CELERY_BROKER_URL") == (
        "True filesystem://localhost"
    )


def test_behind_tls_cookies_and_pages_are_for_tls_only(tmp_path: Path) -> None:
    names = "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0"
    assert told(names, DATA_DIR=str(tmp_path), HTTPS="on") == "True True True True"
    assert told(names, DATA_DIR=str(tmp_path)) == "False False False False"


def test_other_servers_are_told_by_two_addresses(tmp_path: Path) -> None:
    servers = {
        "DATABASE_URL": "postgres://u:p@db.example:5433/portal",
        "REDIS_URL": "redis://cache.example:6380/1",
    }
    found = "*[s.DATABASES['default'][name] for name in ('ENGINE', 'HOST', 'PORT')]"
    expected = "django.db.backends.postgresql db.example 5433"
    assert told(found, DATA_DIR=str(tmp_path), **servers) == expected
    found = "s.CACHES['default']['LOCATION'], s.CELERY_BROKER_URL"
    assert told(found, DATA_DIR=str(tmp_path), **servers) == " ".join([servers["REDIS_URL"]] * 2)


def test_mail_goes_where_it_is_told(tmp_path: Path) -> None:
    url = "smtp+tls://u:p@mail.example:587"
    found = told(
        "s.EMAIL_BACKEND, s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS", DATA_DIR=str(tmp_path), EMAIL_URL=url
    )
    assert found == "django.core.mail.backends.smtp.EmailBackend mail.example 587 True"


@pytest.mark.parametrize(("backend", "warned"), [("console", True), ("smtp", False)])
def test_a_deployment_that_prints_letters_is_warned(backend: str, warned: bool) -> None:
    """They hold the keys of exporters' issues."""
    with override_settings(EMAIL_BACKEND=f"django.core.mail.backends.{backend}.EmailBackend"):
        found = run_checks(tags=["security"], include_deployment_checks=True)
    assert ("portal.W001" in {one.id for one in found}) == warned
