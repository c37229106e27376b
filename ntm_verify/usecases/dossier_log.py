"""The entries of the log that belong to one dossier (nhật ký của một hồ sơ), oldest first.

Those about the dossier itself, its papers, what happened around it, and what was decided about
people who stand on its list and on another one.
"""

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.casework import Piece, SampleResult, subject
from ntm_verify.domain.certificate import Certificate

from .shelves import LogEntry, Transaction


async def dossier_log(
    tx: Transaction,
    appraisal: Appraisal,
    papers: tuple[Certificate, ...],
    casework: tuple[Piece, ...],
) -> tuple[LogEntry, ...]:
    """Give every entry about a dossier and what hangs on it; results of samples are left out."""
    about = [("submission", str(appraisal.id))]
    about += [("certificate", paper.reference) for paper in papers]
    about += [
        (subject(piece).kind, subject(piece).id)
        for piece in casework
        if not isinstance(piece, SampleResult)
    ]
    about += [("duplicate", pair) for pair in await tx.retrieval.pairs_of(appraisal.id)]
    log = [entry for kind, name in about for entry in await tx.audit.of_subject(kind, name)]
    return tuple(sorted(log, key=lambda entry: entry.index))
