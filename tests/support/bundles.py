"""Dossiers that went the whole way, and their bundles of evidence (DỮ LIỆU GIẢ LẬP)."""

from collections.abc import Callable, Mapping
from typing import Final

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.people import Actor
from ntm_verify.trail.bundle import archive, unpack_bundle
from ntm_verify.trail.bundle_check import BundleReport, examine_bundle
from ntm_verify.trail.policy_file import PolicyFile, read_policy
from ntm_verify.usecases.approve_appraisal import ApproveAppraisal, approve_appraisal
from ntm_verify.usecases.export_bundle import ExportBundle, ExportedBundle, export_bundle
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.log_keys import known_keys
from ntm_verify.usecases.submit_list import SubmitList, submit_list
from ntm_verify.usecases.take_appraisal import TakeAppraisal, take_appraisal

from .builders import APPRAISER, AUDITOR, CLERK, SIGNER
from .handed_in import handed_in
from .worlds import World

WHY: Final = "Quyết định kiểm toán số 1 (giả lập)"
PEOPLE: Final = tuple(f"Bùi Văn Mẫu {'ABCDEFGHI'[n]},009000001{n},Thôn {n % 2}" for n in range(9))


async def a_certified_dossier(world: World) -> Appraisal:
    """Take a list from the commune's hands to its paper."""
    checked = await handed_in(world, PEOPLE)
    declared = SubmitList(checked.id, checked.version, declared=True)
    submitted = await submit_list(world.ports, CLERK, declared)
    take = TakeAppraisal(checked.id, submitted.version)
    taken = await take_appraisal(world.ports, APPRAISER, take)
    approve = ApproveAppraisal(checked.id, taken.version)
    approved = await approve_appraisal(world.ports, APPRAISER, approve)
    await issue_certificate(world.ports, SIGNER, IssueCertificate(checked.id, approved.version))
    return await world.find(approved)


async def exported(
    world: World, dossier: Appraisal, *, full: bool = False, by: Actor = AUDITOR
) -> ExportedBundle:
    request = ExportBundle(dossier.id, "audit_plan", WHY, full)
    return await export_bundle(world.ports, by, request)


def known(world: World) -> PolicyFile:
    """Give the keys as an auditor keeps them."""
    return read_policy(known_keys(world.ports))


def judged(world: World, content: bytes) -> BundleReport:
    return examine_bundle(content, known(world))


def altered(content: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """Give a bundle with its files changed, packed as bundles are."""
    files = unpack_bundle(content)
    before: Mapping[str, bytes] = dict(files)
    change(files)
    assert files != before, "nothing was changed"
    return archive(files)
