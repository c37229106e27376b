"""A visitor in a process of its own: opens pages until its input is closed, and says how long.

`python -m tests.bench.visitor ADDRESS` prints the seconds each page took, and how many failed.
"""

import json
import select
import sys
import time
from http import HTTPStatus
from http.client import HTTPConnection
from typing import Final

PAGES: Final = ("/", "/rules", "/readyz", "/verify")
PAUSE: Final = 0.05


def visit(address: str) -> dict[str, object]:
    """Open one page after the other, a new line each time as strangers do."""
    waits: list[float] = []
    failed = 0
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        path = PAGES[len(waits) % len(PAGES)]
        began = time.perf_counter()
        try:
            failed += _open(address, path) != HTTPStatus.OK
        except OSError:
            failed += 1
        waits.append(time.perf_counter() - began)
    return {"waits": waits, "failed": failed}


def _open(address: str, path: str) -> int:
    connection = HTTPConnection(address.removeprefix("http://"), timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


if __name__ == "__main__":
    print(json.dumps(visit(sys.argv[1])))  # noqa: T201 - its only answer
