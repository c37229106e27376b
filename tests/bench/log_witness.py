"""A witness in a process of its own: `python -m tests.bench.log_witness FOLDER NAME SEED VKEY`.

It says its port, and answers `add-checkpoint` on the loopback until its input ends.
"""

import sys
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from ntm_verify.publishing.witness import FileWitness
from ntm_verify.trail.notes import read_key
from ntm_verify.trail.signatures import SigningKey
from ntm_verify.trail.witness import LogsWitnessed


def office(folder: Path, name: str, seed: int, vkey: str) -> FileWitness:
    """Give a real witness of one log."""
    logs = LogsWitnessed.of([read_key(vkey)])
    return FileWitness(folder / name, name, SigningKey(bytes([seed]) * 32), logs)


def serve(witness: FileWitness) -> None:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            answer = witness.add(body, datetime.now(UTC))
            self.send_response(answer.status)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)  # noqa: T201 - its only answer
    sys.stdin.read()
    server.shutdown()


if __name__ == "__main__":
    serve(office(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]))
