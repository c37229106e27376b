"""Bundles of evidence over HTTP (API gói bằng chứng)."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery

from ntm_verify.domain.api_token import Scope
from ntm_verify.domain.people import Actor, Role
from ntm_verify.usecases.export_bundle import ExportBundle, export_bundle
from ntm_verify.usecases.ports import Ports

from .identity import provide_actor

READERS = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})


class EvidenceController(Controller):
    """Bundles of evidence (gói bằng chứng)."""

    path = "/api/v1/audit/appraisals/{appraisal_id:uuid}/bundle.zip"
    opt: dict[str, Any] = {"policy": READERS, "scope": Scope.AUDIT}  # noqa: RUF012 - the framework's shape
    dependencies = {"actor": Provide(provide_actor)}  # noqa: RUF012 - the framework's shape

    @get(media_type="application/zip")
    async def bundle(
        self,
        appraisal_id: FromPath[UUID],
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
        reason_code: FromQuery[str] = "",
        reason: FromQuery[str] = "",
        full: FromQuery[bool] = False,  # noqa: FBT002 - a parameter of the address
    ) -> Response[bytes]:
        """Give the whole dossier as one signed file; names only for auditors (gói bằng chứng).

        `reason_code` and `reason` (a decision's number, nobody's name) go on record.
        """
        request = ExportBundle(appraisal_id, reason_code, reason, full)
        made = await export_bundle(ports, actor, request)
        headers = {
            "content-disposition": f'attachment; filename="{made.name}"',
            "cache-control": "no-store",
            "x-manifest-sha256": made.manifest_sha256,
        }
        return Response(made.content, media_type="application/zip", headers=headers)
