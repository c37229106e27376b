"""`ntm-verify verify`: check a paper against the register and the log (xác minh văn bản)."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from hashlib import sha256
from typing import Final

from ntm_verify.domain.people import Role
from ntm_verify.domain.signature import signature_checks, vouched_check
from ntm_verify.domain.status_list import status_check
from ntm_verify.domain.verification import CheckResult, Result, VerificationReport, recomputed
from ntm_verify.usecases.log_proof import logged_check
from ntm_verify.usecases.ports import Desk, PaperFacts, UnreadablePaper
from ntm_verify.usecases.verify_certificate import (
    OURS,
    VerifyCertificate,
    verify_certificate,
)

from .audit import pin
from .bundle import check_bundle, is_bundle
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
ALONE: Final = (
    "Tệp toàn vẹn, do đúng người và cơ quan ký. Chưa mở sổ đăng ký (--offline): hiệu lực hiện "
    "nay của văn bản chưa được xét."
)


def add_parser(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser("verify", help="xác minh văn bản PDF, gói bằng chứng")
    parser.add_argument("file", metavar="TỆP")
    parser.add_argument("--offline", action="store_true", help="chỉ xét tệp, không mở sổ đăng ký")
    parser.add_argument(
        "--status",
        default="",
        metavar="TỆP|ĐỊA_CHỈ",
        help="danh sách hiệu lực đã ký, từ tệp hoặc máy chủ (https://…)",
    )
    parser.add_argument("--pin", action="append", default=[], type=pin, metavar="SỐ_DÒNG:MÃ_GỐC")
    parser.add_argument(
        "--policy", default="", metavar="TỆP", help="tệp chính sách nêu khóa của nhật ký"
    )
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.set_defaults(run=run)


async def run(openers: Openers, asked: Namespace) -> int:
    """Verify, print every check, and give the exit code of the contract."""
    paper = read_file(asked.file)
    if is_bundle(paper):
        return check_bundle(paper, asked.policy, asked.pin, asked.format)
    keys = read_file(asked.policy).decode(errors="replace") if asked.policy else ""
    if asked.offline or asked.status:
        listed = await _listed(openers, asked.status) if asked.status else b""
        async with openers.desk() as desk:
            report = await _alone(desk, paper, listed, keys)
    else:
        async with openers.ports() as ports:
            visitor = console(Role.PUBLIC)
            report = await verify_certificate(ports, visitor, VerifyCertificate(paper=paper))
    if asked.format == "json":
        show_json(_json(report))
    else:
        _print(report, alone=asked.offline)
    return EXIT_OF_RESULT[report.result]


async def _listed(openers: Openers, place: str) -> bytes:
    """Read the status list from a file, or take it from a server."""
    if not place.startswith(("http://", "https://")):
        return read_file(place)
    async with openers.service(place) as service:
        return await service.status_list()


async def _alone(desk: Desk, paper: bytes, listed: bytes, keys: str) -> VerificationReport:
    """Look at the file alone: signatures, statement, figures; its standing by a list, if any."""
    checks: list[CheckResult] = []
    statement: dict[str, object] = {}
    label = "Tệp đọc được, có bản kê máy đọc, phông chữ nhúng đủ"
    facts = PaperFacts(sha256(paper).hexdigest(), len(paper), {}, fonts_embedded=False)
    try:
        facts = await desk.read_paper(paper)
        statement = facts.statement
        result = Result.HOLDS if facts.fonts_embedded else Result.FAILS
        detail = "" if facts.fonts_embedded else "có phông chữ không nhúng trong tệp"
        checks.append(CheckResult("file", label, result, detail))
    except UnreadablePaper as refused:
        checks.append(CheckResult("file", label, Result.FAILS, str(refused)))
    signed = await desk.examine(paper)
    checks += signature_checks(signed, fields=OURS if statement else 1, now=desk.now())
    if statement:
        checks += (vouched_check(statement, desk.vouched_for), recomputed(statement))
    if logged := logged_check(facts, paper, signed, keys or desk.log_keys()):
        checks.append(logged)
    if listed:
        reference = str(statement.get("reference", ""))
        checks.append(status_check(listed, reference, desk.vouched_for))
    return VerificationReport(tuple(checks), None, None)


def _print(report: VerificationReport, *, alone: bool) -> None:
    if paper := report.certificate:
        print(f"Văn bản {paper.symbol} · {paper.commune_name} · {paper.letterhead.issuer}")
    for check in report.checks:
        detail = f" ({check.detail})" if check.detail else ""
        print(f"  {check.label}: {WORDS[check.result]}{detail}")
    print(ALONE if alone and report.result is Result.HOLDS else VERDICTS[report.result])


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
