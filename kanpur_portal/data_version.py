"""The version of the data: one more with each write of the portal's own models.

What is made from the data (a page, a chart, an answer of the API) is kept under this
version and the day, for the schedule of an action depends on the day.
"""

import time
from collections.abc import Callable, Hashable, Iterator
from datetime import datetime
from functools import lru_cache, wraps
from typing import Any, TypeVar

from django.apps import apps
from django.db import transaction
from django.db.models import F, Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.translation import get_language

Made = TypeVar("Made")

ROOMS = ("sources", "clusters", "exports", "interventions", "trainings")
# No page for everyone shows these. Whoever raises an issue does not have all pages made anew, and the
# day of it cannot be read from "data as of".
PRIVATE = frozenset(
    [
        "interventions.ExporterIssue",
        "interventions.IssueEntry",
        "interventions.IssueKey",
        "interventions.IssueLetter",
        "exports.RejectedRow",
    ]
)
# A process asks the database for the version at most this often.
READ_EVERY_SECONDS = 1.0

_read: tuple[float, int, datetime | None] | None = None


def bump(**kwargs: Any) -> None:
    """Count a write, within the writer's own transaction."""
    from kanpur_portal.models import DataVersion

    changed = DataVersion.objects.filter(pk=1).update(number=F("number") + 1, changed_at=timezone.now())
    if not changed:
        DataVersion.objects.create(pk=1, number=1, changed_at=timezone.now())
    transaction.on_commit(forget)


def forget() -> None:
    """Ask the database again at the next need."""
    global _read
    _read = None


def current() -> str:
    """The version as text: the count of writes and the day. At most a second old."""
    return f"{_row()[0]}-{timezone.localdate():%Y%m%d}"


def data_as_of() -> datetime | None:
    """When the data were last written; None while there are none."""
    return _row()[1]


def kept(most: int) -> Callable[[Callable[..., Made]], Callable[..., Made]]:
    """What a function makes from the data alone, once for each version of them, language and arguments.

    For what everyone may see and nobody changes afterwards; it is at most a second old. A process keeps
    the `most` that were asked for last.
    """

    def keeping(make: Callable[..., Made]) -> Callable[..., Made]:
        @lru_cache(maxsize=most)
        def made(_key: tuple[Hashable, ...], *arguments: Hashable) -> Made:
            return make(*arguments)

        @wraps(make)
        def asked(*arguments: Hashable) -> Made:
            # Read before the data are: what is made in between stands under the version before.
            key = (current(), data_as_of(), get_language(), get_script_prefix())
            return made(key, *arguments)

        return asked

    return keeping


def _row() -> tuple[int, datetime | None]:
    from kanpur_portal.models import DataVersion

    global _read
    now = time.monotonic()
    if _read is None or now - _read[0] > READ_EVERY_SECONDS:
        row = DataVersion.objects.filter(pk=1).values_list("number", "changed_at").first()
        _read = (now, *(row or (0, None)))
    return _read[1:]


def watched() -> Iterator[type[Model]]:
    """The models whose writes are counted."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            if model._meta.label not in PRIVATE:
                yield model


def watch() -> None:
    """Count every save and delete of the rooms' models, and every change of a many-to-many."""
    for model in watched():
        post_save.connect(bump, sender=model, dispatch_uid=f"version-save-{model._meta.label}")
        post_delete.connect(bump, sender=model, dispatch_uid=f"version-delete-{model._meta.label}")
        m2m_changed.connect(bump, sender=model, dispatch_uid=f"version-m2m-{model._meta.label}")
