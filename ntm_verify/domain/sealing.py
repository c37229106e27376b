"""A paper on its way from page to sealed file (ký và đóng dấu): which bytes belong to it.

The page is bound to the number before anybody signs, so that every signature is made over bytes
that the log knows; the sealed file begins with exactly these bytes, everything is appended.
"""

from dataclasses import replace
from hashlib import sha256

from .appraisal import WrongStatus
from .audit import Action, AuditEvent
from .certificate import Certificate, Standing, paper_event
from .errors import Conflict
from .people import Actor


class NotTheSamePage(Conflict):
    """The sealed file does not begin with the page that was bound (tệp ký khác tệp đã lập)."""

    code = "not_the_same_page"


def is_bound(planned: Certificate, page: bytes) -> bool:
    """Say whether this page is the one bound to the number already."""
    told = (planned.base_sha256, planned.base_length)
    return told == (sha256(page).hexdigest(), len(page))


def bind_page(planned: Certificate, page: bytes, *, by: Actor) -> tuple[Certificate, AuditEvent]:
    """Bind the unsigned page to the number, and give the event that tells of it.

    Raises:
        WrongStatus: the paper was issued before.

    """
    if planned.standing is not Standing.PLANNED:
        raise WrongStatus("Văn bản này đã được ban hành.")
    bound = replace(planned, base_sha256=sha256(page).hexdigest(), base_length=len(page))
    return bound, paper_event(Action.CERTIFICATE_RENDERED, planned, bound, by)


def require_same_page(page: bytes, sealed: bytes) -> None:
    """Refuse a file that does not begin with the page.

    Raises:
        NotTheSamePage: it does not, or nothing was appended.

    """
    if len(sealed) <= len(page) or not sealed.startswith(page):
        raise NotTheSamePage("Tệp sau khi ký không giữ nguyên văn bản đã lập. Chưa ban hành.")


def begins_as_bound(paper: Certificate, given: bytes) -> bool:
    """Say whether a file begins with the page that was bound to the paper's number."""
    page = given[: paper.base_length]
    return not paper.base_sha256 or sha256(page).hexdigest() == paper.base_sha256
