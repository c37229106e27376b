"""An office is handed on for some days, or taken back (ủy quyền, kết thúc ủy quyền)."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from ntm_verify.domain.account import Account
from ntm_verify.domain.delegation import Delegation, WrongDelegation, require_possible, told
from ntm_verify.domain.errors import NotFound, NotPermitted, StaleRecord
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.wording import VIETNAM

from .on_record import on_record
from .ports import Ports, Transaction


class NotYours(NotPermitted):
    """Only the giver, or an administrator, hands an office on (không phải của bạn)."""

    code = "not_yours"


@dataclass(frozen=True, slots=True)
class DelegateOffice:
    """Whose office goes to whom, from which day to which, on what ground (ủy quyền).

    With `ends` a delegation is taken back from today on, and nothing else is read. People are
    named by how they sign in; "" for the giver is the actor.
    """

    taker: str = ""
    first_day: date = date.min
    last_day: date = date.min
    legal_reference: str = ""
    post: str = ""
    giver: str = ""
    ends: UUID | None = None
    seen: int = 0


@on_record
async def delegate_office(ports: Ports, actor: Actor, request: DelegateOffice) -> Delegation:
    """Keep who acts for whom; what the taker does for the giver says so from then on (F59).

    Raises:
        WrongOffice: the actor neither appraises, nor signs, nor administers.
        NotYours: it is a colleague's office.
        NotFound: there is no such account or delegation in the province.
        WrongDelegation: another office, oneself, impossible days, no document.
        StaleRecord: the delegation changed since it was seen.

    """
    require_office(actor, Role.APPRAISER, Role.SIGNER, Role.ADMINISTRATOR)
    async with ports.transaction() as tx:
        now = ports.now()
        today = now.astimezone(VIETNAM).date()
        if request.ends is not None:
            return await _ended(tx, actor, request, today)
        giver = await _account(tx, actor, request.giver)
        taker = await _account(tx, actor, request.taker or "?")
        if giver.id != actor.id and actor.role is not Role.ADMINISTRATOR:
            raise NotYours("Chỉ chính người đó hoặc quản trị tỉnh mới ủy quyền được.")
        if giver.role is not taker.role:
            raise WrongDelegation("Chỉ ủy quyền cho người cùng vai trò trong tỉnh.")
        made = Delegation(
            ports.new_id(),
            actor.province,
            giver.role,
            giver.id,
            giver.name,
            taker.id,
            taker.name,
            request.post.strip(),
            request.first_day,
            request.last_day,
            request.legal_reference.strip(),
            actor.id,
            now,
        )
        require_possible(made, today=today)
        return await tx.delegations.save(made, told(None, made, actor))


async def _ended(tx: Transaction, actor: Actor, request: DelegateOffice, today: date) -> Delegation:
    made = await tx.delegations.get(request.ends or UUID(int=0))
    if made.province != actor.province:
        raise NotFound("ủy quyền", made.id)
    if actor.role is not Role.ADMINISTRATOR and made.giver != actor.id:
        raise NotYours("Chỉ người đã ủy quyền hoặc quản trị tỉnh mới kết thúc được.")
    if made.version != request.seen or made.ended_on is not None:
        raise StaleRecord("ủy quyền", made.id)
    ended = replace(made, ended_on=today)
    return await tx.delegations.save(ended, told(made, ended, actor))


async def _account(tx: Transaction, actor: Actor, username: str) -> Account:
    found = await tx.accounts.by_username(username) if username else await tx.accounts.get(actor.id)
    if found is None or found.province != actor.province:
        raise NotFound("tài khoản", username)
    return found
