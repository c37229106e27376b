"""`ntm-verify audit`: the audit log (nhật ký kiểm toán)."""

from argparse import ArgumentParser, Namespace, _SubParsersAction

from ntm_verify.domain.people import Role
from ntm_verify.usecases.verify_audit_log import VerifyAuditLog, verify_audit_log

from .openers import Openers, console, show_json


def add_parser(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Describe the commands."""
    audit = commands.add_parser("audit", help="nhật ký kiểm toán").add_subparsers(required=True)
    verify = audit.add_parser("verify", help="đọc lại và kiểm tra toàn bộ nhật ký")
    verify.add_argument("--pin", default="", metavar="SỐ_DÒNG:MÃ_GỐC", help="như in trên văn bản")
    verify.add_argument("--format", choices=("table", "json"), default="table")
    verify.set_defaults(run=run_verify)


async def run_verify(openers: Openers, asked: Namespace) -> int:
    """Check the log; exit 0 it holds, 1 it does not, 4 it cannot be told."""
    async with openers.ports() as ports:
        operator = console(Role.OPERATOR)
        report = await verify_audit_log(ports, operator, VerifyAuditLog(asked.pin))
    if asked.format == "json":
        show_json(
            {
                "schema": "ntm-verify/audit/1",
                "holds": report.holds,
                "exit": report.exit_code,
                "size": report.size,
                "root": report.root.hex(),
                "first_broken": report.first_broken,
                "findings": [str(finding) for finding in report.findings],
            }
        )
    else:
        for finding in report.findings:
            print(f"  {finding}")
        print(report)
    return report.exit_code
