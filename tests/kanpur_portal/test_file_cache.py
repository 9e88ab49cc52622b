"""The cache on files: what still counts is not pushed out by what no longer does, or by other things."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches

from kanpur_portal.file_cache import FileCache


@pytest.fixture
def small(tmp_path: Path) -> Iterator[FileCache]:
    yield FileCache(str(tmp_path), {"OPTIONS": {"MAX_ENTRIES": 30}})


def test_what_has_expired_makes_room_first(small: FileCache) -> None:
    for number in range(10):
        small.set(f"limit-{number}", number, timeout=60)
    for number in range(200):
        small.set(f"seen-{number}", number, timeout=-1)
    assert small.get_many([f"limit-{number}" for number in range(10)]).keys() == {
        f"limit-{number}" for number in range(10)
    }


def test_it_stays_bounded_by_what_still_counts(small: FileCache) -> None:
    for number in range(100):
        small.set(f"limit-{number}", number, timeout=60)
    assert len(small._list_cache_files()) <= 30


@pytest.mark.embedded
def test_readers_and_pictures_push_no_count_of_sign_ins_out(settings: Any) -> None:
    for name in ("requests", "pictures"):
        settings.CACHES[name]["OPTIONS"] = {"MAX_ENTRIES": 5}
    caches["default"].set("tries", 5)
    for name in ("requests", "pictures"):
        for number in range(20):
            caches[name].set(f"reader-{number}", number)
    assert caches["default"].get("tries") == 5
