"""The portal behind an address, for programs that fetch by themselves. It sees the test's own transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.wsgi import get_wsgi_application
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest import MonkeyPatch


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def kept_connection() -> Iterator[BaseDatabaseWrapper]:
    """The test's transaction outlives the requests, as with Django's own test client."""
    shared = connections[DEFAULT_DB_ALIAS]
    with MonkeyPatch.context() as patch:
        patch.setattr(shared, "close_if_unusable_or_obsolete", lambda: None)
        yield shared


@contextmanager
def served() -> Iterator[str]:
    """The address; one request at a time."""
    application = get_wsgi_application()
    with (
        kept_connection() as shared,
        make_server("127.0.0.1", 0, application, handler_class=_Silent) as server,
    ):

        def serve() -> None:
            connections[shared.alias] = shared
            server.serve_forever(poll_interval=0.02)

        shared.inc_thread_sharing()
        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(timeout=10)
        shared.dec_thread_sharing()
