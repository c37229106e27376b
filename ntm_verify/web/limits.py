"""How often one address may ask what anybody may ask (giới hạn tần suất tra cứu).

Counted in each process for itself; behind a proxy all who come through it are one address.
"""

from typing import Final

from litestar.middleware.rate_limit import RateLimitConfig

from ntm_verify.usecases.guessing import neighbourhood

from .session import AnyRequest


def _asker(request: AnyRequest) -> str:
    return neighbourhood(request.client.host) if request.client else ""


CODES: Final = RateLimitConfig(("minute", 240), identifier_for_request=_asker, store="codes")
"""Codes and numbers: an office with many papers asks fewer."""
FILES: Final = RateLimitConfig(("minute", 30), identifier_for_request=_asker, store="files")
"""Dropped files: each takes a good part of a second to examine."""
