"""A table whose making fails in the middle, as a web server sees it."""

from collections.abc import Callable, Iterator
from typing import Any


def lines() -> Iterator[bytes]:
    yield b"slug\r\n"
    yield b"t-1\r\n" * 1000
    raise RuntimeError("2000 rows were counted, 1000 found")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
    start_response("200 OK", [("Content-Type", "text/csv"), ("X-Total-Count", "2000")])
    return lines()
