"""Ways in which a text could make a renderer reach out, and what would be seen if it did."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

SECRET: Final = b"TOP-SECRET-OF-THIS-MACHINE"
NETWORK: Final = {
    "stylesheet": "<link rel=stylesheet href='{url}'>",
    "import": "<style>@import url({url});</style>",
    "image": "<img src='{url}'>",
    "svg image": "<svg width=9 height=9><image href='{url}' width=9 height=9 /></svg>",
    "font": "<style>@font-face{{font-family:q;src:url({url})}} p{{font-family:q}}</style><p>x</p>",
    "background": "<p style='background:url({url})'>x</p>",
    "list mark": "<ul style='list-style-image:url({url})'><li>x</ul>",
    "object": "<object data='{url}'></object>",
    "embed": "<embed src='{url}'>",
}
DISK: Final = {
    "attachment": "<link rel=attachment href='{url}'>",
    "attached anchor": "<a rel=attachment href='{url}'>x</a>",
}


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """Listen on the loopback; give an address there and the list of paths asked for."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/x", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
