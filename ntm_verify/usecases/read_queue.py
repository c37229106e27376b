"""An appraiser looks at the queue (xem hàng đợi): one view, one page, every count."""

from collections.abc import Mapping
from dataclasses import dataclass

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.queue import Sort, Standpoint, View, Waiting, standpoint

from .on_record import on_record
from .ports import Ports, QueueQuery

MOST_PER_PAGE = 200


@dataclass(frozen=True, slots=True)
class ReadQueue:
    """Which view in which order, what is searched for, which page (điều kiện xem hàng đợi)."""

    view: View = View.WAITING
    text: str = ""
    sort: Sort = Sort.DUE
    page: int = 1
    per_page: int = 50


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What the queue shows (nội dung hàng đợi): page, counts, own filters, officials' names."""

    items: tuple[Waiting, ...]
    counts: Mapping[View, int]
    page: int
    pages: int
    here: Standpoint
    filters: Mapping[str, str]
    names: Mapping[str, str]


@on_record
async def read_queue(ports: Ports, actor: Actor, request: ReadQueue) -> QueuePage:
    """Give one page of a view and the count of every view, at one moment; the look is an entry.

    A page past the last is the last one.

    Raises:
        WrongOffice: the actor is no appraiser.

    """
    require_office(actor, Role.APPRAISER)
    here = standpoint(actor, ports.now(), ports.calendar, ports.rules_version)
    size = max(1, min(request.per_page, MOST_PER_PAGE))
    async with ports.transaction() as tx:
        counts = await tx.queue.counts(here, request.text)
        pages = max(1, -(-counts[request.view] // size))
        page = max(1, min(request.page, pages))
        query = QueueQuery(here, request.view, request.text, request.sort, page, size)
        items = await tx.queue.page(query)
        filters = await tx.queue.filters(actor.id)
        names = {a.id: a.name for a in await tx.accounts.all_of(actor.province)}
        seen = {"view": request.view.value, "page": page, "rows": counts[request.view]}
        private = {"text": request.text} if request.text else {}
        subject = Subject("queue", actor.province)
        event = AuditEvent(Action.SEARCH_RUN, actor, subject, after=seen, private=private)
        await tx.audit.append(event)
    return QueuePage(items, counts, page, pages, here, filters, names)
