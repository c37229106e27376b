"""An auditor looks for past dossiers by many conditions (tra cứu, F79), and takes the list out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.person_name import fold_key
from ntm_verify.domain.unit import Unit
from ntm_verify.domain.unit_change import ChangeKind

from .log_gate import READERS, looking, tell
from .on_record import on_record
from .ports import Ports, Transaction
from .shelves_retrieval import MOST_EXPORTED, DossierSearch, Findings


@dataclass(frozen=True, slots=True)
class SearchDossiers:
    """What is looked for (điều kiện tra cứu); province and reach come from the actor.

    With `whole` every dossier is given, for a file in place of a page.
    """

    query: DossierSearch
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, and the officials' names by account (kết quả, tên cán bộ)."""

    findings: Findings
    appraisers: Mapping[str, str]
    signers: Mapping[str, str]

    @property
    def names(self) -> Mapping[str, str]:
        """Everybody's."""
        return {**self.appraisers, **self.signers}


@on_record
async def search_dossiers(ports: Ports, actor: Actor, request: SearchDossiers) -> Found:
    """Give a page of dossiers that match, or all of them for a file; the search is an entry.

    A commune is found by the name it had when it handed in, and by every name that its unit
    bears or bore.

    Raises:
        WrongOffice: the actor is no auditor or administrator.

    """
    require_office(actor, Role.AUDITOR, Role.ADMINISTRATOR)
    asked = replace(request.query, province=actor.province, reach=actor.reach)
    if request.whole:
        asked = replace(asked, page=1, per_page=MOST_EXPORTED)
    async with looking(ports, actor, *READERS) as tx:
        asked = replace(asked, communes=await _communes(tx, actor.province, asked.text))
        findings = await tx.retrieval.search(asked)
        people = await tx.accounts.all_of(actor.province)
        await tell(ports, tx, _event(actor, asked, findings, whole=request.whole))
    appraisers, signers = (
        {account.id: account.name for account in people if account.role is role}
        for role in (Role.APPRAISER, Role.SIGNER)
    )
    return Found(findings, appraisers, signers)


async def _communes(tx: Transaction, province: str, text: str) -> frozenset[str]:
    """Give the codes of units that bear or bore a name like the text, and what became of them."""
    key = fold_key(text)
    if not key:
        return frozenset()
    units = await tx.units.of_province(province)
    found = {unit.code for unit in units if _is_like(unit, key)}
    for change in await tx.unit_changes.of_province(province):
        sides = (*change.before, *change.after)
        if change.kind is not ChangeKind.PART and any(_is_like(unit, key) for unit in sides):
            found |= {unit.code for unit in sides}
    return frozenset(found)


def _is_like(unit: Unit, key: str) -> bool:
    return key in fold_key(unit.name)


def _event(actor: Actor, asked: DossierSearch, findings: Findings, *, whole: bool) -> AuditEvent:
    seen = {
        "status": asked.status.value if asked.status else None,
        "assessment": asked.verdict.value if asked.verdict else None,
        "first_day": asked.first_day.isoformat() if asked.first_day else None,
        "last_day": asked.last_day.isoformat() if asked.last_day else None,
        "appraiser": asked.appraiser,
        "signer": asked.signer,
        "waived": asked.waived,
        "finding": asked.finding,
        "page": asked.page,
        "exported": whole,
        "rows": findings.total,
    }
    private = {"text": asked.text} if asked.text else {}
    subject = Subject("appraisals", actor.unit)
    return AuditEvent(Action.SEARCH_RUN, actor, subject, after=seen, private=private)
