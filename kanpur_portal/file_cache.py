"""The cache on files, for one machine without Redis."""

from contextlib import suppress
from pathlib import Path

from django.core.cache.backends.filebased import FileBasedCache


class FileCache(FileBasedCache):
    """Django's own deletes any third of its entries when it is full, limits that still count among them.
    Here those that have expired go first, and for want of a reader they would lie for ever otherwise."""

    def _cull(self) -> None:
        files = self._list_cache_files()  # type: ignore[attr-defined]  # the stubs leave out what begins with _
        if len(files) < self._max_entries:
            return
        for name in files:
            with suppress(FileNotFoundError), Path(name).open("rb") as file:
                self._is_expired(file)  # type: ignore[attr-defined]  # which deletes it
        super()._cull()  # type: ignore[misc]
