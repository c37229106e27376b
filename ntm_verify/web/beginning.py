"""The page of a fresh installation (trang bắt đầu): how to found a province, and nothing else.

There is no account and no password to begin with; whoever may run commands on the server makes
the first one. The page is gone as soon as one account is there.
"""

from typing import Any

from litestar import Response

from ntm_verify.usecases.read_beginning import ReadBeginning, read_beginning

from .session import AnyRequest
from .visit import Visit

BEGUN = "begun"


async def beginning(request: AnyRequest, visit: Visit) -> Response[Any] | None:
    """Give the page where nobody can sign in yet, None where somebody can."""
    state = request.app.state
    if state.get(BEGUN):
        return None
    if await read_beginning(visit.ports, visit.actor, ReadBeginning()):
        return visit.page("public/beginning.html", None)
    state[BEGUN] = True
    return None
