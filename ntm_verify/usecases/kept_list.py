"""A dossier's list, or why it is gone (danh sách đã lưu, hoặc lý do không còn)."""

from collections.abc import AsyncIterator
from typing import Any, Final
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.outcome import Outcome
from ntm_verify.domain.retention import ROSTER, PeoplePurged, Purged, purged_by, roster_of
from ntm_verify.trail.canonical import NotCanonical
from ntm_verify.trail.entry import NotAnEntry, read_entry
from ntm_verify.trail.words import Finding, Word

from .shelves import Transaction

LOST: Final = "restore.performed"
ERASED: Final = "privacy.erased"
NOT_KEPT: Final = (
    "Danh sách của hồ sơ này không còn được lưu, và nhật ký không ghi việc xóa theo thời hạn. Giữ "
    "nguyên hiện trạng, báo người vận hành và kiểm toán; số liệu và nhật ký của hồ sơ vẫn còn."
)


async def list_of(tx: Transaction, dossier: Appraisal, outcome: Outcome | None = None) -> bytes:
    """Give the bytes of a dossier's list.

    Raises:
        PeoplePurged: its rows were deleted by rule.
        NotFound: it has no list, or the list is gone and the log does not say why.
        DamagedBlob: it is not the one that was kept.

    """
    wanted = outcome or dossier.outcome
    if wanted is None:
        raise NotFound("danh sách của hồ sơ", dossier.id)
    try:
        return await tx.blobs.get(wanted.roster_sha256)
    except NotFound:
        if purged := await purge_of(tx, dossier.id):
            raise PeoplePurged(str(purged)) from None
        raise


async def purge_of(tx: Transaction, dossier: UUID) -> Purged | None:
    """Find the purge of a dossier's list in the log."""
    entries = await tx.audit.of_subject("submission", str(dossier))
    return purged_by(read_entry(kept.entry) for kept in entries)


async def why_gone(tx: Transaction, dossier: Appraisal) -> str:
    """Say why a dossier's list is gone, as far as the log knows."""
    purged = await purge_of(tx, dossier.id)
    return str(purged) if purged else NOT_KEPT


async def missing_lists(tx: Transaction, size: int) -> tuple[Finding, ...]:
    """Hold every list that the first entries of the log commit to against what is kept (A16).

    A list that is gone with an entry is `ERASED`, after a recovery `LOST_IN_RESTORE`; one that is
    gone without a word is `ERASED_UNAUTHORISED`, at the entry that committed to it last.
    """
    owed: dict[tuple[str, str], int] = {}
    told_of: dict[tuple[str, str], Finding] = {}
    async for index, told in _telling(tx, size):
        after, about = told["after"] or {}, told["subject"]["id"]
        if told["type"] == ERASED:
            gone = {at for at in owed if at[0] in set(after.get("files") or ())}
            told_of |= {at: Finding(Word.ERASED, owed.pop(at), at[0]) for at in sorted(gone)}
        elif told["type"] == LOST:
            places = {place[0] for place in after.get("openings") or () if place[1] == ROSTER}
            lost = sorted(at for at, here in owed.items() if here in places)
            told_of |= {at: Finding(Word.LOST_IN_RESTORE, owed.pop(at), at[0]) for at in lost}
        else:
            named = {(digest, about) for digest in roster_of(after)}
            owed |= dict.fromkeys(named - told_of.keys(), index)
    absent = await tx.purging.absent({digest for digest, _ in (*owed, *told_of)})
    return (
        *(found for (digest, _), found in told_of.items() if digest in absent),
        *(
            Finding(Word.ERASED_UNAUTHORISED, index, digest)
            for (digest, _), index in sorted(owed.items())
            if digest in absent
        ),
    )


async def _telling(tx: Transaction, size: int) -> AsyncIterator[tuple[int, dict[str, Any]]]:
    """Read the entries that say something of lists; those that cannot be read are another's."""
    async for kept in tx.audit.entries(0, size):
        if b'"roster_sha256"' in kept.entry or b'"openings"' in kept.entry:
            try:
                yield kept.index, read_entry(kept.entry)
            except (NotCanonical, NotAnEntry):
                continue
