"""The service sends one notice by mail (gửi thư thông báo)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.account import Account
from ntm_verify.domain.delivery import Delivery, DeliveryState, End, Outcome
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.mail_address import MailAddress
from ntm_verify.domain.notice import Happening, Kind
from ntm_verify.domain.notice_words import address_words, notice_words
from ntm_verify.domain.people import Actor, Role, require_office

from .on_record import on_record
from .ports import Letter, Ports, Told
from .settling import keep_outcome


@dataclass(frozen=True, slots=True)
class SendNotice:
    """Which claimed delivery to try (lần gửi đã nhận)."""

    delivery_id: UUID


@on_record
async def send_notice(ports: Ports, actor: Actor, request: SendNotice) -> Delivery:
    """Write the letter and hand it to the mail server, with no transaction open (F60).

    Every try bears the same Message-ID, so that a letter which arrived although the answer was
    lost is seen once. How it ended is kept with the delivery; only the end goes into the log.

    Raises:
        WrongOffice: somebody else than the service itself asks.
        NotFound: there is no such delivery.

    """
    require_office(actor, Role.SYSTEM)
    async with ports.reading() as tx:
        told = await tx.outbox.get(request.delivery_id)
        address = await tx.mailbox.address(told.delivery.recipient)
        try:
            account = await tx.accounts.get(told.delivery.recipient)
        except NotFound:
            account = None
    if told.delivery.state is not DeliveryState.WAITING:
        return told.delivery
    begun = ports.now()
    outcome = await _sent(ports, told, account, address)
    times = begun, ports.now()
    async with ports.transaction() as tx:
        settled, _ = await keep_outcome(tx, actor, told, outcome, times)
    return settled


async def _sent(ports: Ports, told: Told, account: Account | None, address: MailAddress) -> Outcome:
    if ports.outgoing.send is None:
        return Outcome(End.NEVER, "no_server")
    if account is None or not account.serves(ports.now()):
        return Outcome(End.NEVER, "gone")
    letter = _letter(ports, told, account, address)
    return await ports.outgoing.send(letter) if letter else Outcome(End.NEVER, "no_address")


def _letter(ports: Ports, told: Told, account: Account, address: MailAddress) -> Letter | None:
    """Write the letter; None where there is no address that it may go to."""
    what: Happening = told.happening
    if what.kind is Kind.ADDRESS_ASKED:
        words = address_words(address.token, ports.base_url) if address.token else None
    else:
        known = address.state == "confirmed"
        words = notice_words(what, account.role, ports.base_url) if known else None
    if words is None:
        return None
    name = told.delivery.id.hex
    return Letter(name, address.address, words.subject, words.text, what.at)
