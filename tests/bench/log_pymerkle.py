"""Proofs by pymerkle, in its own environment: `python log_pymerkle.py SIZE FILE`.

Its tree lies in a file, as ours does; it tells the root of so many entries. Each line it then
reads is a kind and a place: "first" empties the library's cache before; it answers with the
seconds that the proof took.
"""

import json
import sys
import time
from importlib import import_module


def main(size: int, file: str) -> None:
    tree = import_module("pymerkle").SqliteTree(file, algorithm="sha256")
    tree.append_entries([b"%d" % at for at in range(size)])
    print(json.dumps({"root": tree.get_root().hex()}), flush=True)  # noqa: T201 - its answer
    for line in sys.stdin:
        kind, place = line.split()
        if kind == "first":
            tree.cache_clear()
        began = time.perf_counter()
        tree.prove_inclusion(int(place) + 1)
        took = time.perf_counter() - began
        print(json.dumps({"seconds": took}), flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
