"""An operator brings a restored database up to the published log (phục hồi nhật ký)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import Conflict
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.retention import ROSTER, roster_of
from ntm_verify.trail.auditor import LOOKS, erased_places
from ntm_verify.trail.canonical import canonical, tidy
from ntm_verify.trail.entry import read_entry
from ntm_verify.trail.tiles import BrokenTiles, bundle_path, edge_at, stored_in, unpack, widths
from ntm_verify.trail.tree import Edge, leaf_hash

from .ports import LogBoard, Ports, Transaction

AT_ONCE: Final = 500
"""So many lost values are named in one entry."""


class NotRecoverable(Conflict):
    """The published log cannot bring this database on (không phục hồi được từ bản công bố)."""

    code = "not_recoverable"


@dataclass(frozen=True, slots=True)
class RecoverLog:
    """Ask for what is missing to be filled in; there is nothing to choose (yêu cầu phục hồi)."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was filled in (kết quả phục hồi): entries; openings that are gone; records fallen back.

    `reverted` names dossiers and papers that stand in the database as they stood in the backup;
    `lists` counts refilled entries whose list is gone with the backup.
    """

    first: int
    last: int
    openings: int
    reverted: tuple[str, ...]
    lists: int = 0


async def recover_log(ports: Ports, actor: Actor, _: RecoverLog) -> Recovered:
    """Refill entries from the published bundles, and put on record what else was lost.

    The same root comes out, so no second history begins. Values that lay beside the entries and
    records themselves come from a backup only: what is gone is named, and the log goes on from
    there. Numbers of papers that were given after the backup are not given again.

    Raises:
        WrongOffice: somebody else than the operator asks.
        NotRecoverable: the database is not behind, it has another history, or files are missing.

    """
    require_office(actor, Role.OPERATOR)
    signed = await asyncio.to_thread(ports.board.last)
    with ports.gate.lifted():
        async with ports.transaction() as tx:
            head = await tx.audit.head()
            if head.size >= signed.size:
                raise NotRecoverable(
                    f"Cơ sở dữ liệu có {head.size} dòng, bản công bố có {signed.size}: không thiếu "
                    "dòng nào để phục hồi. Nếu hai bên khác nhau, giữ nguyên cả hai, báo kiểm toán."
                )
            entries = await asyncio.to_thread(_missing, ports.board, head.size, signed, head.root)
            await tx.audit.refill(entries)
            told = [read_entry(entry) for entry in entries]
            lost, lists = _lost(head.size, told), await _lost_lists(tx, head.size, told)
            reverted = await _reverted(tx, actor, told)
            await _skip_numbers(tx, told)
            await _record(tx, actor, (ports.log_origin, head.size, signed.size), lost + lists)
    return Recovered(head.size, signed.size, len(lost), reverted, len(lists))


def _missing(board: LogBoard, have: int, signed: Edge, root: bytes) -> tuple[bytes, ...]:
    """Read the entries past `have`; they must lead from there to what was signed."""
    stored = stored_in(board.get, signed.size)
    try:
        edge = edge_at(stored, have)
        if edge.head.root != root:
            raise NotRecoverable(
                f"{have} dòng trong cơ sở dữ liệu khác với bản công bố: đây là một lịch sử khác, "
                "không phục hồi được. Giữ nguyên cả hai và báo kiểm toán."
            )
        entries: list[bytes] = []
        for index, width in widths(signed.size, 0):
            start = index << 8
            if start + width > have:
                whole = unpack(board.get(bundle_path(index, width)) or b"", width)
                entries += whole[max(0, have - start) :]
    except BrokenTiles as broken:
        raise NotRecoverable(
            f"Bản công bố thiếu hoặc hỏng tệp ({broken}). Tìm một bản sao khác của thư mục công bố."
        ) from broken
    for entry in entries:
        edge = edge.push(leaf_hash(entry))
    if edge != signed:
        raise NotRecoverable("Các dòng trong bản công bố không dẫn tới mốc đã ký. Báo kiểm toán.")
    return tuple(entries)


def _lost(first: int, told: Sequence[dict[str, Any]]) -> list[list[object]]:
    """Name the values beside the refilled entries, those aside that were lawfully erased."""
    erased = {
        place
        for one in told
        if one["type"] == Action.PRIVACY_ERASED
        for place in erased_places(one["after"])
    }
    return [
        [first + at, name]
        for at, one in enumerate(told)
        for name in sorted(one["priv"])
        if (first + at, name) not in erased
    ]


async def _lost_lists(
    tx: Transaction, first: int, told: Sequence[dict[str, Any]]
) -> list[list[object]]:
    """Name the refilled entries that commit to lists which the backup does not have."""
    named = {first + at: roster_of(one["after"]) for at, one in enumerate(told)}
    absent = await tx.purging.absent(frozenset().union(*named.values()))
    return [[index, ROSTER] for index, lists in named.items() if lists & absent]


async def _reverted(
    tx: Transaction, actor: Actor, told: Sequence[dict[str, Any]]
) -> tuple[str, ...]:
    """Put on record what became of the records that the refilled entries tell of."""
    last = {
        (one["subject"]["kind"], one["subject"]["id"]): one
        for one in told
        if one["type"] not in LOOKS
    }
    names: list[str] = []
    for kind in sorted({kind for kind, _ in last}):
        records = await tx.audit.records(kind)
        for (_, name), one in ((key, one) for key, one in last.items() if key[0] == kind):
            state = None if records is None else records.get(name)
            if records is None or canonical(tidy(state)) == canonical(one["after"]):
                continue
            names.append(f"{kind} {name}")
            subject = Subject(kind, name, one["subject"]["rev"])
            event = AuditEvent(
                Action.RECORD_REVERTED, actor, subject, before=one["after"], after=state
            )
            await tx.audit.append(event)
    return tuple(names)


async def _skip_numbers(tx: Transaction, told: Sequence[dict[str, Any]]) -> None:
    """Use the numbers up that papers were given after the backup: they are on paper already."""
    for one in told:
        if one["type"] == Action.CERTIFICATE_PLANNED and one["before"] is None:
            province, year, _ = one["subject"]["id"].rsplit("-", 2)
            await tx.certificates.next_number(province, int(year))


async def _record(
    tx: Transaction, actor: Actor, stretch: tuple[str, int, int], lost: list[list[object]]
) -> None:
    """Tell of the recovery: from where to where, and which values are gone."""
    log, first, last = stretch
    for at in range(0, len(lost) or 1, AT_ONCE):
        after = {"from": first, "to": last, "openings": lost[at : at + AT_ONCE]}
        subject = Subject("log", log, last)
        await tx.audit.append(AuditEvent(Action.RESTORE_PERFORMED, actor, subject, after=after))
