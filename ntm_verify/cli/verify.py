"""`ntm-verify verify`: check a paper against the register and the log (xác minh văn bản)."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from typing import Final

from ntm_verify.domain.people import Role
from ntm_verify.domain.verification import CheckResult, Result, VerificationReport, recomputed
from ntm_verify.usecases.ports import Desk, UnreadablePaper
from ntm_verify.usecases.verify_certificate import VerifyCertificate, verify_certificate

from .openers import Openers, console, read_file, show_json

EXIT_OF_RESULT: Final = {Result.HOLDS: 0, Result.FAILS: 1, Result.UNKNOWN: 4}
WORDS: Final = {
    Result.HOLDS: "đúng",
    Result.FAILS: "SAI",
    Result.UNKNOWN: "chưa đủ bằng chứng",
}
VERDICTS: Final = {
    Result.HOLDS: "Văn bản toàn vẹn và còn hiệu lực.",
    Result.FAILS: "Văn bản KHÔNG đứng vững: có dấu hiệu bị sửa đổi, hoặc không còn hiệu lực.",
    Result.UNKNOWN: "Chưa đủ bằng chứng để kết luận.",
}


def add_parser(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser("verify", help="xác minh tệp văn bản PDF")
    parser.add_argument("file", metavar="TỆP")
    parser.add_argument("--offline", action="store_true", help="chỉ xét tệp, không mở sổ đăng ký")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.set_defaults(run=run)


async def run(openers: Openers, asked: Namespace) -> int:
    """Verify, print every check, and give the exit code of the contract."""
    paper = read_file(asked.file)
    if asked.offline:
        async with openers.desk() as desk:
            report = await _alone(desk, paper)
    else:
        async with openers.ports() as ports:
            visitor = console(Role.PUBLIC)
            report = await verify_certificate(ports, visitor, VerifyCertificate(paper=paper))
    if asked.format == "json":
        show_json(_json(report))
    else:
        _print(report)
    return EXIT_OF_RESULT[report.result]


async def _alone(desk: Desk, paper: bytes) -> VerificationReport:
    """Look at the file alone: what it says must follow from itself; more cannot be told."""
    try:
        facts = await desk.read_paper(paper)
    except UnreadablePaper as refused:
        check = CheckResult("file", "Tệp đọc được", Result.FAILS, str(refused))
        return VerificationReport((check,), None, None)
    register = CheckResult(
        "standing", "Đối chiếu sổ đăng ký", Result.UNKNOWN, "chưa mở sổ đăng ký (--offline)"
    )
    return VerificationReport((recomputed(facts.statement), register), None, None)


def _print(report: VerificationReport) -> None:
    if paper := report.certificate:
        print(f"Văn bản {paper.symbol} · {paper.commune_name} · {paper.letterhead.issuer}")
    for check in report.checks:
        detail = f" ({check.detail})" if check.detail else ""
        print(f"  {check.label}: {WORDS[check.result]}{detail}")
    print(VERDICTS[report.result])


def _json(report: VerificationReport) -> dict[str, object]:
    return {
        "schema": "ntm-verify/verify/1",
        "verdict": report.result.value,
        "exit": EXIT_OF_RESULT[report.result],
        "number": report.certificate.symbol if report.certificate else None,
        "standing": report.standing.value if report.standing else None,
        "checks": [
            {"name": c.name, "result": c.result.value, "detail": c.detail} for c in report.checks
        ],
    }
