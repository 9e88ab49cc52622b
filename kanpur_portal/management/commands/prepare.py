"""Everything between a checkout and a portal that can be served. Quick when nothing has changed."""

import hashlib
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from kanpur_portal.catalogues import compile_catalogues
from kanpur_portal.open_data import store


class Command(BaseCommand):
    help = "Compile catalogues, migrate, load the plan, collect static files, make the first accounts."
    # The tables that some checks read are made here.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        compile_catalogues()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load", verbosity=options["verbosity"])
        # Made by the code before: the same data may now be written otherwise.
        shutil.rmtree(store.folder(), ignore_errors=True)
        if not settings.DEBUG:
            collect_static()
        # The demonstration's data come with its accounts.
        call_command("make_demo_data" if settings.DEMO else "demo_accounts", verbosity=options["verbosity"])


def collect_static() -> None:
    """Collect, hash and compress the static files, unless that was done for exactly these files."""
    fingerprint = _fingerprint()
    stamp = Path(settings.STATIC_ROOT) / ".collected-from"
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(fingerprint)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    return digest.hexdigest()
