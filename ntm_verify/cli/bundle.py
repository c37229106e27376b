"""`ntm-verify audit bundle`, and the check of a bundle with neither server nor database."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from ntm_verify.domain.access_reason import ACCESS_REASONS
from ntm_verify.domain.people import Role
from ntm_verify.trail.bundle_check import BundleReport, examine_bundle
from ntm_verify.trail.policy_file import BadPolicy, PolicyFile, read_policy
from ntm_verify.trail.tree import Head
from ntm_verify.usecases.export_bundle import ExportBundle, export_bundle
from ntm_verify.usecases.ports import Ports

from .openers import Openers, WrongUse, console, read_file, say, show_json

ZIP: Final = b"PK"
MOST_SHOWN: Final = 40


def add_parser(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser("bundle", help="lập gói bằng chứng của một hồ sơ")
    parser.add_argument("what", metavar="MÃ_HỒ_SƠ|TỈNH-NĂM-SỐ")
    parser.add_argument("output", metavar="TỆP.zip")
    parser.add_argument("--reason-code", required=True, choices=sorted(ACCESS_REASONS))
    parser.add_argument("--reason", required=True, metavar="CĂN_CỨ", help="ghi vào nhật ký")
    parser.add_argument("--full", action="store_true", help="giữ họ tên, mã số trong danh sách")
    parser.set_defaults(run=run)


async def run(openers: Openers, asked: Namespace) -> int:
    """Write the bundle; what stands under that name is not overwritten."""
    target = Path(asked.output)
    if target.exists():  # noqa: ASYNC240 - one file of a command that does nothing else
        raise WrongUse(f"Tệp “{target}” đã có. Chọn tên khác: gói bằng chứng không bị ghi đè.")
    async with openers.ports() as ports:
        province, dossier = await _dossier(ports, asked.what)
        request = ExportBundle(dossier, asked.reason_code, asked.reason, asked.full)
        made = await export_bundle(ports, console(Role.AUDITOR, province), request)
    target.write_bytes(made.content)  # noqa: ASYNC240 - as above
    say(f"Đã lập {target} ({len(made.content)} byte), manifest {made.manifest_sha256}.")
    say(f"Kiểm tra: ntm-verify verify {target} --policy policy.txt")
    return 0


async def _dossier(ports: Ports, what: str) -> tuple[str, UUID]:
    async with ports.reading() as tx:
        paper = await tx.certificates.by_reference(what)
        try:
            wanted = paper.appraisal_id if paper else UUID(what)
        except ValueError as wrong:
            raise WrongUse(f"“{what}” không phải mã hồ sơ, cũng không phải số văn bản.") from wrong
        return (await tx.appraisals.get(wanted)).province, wanted


def is_bundle(content: bytes) -> bool:
    """Say whether a file looks like an archive and not like a paper."""
    return content.startswith(ZIP)


def known(name: str) -> PolicyFile | None:
    """Read what its reader knows of a log; None where no file is named.

    Raises:
        WrongUse: the file cannot be read as a policy.

    """
    if not name:
        return None
    try:
        return read_policy(read_file(name).decode("utf-8"))
    except (BadPolicy, UnicodeDecodeError) as broken:
        raise WrongUse(f"Tệp chính sách “{name}” không đọc được: {broken}") from broken


def check_bundle(content: bytes, policy: str, pins: Iterable[Head], form: str) -> int:
    """Examine a bundle, print what was found, the first difference first; give the exit code."""
    report = examine_bundle(content, known(policy), pins, datetime.now(UTC))
    if form == "json":
        show_json(_json(report))
        return report.exit_code
    if report.about:
        print(f"Gói bằng chứng của hồ sơ {report.about['subject']['id']}")
    print(report)
    for finding in report.findings[:MOST_SHOWN]:
        print(f"  {finding}")
    if not policy:
        say("Chưa có --policy: chép mục policy.txt từ trang Trợ giúp của hệ thống, đừng dùng tệp")
        say("policy.txt trong gói: ai sửa được gói cũng sửa được tệp đó.")
    return report.exit_code


def _json(report: BundleReport) -> dict[str, object]:
    return {
        "schema": "ntm-verify/bundle-check/1",
        "exit": report.exit_code,
        "intact": report.is_intact,
        "about": dict(report.about),
        "entries": report.entries,
        "size": report.head.size if report.head else None,
        "first": str(report.first) if report.first else None,
        "findings": [str(finding) for finding in report.findings],
        "revoked": list(report.revoked),
    }
