"""The audit log over HTTP (API nhật ký)."""

import json
from typing import Any

from litestar import Controller, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery
from msgspec import Struct

from ntm_verify.domain.api_token import Scope
from ntm_verify.domain.people import Actor, Role
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.read_log import ReadLog, read_log
from ntm_verify.usecases.verify_audit_log import VerifyAuditLog, verify_audit_log

from .identity import provide_actor

READERS = frozenset({Role.AUDITOR, Role.ADMINISTRATOR, Role.OPERATOR})


class EntryView(Struct, frozen=True):
    """One entry: its place, its hash and what it says (một dòng nhật ký)."""

    index: int
    leaf: str
    entry: dict[str, Any]


class LogView(Struct, frozen=True):
    """A stretch of the log, newest first (một đoạn nhật ký)."""

    size: int
    root: str
    entries: list[EntryView]


class LogReportView(Struct, frozen=True):
    """Whether the log holds (kết quả kiểm tra)."""

    holds: bool
    size: int
    root: str
    first_broken: int | None
    findings: list[str]


class AuditController(Controller):
    """The audit log (nhật ký)."""

    path = "/api/v1/audit"
    opt: dict[str, Any] = {"policy": READERS, "scope": Scope.AUDIT}  # noqa: RUF012 - the framework's shape
    dependencies = {"actor": Provide(provide_actor)}  # noqa: RUF012 - the framework's shape

    @get("/entries")
    async def entries(
        self,
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
        before: FromQuery[int | None] = None,
        limit: FromQuery[int] = 50,
    ) -> LogView:
        """Read a stretch of the log; the look is on record (đọc nhật ký)."""
        page = await read_log(ports, actor, ReadLog(before, max(1, min(limit, 200))))
        shown = [EntryView(e.index, e.leaf.hex(), json.loads(e.entry)) for e in page.entries]
        return LogView(page.size, page.root.hex(), shown)

    @get("/verification")
    async def verify(
        self,
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
        pin: FromQuery[str] = "",
    ) -> LogReportView:
        """Check the whole log (kiểm tra nhật ký)."""
        report = await verify_audit_log(ports, actor, VerifyAuditLog(pin[:100]))
        findings = [str(finding) for finding in report.findings[:200]]
        return LogReportView(
            report.holds, report.size, report.root.hex(), report.first_broken, findings
        )
