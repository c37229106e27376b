"""Shelves of the appraisers' desk (các kho của bàn thẩm định): queue, casework, delegations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.casework import Piece
from ntm_verify.domain.delegation import Delegation
from ntm_verify.domain.queue import Sort, Standpoint, View, Waiting


@dataclass(frozen=True, slots=True)
class QueueQuery:
    """One page of one view of the queue (một trang của hàng đợi); pages count from 1.

    `text` is compared without accents against commune, code and paper, as in other searches.
    """

    here: Standpoint
    view: View = View.WAITING
    text: str = ""
    sort: Sort = Sort.DUE
    page: int = 1
    per_page: int = 50


class Queue(Protocol):
    """The queue of a province (hàng đợi)."""

    async def counts(self, here: Standpoint, text: str = "") -> Mapping[View, int]:
        """Count every view, each by the condition by which it is listed."""
        ...

    async def page(self, query: QueueQuery) -> tuple[Waiting, ...]:
        """Give one page of a view, in order; ties by id."""
        ...

    async def one(self, appraisal: Appraisal) -> Waiting:
        """Give one dossier as the queue sees it at this moment."""
        ...

    async def decisions(self, first: datetime, before: datetime) -> tuple[bytes, ...]:
        """Give the log's entries of submissions and decisions between two moments, in order."""
        ...

    async def filters(self, account: str) -> Mapping[str, str]:
        """Give the saved filters of a person: name → query of an address, by name."""
        ...

    async def keep_filter(self, account: str, name: str, query: str) -> None:
        """Keep a person's filter in place of one of the same name; "" takes it away."""
        ...


class Casework(Protocol):
    """Comments, extensions and samples of dossiers (việc quanh hồ sơ): only ever added to."""

    async def of(self, appraisal_id: UUID) -> tuple[Piece, ...]:
        """Give everything about a dossier, oldest first."""
        ...

    async def add(self, piece: Piece, event: AuditEvent) -> None:
        """Keep a piece and its audit event."""
        ...


class Delegations(Protocol):
    """Who acts for whom (kho ủy quyền)."""

    async def get(self, delegation_id: UUID) -> Delegation:
        """Give a delegation, or raise `NotFound`."""
        ...

    async def of_province(self, province: str) -> tuple[Delegation, ...]:
        """Give every delegation of a province, newest first."""
        ...

    async def save(self, delegation: Delegation, event: AuditEvent) -> Delegation:
        """Keep a delegation, one version on, and its audit event; or raise `StaleRecord`."""
        ...


class HasWorkflow(Protocol):
    """A transaction with these shelves (giao dịch có các kho của bàn thẩm định)."""

    @property
    def casework(self) -> Casework:
        """Comments, extensions and samples."""
        ...

    @property
    def queue(self) -> Queue:
        """The appraisers' queue."""
        ...

    @property
    def delegations(self) -> Delegations:
        """Who acts for whom."""
        ...
