"""An appraiser keeps a filter of the queue for later (lưu bộ lọc)."""

from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.errors import InvalidInput
from ntm_verify.domain.people import Actor, Role, require_office

from .on_record import on_record
from .ports import Ports

LONGEST_NAME: Final = 40
LONGEST_QUERY: Final = 300
MOST: Final = 20


class WrongFilter(InvalidInput):
    """A filter that cannot be kept (bộ lọc không lưu được)."""

    code = "wrong_filter"


@dataclass(frozen=True, slots=True)
class KeepFilter:
    """The name, and the query of the address (bộ lọc); an empty query takes it away."""

    name: str
    query: str


@on_record
async def keep_filter(ports: Ports, actor: Actor, request: KeepFilter) -> None:
    """Keep a filter under a name, for this person alone; it changes no record and is no event.

    Raises:
        WrongOffice: the actor is no appraiser.
        WrongFilter: no name, a name or query that is too long, or twenty filters already.

    """
    require_office(actor, Role.APPRAISER)
    name = " ".join(request.name.split())
    if not name or len(name) > LONGEST_NAME or len(request.query) > LONGEST_QUERY:
        raise WrongFilter(f"Đặt tên bộ lọc từ 1 đến {LONGEST_NAME} ký tự, ví dụ “Quá hạn của tôi”.")
    async with ports.transaction() as tx:
        kept = await tx.queue.filters(actor.id)
        if request.query and name not in kept and len(kept) >= MOST:
            raise WrongFilter(f"Đã có {MOST} bộ lọc. Bỏ bớt một bộ lọc cũ rồi lưu lại.")
        await tx.queue.keep_filter(actor.id, name, request.query)
