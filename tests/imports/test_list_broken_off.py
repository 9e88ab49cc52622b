"""A table that breaks in the middle must not reach its reader as if it were whole."""

import http.client
import os
import subprocess
import sys
import time
from contextlib import closing

import pytest
from django.conf import settings

from tests.servers import free_port


def test_the_server_cuts_the_connection_instead_of_ending_the_answer() -> None:
    """With an ordinary end of a chunked answer no client would see that rows are missing."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "tests.imports.broken_table:application", "--threads", "2"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "critical"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    try:
        with closing(asked(port)) as connection, closing(connection.getresponse()) as response:
            assert (response.status, response.getheader("Content-Length")) == (200, None)
            with pytest.raises(http.client.IncompleteRead):
                response.read()
    finally:
        server.terminate()
        server.wait(20)


def asked(port: int) -> http.client.HTTPConnection:
    deadline = time.monotonic() + 60
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/")
            return connection
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
