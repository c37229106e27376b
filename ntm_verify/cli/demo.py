"""`ntm-verify demo`: the main job on made-up lists, from upload to verified paper (trình diễn)."""

import shutil
import tomllib
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.coverage import DOUBT_LABELS, VERDICT_LABELS, Assessment, Verdict
from ntm_verify.domain.people import SYSTEM, Role
from ntm_verify.domain.population import Population
from ntm_verify.domain.reading import ListFile
from ntm_verify.domain.verification import Result
from ntm_verify.domain.wording import day, number, percent
from ntm_verify.usecases.approve_appraisal import ApproveAppraisal, approve_appraisal
from ntm_verify.usecases.check_submission import CheckSubmission, check_submission
from ntm_verify.usecases.enter_threshold import EnterThreshold, enter_threshold
from ntm_verify.usecases.found_province import FoundProvince, NewAccount, found_province
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.read_certificate import ReadCertificate, read_certificate
from ntm_verify.usecases.reappraise import Reappraise, reappraise
from ntm_verify.usecases.receive_list import ReceiveList, receive_list
from ntm_verify.usecases.review_rules import ReviewRules, review_rules
from ntm_verify.usecases.submit_list import SubmitList, submit_list
from ntm_verify.usecases.take_appraisal import TakeAppraisal, take_appraisal
from ntm_verify.usecases.verify_audit_log import VerifyAuditLog, verify_audit_log
from ntm_verify.usecases.verify_certificate import VerifyCertificate, verify_certificate

from .administration import read_unit
from .demo_cast import Cast, print_logins
from .openers import Openers, WrongUse, console

FIXTURES: Final = Path(__file__).parents[2] / "fixtures"
MARKER: Final = "DU-LIEU-GIA-LAP.txt"
SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
FAILED: Final = 1


def add_parser(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser("demo", help="làm trọn việc chính trên dữ liệu giả lập")
    parser.add_argument("--folder", default="", metavar="THƯ_MỤC", help="mặc định: .data/demo")
    parser.add_argument(
        "--province", action="store_true", help="tỉnh giả lập ba năm và số liệu của năm nơi"
    )
    parser.add_argument(
        "--papers",
        type=int,
        default=None,
        metavar="SỐ",
        help="cùng --province: số xã có văn bản thật trong ba năm (mặc định 10)",
    )
    parser.set_defaults(run=run)


async def run(openers: Openers, asked: Namespace) -> int:
    """Walk three cases from upload to verified paper in a fresh folder; exit 0 when all hold."""
    if asked.province:
        from .demo_province import PAPERS, run_province  # noqa: PLC0415 - only when asked for

        usual = openers.data_dir / "demo-province"
        place = fresh(Path(asked.folder) if asked.folder else usual)
        return await run_province(openers, place, asked.papers or PAPERS)
    if not (FIXTURES / "demo.toml").is_file():
        raise WrongUse(f"Không thấy dữ liệu trình diễn ở {FIXTURES}; lệnh này chạy từ mã nguồn.")
    script = tomllib.loads((FIXTURES / "demo.toml").read_text("utf-8"))
    usual = openers.data_dir if openers.data_dir.name == "demo" else openers.data_dir / "demo"
    folder = fresh(Path(asked.folder) if asked.folder else usual)
    async with openers.demo(folder) as ports:
        cast = await found(ports, script)
        papers = [await walk(ports, cast, case, folder) for case in script["case"]]
        good = [await prove(ports, cast, paper, folder) for paper in papers]
        log = await verify_audit_log(ports, console(Role.OPERATOR, "00"), VerifyAuditLog())
        print(f"\nNhật ký: {log}")
    print_logins(cast, folder)
    if not all(good) or not log.holds:
        return FAILED
    first = papers[0]
    print(f"\nVăn bản: {folder / 'certificates' / first.reference}.pdf · số {first.symbol}")
    return 0


def fresh(folder: Path) -> Path:
    """Make an empty folder; what an earlier demonstration left is put aside, nothing else is.

    Raises:
        WrongUse: the folder holds something that no demonstration made.

    """
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARKER).is_file():
            raise WrongUse(f"Thư mục {folder} có dữ liệu khác, không ghi đè. Chọn --folder khác.")
        before = folder.with_name(f"{folder.name}.previous")
        shutil.rmtree(before, ignore_errors=True)
        folder.rename(before)
    (folder / "certificates").mkdir(parents=True)
    (folder / MARKER).write_text("DỮ LIỆU GIẢ LẬP. Thư mục này có thể xóa.\n", "utf-8")
    return folder


async def found(ports: Ports, script: Mapping[str, Any]) -> Cast:
    """Set the province of the demonstration up, with passwords made now."""
    units = tuple(read_unit(told) for told in script["unit"])
    passwords = {
        told["username"]: "-".join(ports.new_token(SIGNS, 4) for _ in range(4))
        for told in script["account"]
    }
    people = tuple(
        NewAccount(
            told["username"],
            told["name"],
            Role(told["role"]),
            told["unit"],
            units[0].province,
            passwords[told["username"]],
        )
        for told in script["account"]
    )
    operator = console(Role.OPERATOR, units[0].province)
    opened = await found_province(ports, operator, FoundProvince(units, people))
    return Cast({account.username: account for account in opened}, passwords)


async def walk(ports: Ports, cast: Cast, case: Mapping[str, Any], folder: Path) -> Certificate:
    """Take one case from the commune's file to the issued paper, as the people would."""
    print(f"\n▸ {case['title']}")
    clerk = cast.accounts[case["submitter"]].actor()
    request = _request(case)
    dossier = await receive_list(ports, clerk, request)
    dossier = await check_submission(ports, SYSTEM, CheckSubmission(dossier.id))
    _tell(dossier)
    if "figure" in case:
        dossier = await _enter(ports, cast, case, dossier)
    dossier = await submit_list(
        ports, clerk, SubmitList(dossier.id, dossier.version, declared=True)
    )
    appraiser, signer = cast.first(Role.APPRAISER), cast.first(Role.SIGNER)
    taken = TakeAppraisal(dossier.id, dossier.version)
    dossier = await take_appraisal(ports, appraiser.actor(), taken)
    approval = ApproveAppraisal(dossier.id, dossier.version)
    dossier = await approve_appraisal(ports, appraiser.actor(), approval)
    issue = IssueCertificate(dossier.id, dossier.version)
    paper = await issue_certificate(ports, signer.actor(), issue)
    issued = await read_certificate(ports, signer.actor(), ReadCertificate(paper.reference))
    target = folder / "certificates" / f"{paper.reference}.pdf"
    target.write_bytes(issued.pdf)
    print(f"  Nộp: {clerk.name} · thẩm định: {appraiser.name} · ký: {signer.name}")
    print(f"  Văn bản số {paper.symbol}, mã xác minh {paper.token}: {target}")
    return paper


def _request(case: Mapping[str, Any]) -> ReceiveList:
    people = Population(
        case["population"],
        case["population_source"],
        case["population_date"],
        case.get("population_male"),
        case.get("population_female"),
        case["population_basis"],
    )
    content = (FIXTURES / "lists" / case["list"]).read_bytes()
    return ReceiveList(case["as_of"], people, (ListFile(case["list"], content),))


async def _enter(
    ports: Ports, cast: Cast, case: Mapping[str, Any], dossier: Appraisal
) -> Appraisal:
    """Let the administrator enter the missing figure, and have the same list judged again."""
    told = case["figure"]
    asked = EnterThreshold(
        told["rule_set"],
        Decimal(told["percent"]),
        told["legal_reference"],
        told["both_sexes"],
        told["demonstration"],
    )
    first, second = (cast.accounts[told[name]].actor() for name in ("entered_by", "released_by"))
    proposal = await enter_threshold(ports, first, asked)
    await review_rules(ports, second, ReviewRules(proposal.id, proposal.sha256, release=True))
    print(f"  {first.name} nhập ngưỡng {percent(told['percent'])}: {told['legal_reference']}")
    print(f"  {second.name} rà soát và công bố: {proposal.release}")
    request = _request(case)
    again = ReceiveList(
        request.as_of,
        request.population,
        request.files,
        appraisal_id=dossier.id,
        seen=dossier.version,
    )
    clerk = cast.accounts[case["submitter"]].actor()
    dossier = await receive_list(ports, clerk, again)
    dossier = await check_submission(ports, SYSTEM, CheckSubmission(dossier.id))
    _tell(dossier)
    return dossier


def _tell(dossier: Appraisal) -> None:
    """Say the number, the verdict and the next step."""
    assessment = dossier.assessment
    if assessment is None:
        print(f"  {dossier.commune_name}: {dossier.refusal}")
        return
    print(f"  {dossier.commune_name}, chốt {day(dossier.as_of)}: {_figures(assessment)}")
    for doubt in assessment.doubts:
        print(f"  {DOUBT_LABELS[doubt]}")
    for share in assessment.by_sex:
        print(
            f"    {share.label}: {number(share.insured)} / {number(share.population)}, "
            f"cần {number(share.required)}"
        )


def _figures(a: Assessment) -> str:
    share = f"{number(a.tally.insured)} / {number(a.population.total)}"
    needed = f", cần {number(a.required)}" if a.required is not None else ""
    verdict = VERDICT_LABELS[a.verdict]
    if a.verdict is Verdict.NOT_MET and a.shortfall:
        verdict += f", còn thiếu {number(a.shortfall)} người"
    return f"{share} = {percent(a.percent_truncated)}{needed} · {verdict}"


async def prove(ports: Ports, cast: Cast, paper: Certificate, folder: Path) -> bool:
    """Verify the file as anybody would, and recompute the case as an auditor would."""
    file = folder / "certificates" / f"{paper.reference}.pdf"
    request = VerifyCertificate(paper=file.read_bytes())
    report = await verify_certificate(ports, console(Role.PUBLIC), request)
    auditor = cast.first(Role.AUDITOR).actor()
    again = await reappraise(ports, auditor, Reappraise(paper.appraisal_id))
    holds = report.result is Result.HOLDS and again.identical
    word = "đúng, tính lại giống hệt" if holds else "KHÔNG ĐÚNG"
    print(f"Xác minh {paper.symbol}: {word}")
    for check in report.checks:
        if check.result is not Result.HOLDS:
            print(f"  {check.label}: {check.result.value} {check.detail}")
    for difference in again.differences:
        print(f"  {difference}")
    return holds
