"""A small load generator: keeps some connections busy for a while, and says what it got, as one line of JSON.

    python -m bench.client PORT SECONDS CONNECTIONS '{"path": "/plan/", "fresh": true, "headers": {...}}'

A "fresh" request is one that the page cache has not seen: its Accept header is unlike all before.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from typing import Any


async def connection(port: int, work: dict[str, Any], until: float, number: int) -> tuple[Counter[int], int]:
    """Statuses, and the bytes of the last body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    headers = {"Host": f"127.0.0.1:{port}", "Accept": "*/*", "Accept-Encoding": "gzip", **work["headers"]}
    statuses: Counter[int] = Counter()
    size = 0
    while time.monotonic() < until:
        if work["fresh"]:
            headers["Accept"] = f"*/*, bench/{number}-{time.monotonic_ns()}"
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        writer.write(f"GET {work['path']} HTTP/1.1\r\n{lines}\r\n".encode())
        status, size = await _answer(reader)
        statuses[status] += 1
    writer.close()
    return statuses, size


async def _answer(reader: asyncio.StreamReader) -> tuple[int, int]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = int(head.split(" ", 2)[1])
    fields = dict(line.lower().split(": ", 1) for line in head.strip().split("\r\n")[1:])
    if "content-length" in fields:
        return status, len(await reader.readexactly(int(fields["content-length"])))
    size = 0
    while "chunked" in fields.get("transfer-encoding", ""):
        chunk = int(await reader.readline(), 16)
        await reader.readexactly(chunk + 2)
        size += chunk
        if not chunk:
            break
    return status, size


async def load(port: int, seconds: float, connections: int, work: dict[str, Any]) -> dict[str, Any]:
    began = time.monotonic()
    until = began + seconds
    results = await asyncio.gather(*(connection(port, work, until, number) for number in range(connections)))
    statuses = sum((statuses for statuses, _ in results), Counter())
    rate = statuses.total() / (time.monotonic() - began)
    return {"rate": rate, "statuses": statuses, "bytes": results[0][1]}


if __name__ == "__main__":
    port, seconds, connections, work = sys.argv[1:]
    print(json.dumps(asyncio.run(load(int(port), float(seconds), int(connections), json.loads(work)))))
