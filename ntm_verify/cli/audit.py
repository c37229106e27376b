"""`ntm-verify audit`: the audit log (nhật ký kiểm toán)."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from ntm_verify.domain.people import Role
from ntm_verify.trail.auditor import LogReport, WrongPin, read_pin
from ntm_verify.trail.checkpoint import read_checkpoint
from ntm_verify.trail.log_folder import examine_folder, stamps
from ntm_verify.trail.notes import BadNote
from ntm_verify.trail.policy_file import BadPolicy, PolicyFile, read_policy
from ntm_verify.trail.tiles import BrokenTiles
from ntm_verify.trail.tree import Head
from ntm_verify.usecases.export_log import ExportLog, export_log
from ntm_verify.usecases.publish_log import PublishLog, publish_log
from ntm_verify.usecases.recover_log import RecoverLog, recover_log
from ntm_verify.usecases.rotate_log_key import RotateLogKey, rotate_log_key
from ntm_verify.usecases.verify_audit_log import VerifyAuditLog, verify_audit_log

from . import bundle
from .bundle import check_bundle
from .openers import Openers, WrongUse, console, read_file, say, show_json

LONGEST_LINES: Final = 40


def add_parser(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Describe the commands."""
    audit = commands.add_parser("audit", help="nhật ký kiểm toán").add_subparsers(required=True)
    verify = audit.add_parser("verify", help="đọc lại và kiểm tra toàn bộ nhật ký")
    verify.add_argument("bundle", nargs="?", default="", metavar="GÓI.zip", help="gói bằng chứng")
    verify.add_argument(
        "--pin",
        action="append",
        default=[],
        type=pin,
        metavar="SỐ_DÒNG:MÃ_GỐC|TỆP_MỐC",
        help="như in trên văn bản, hoặc tệp mốc đã giữ; dùng nhiều lần được",
    )
    verify.add_argument("--policy", default="", metavar="TỆP", help="khóa và tên nhật ký đã biết")
    verify.add_argument(
        "--folder",
        default="",
        metavar="THƯ_MỤC",
        help="kiểm tra bản công bố hoặc bản xuất, không cần cơ sở dữ liệu (cần --policy)",
    )
    verify.add_argument(
        "--checkpoints",
        default="",
        metavar="THƯ_MỤC",
        help="các mốc đã giữ ở nơi khác, ví dụ ở bên làm chứng (cần --policy)",
    )
    verify.add_argument("--format", choices=("table", "json"), default="table")
    verify.set_defaults(run=run_verify)
    checkpoint = audit.add_parser("checkpoint", help="công bố ngay và in mốc đã ký")
    checkpoint.set_defaults(run=run_checkpoint)
    bundle.add_parser(audit)
    recover = audit.add_parser(
        "recover", help="sau khi phục hồi bản sao cũ: nạp lại các dòng thiếu từ bản công bố"
    )
    recover.set_defaults(run=run_recover)
    rotate = audit.add_parser("rotate-key", help="thay khóa ký mốc nhật ký bằng khóa mới")
    rotate.set_defaults(run=run_rotate)
    export = audit.add_parser("export", help="xuất nhật ký theo khuôn dạng công khai")
    export.add_argument("folder", metavar="THƯ_MỤC")
    export.set_defaults(run=run_export)


async def run_verify(openers: Openers, asked: Namespace) -> int:
    """Check the log; exit 0 it holds, 1 it does not, 4 it cannot be told."""
    pins: Sequence[Head] = asked.pin
    if asked.bundle:
        return check_bundle(read_file(asked.bundle), asked.policy, pins, asked.format)
    policy = _policy(asked.policy) if asked.policy else None
    if asked.folder:
        if policy is None:
            raise WrongUse("--folder cần --policy: khóa phải đến từ người kiểm tra.")
        report = await _examine_folder(openers, Path(asked.folder), policy, pins)
    else:
        async with openers.ports() as ports:
            notes = _notes(asked.checkpoints, policy)
            request = VerifyAuditLog(pins=tuple(pins), policy=policy, notes=notes)
            report = await verify_audit_log(ports, console(Role.OPERATOR), request)
    if asked.format == "json":
        show_json(_report_json(report))
    else:
        for finding in report.findings[:LONGEST_LINES]:
            print(f"  {finding}")
        print(report)
    return report.exit_code


async def _examine_folder(
    openers: Openers, folder: Path, policy: PolicyFile, pins: Sequence[Head]
) -> LogReport:
    """Read a published log, its time-stamps too where the policy names their authorities."""
    stamped: dict[int, datetime | None] = {}
    if policy.tsa:
        async with openers.desk() as desk:
            for size, token, text in _stamps(folder):
                stamped[size] = await desk.check_stamp(token, text, policy.tsa)
    return examine_folder(folder, policy, pins, datetime.now(UTC), stamped)


def _stamps(folder: Path) -> list[tuple[int, bytes, bytes]]:
    try:
        return list(stamps(folder))
    except BrokenTiles as broken:
        raise WrongUse(f"Dấu thời gian trong “{folder}” không đọc được: {broken}.") from broken


def _report_json(report: LogReport) -> dict[str, Any]:
    return {
        "schema": "ntm-verify/audit/1",
        "holds": report.holds,
        "exit": report.exit_code,
        "size": report.size,
        "root": report.root.hex(),
        "first_broken": report.first_broken,
        "findings": [str(finding) for finding in report.findings],
    }


async def run_checkpoint(openers: Openers, asked: Namespace) -> int:
    """Publish what is new, and print the signed checkpoint."""
    del asked
    async with openers.ports() as ports:
        done = await publish_log(ports, console(Role.OPERATOR), PublishLog())
    print(done.checkpoint.decode(), end="")
    return 0


async def run_export(openers: Openers, asked: Namespace) -> int:
    """Write the published log and a policy to read it by into a folder."""
    folder = Path(asked.folder)
    _require_empty(folder)
    async with openers.ports() as ports:
        operator = console(Role.OPERATOR)
        await publish_log(ports, operator, PublishLog())
        async for path, content in export_log(ports, operator, ExportLog()):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    say(f"Đã xuất nhật ký vào {folder}. Tệp policy.txt chỉ để tham khảo: người kiểm tra dùng khóa")
    say("mà mình đã biết từ trước, ví dụ khóa in trên trang trợ giúp.")
    return 0


async def run_recover(openers: Openers, asked: Namespace) -> int:
    """Refill a restored database from the published log, and say what is gone."""
    del asked
    async with openers.ports() as ports:
        done = await recover_log(ports, console(Role.OPERATOR), RecoverLog())
        await publish_log(ports, console(Role.OPERATOR), PublishLog())
    print(f"Đã nạp lại {done.last - done.first} dòng nhật ký ({done.first}-{done.last - 1}).")
    if done.openings:
        print(f"{done.openings} giá trị riêng tư không còn; đã ghi rõ trong nhật ký.")
    if done.lists:
        print(f"{done.lists} dòng nhật ký nêu danh sách không có trong bản sao cũ; đã ghi rõ.")
    if done.reverted:
        print("Dữ liệu sau đây đứng ở bản sao cũ, cần làm lại từ hồ sơ giấy:")
        for name in done.reverted:
            print(f"  {name}")
    return 0


async def run_rotate(openers: Openers, asked: Namespace) -> int:
    """Let a new key sign checkpoints from now on, and print the policy that readers need."""
    del asked
    async with openers.ports() as ports:
        done = await rotate_log_key(ports, console(Role.OPERATOR), RotateLogKey())
    say(f"Khóa mới ký từ mốc {done.size} dòng; mốc đó mang cả hai chữ ký.")
    say("Gửi chính sách sau cho người kiểm tra, bên làm chứng, và giữ khóa cũ ở nơi an toàn:")
    print(done.policy, end="")
    return 0


def _require_empty(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise WrongUse(f"Thư mục “{folder}” đã có tệp. Chọn một thư mục trống.")


def _notes(name: str, policy: PolicyFile | None) -> tuple[bytes, ...]:
    """Read checkpoints that somebody else has kept; by whom they are signed says the policy."""
    if name and policy is None:
        raise WrongUse("--checkpoints cần --policy: khóa phải đến từ người kiểm tra.")
    return tuple(read_file(str(path)) for path in sorted(Path(name).glob("*")) if name)


def _policy(name: str) -> PolicyFile:
    try:
        return read_policy(read_file(name).decode("utf-8"))
    except (BadPolicy, UnicodeDecodeError) as broken:
        raise WrongUse(f"Tệp chính sách “{name}” không đọc được: {broken}") from broken


def pin(text: str) -> Head:
    """Read a pin as papers print it, or out of a checkpoint that somebody kept."""
    try:
        if Path(text).is_file():
            kept = Path(text).read_bytes().partition(b"\n\n")[0] + b"\n"
            return read_checkpoint(kept).head
        return read_pin(text)
    except (WrongPin, BadNote, OSError) as broken:
        raise ArgumentTypeError(f"“{text}” không phải mốc nhật ký") from broken
