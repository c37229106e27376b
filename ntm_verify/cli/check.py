"""`ntm-verify check`: read and check a list with no database, server or network (kiểm tra)."""

from argparse import Action, ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from ntm_verify.domain.coverage import DOUBT_LABELS, VERDICT_LABELS, Verdict
from ntm_verify.domain.errors import InvalidInput
from ntm_verify.domain.list_rules import ListVerdict
from ntm_verify.domain.marks import Annotation, findings_of_file, marks_of, names_of
from ntm_verify.domain.people import Actor, Role
from ntm_verify.domain.population import Population
from ntm_verify.domain.reading import ListFile, ListRefused, ReadingOptions
from ntm_verify.domain.regulation import EnteredFigure
from ntm_verify.domain.report import describe
from ntm_verify.domain.wording import day, number, percent
from ntm_verify.usecases.check_list import CheckList, ListReport, PriorList, check_list
from ntm_verify.usecases.desk import Desk

from .check_json import refusal_json, report_json
from .openers import Openers, WrongUse, read_file, say, show_json

NAME: Final = "check"
EXIT_OF_VERDICT: Final = {Verdict.MET: 0, Verdict.NOT_MET: 1, Verdict.UNDETERMINED: 4}
REFUSED: Final = 3
ENCODINGS: Final = ("tcvn3", "vni", "viscii", "windows-1258", "utf-8")
SHOWN: Final = 20


def add_parser(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser(NAME, help="kiểm tra danh sách, không cần máy chủ")
    parser.add_argument(
        "files", nargs="+", metavar="TỆP", help="các tệp thôn là phần một danh sách"
    )
    parser.add_argument("--commune", required=True, metavar="MÃ_XÃ")
    parser.add_argument("--population", required=True, metavar="N", action=Count)
    parser.add_argument("--as-of", required=True, metavar="YYYY-MM-DD", type=date.fromisoformat)
    parser.add_argument("--population-male", metavar="N", action=Count)
    parser.add_argument("--population-female", metavar="N", action=Count)
    parser.add_argument("--rule-set", default="", metavar="BỘ_TIÊU_CHÍ")
    parser.add_argument("--threshold", default="", metavar="PHẦN_TRĂM")
    parser.add_argument("--legal-reference", default="", metavar="VĂN_BẢN")
    parser.add_argument(
        "--both-sexes", choices=("yes", "no"), help="văn bản yêu cầu đạt với cả nam và nữ"
    )
    parser.add_argument("--encoding", choices=ENCODINGS, default="")
    parser.add_argument("--annotate", default="", metavar="RA.xlsx", help="tệp đã đánh dấu")
    parser.add_argument(
        "--prior",
        action="append",
        default=[],
        metavar="TỆP:MÃ_XÃ",
        help="danh sách cùng kỳ của xã khác, để tìm người có ở cả hai; dùng nhiều lần được",
    )
    parser.add_argument("--rows", action="store_true", help="in từng dòng (JSON)")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.set_defaults(run=run)


class Count(Action):
    """A number of people, with or without dots between thousands."""

    def __call__(
        self,
        parser: ArgumentParser,
        namespace: Namespace,
        values: str | Sequence[str] | None,
        option_string: str | None = None,
    ) -> None:
        """Read the digits, or say what is wrong."""
        bare = str(values).replace(".", "")
        if not (bare.isascii() and bare.isdigit()):
            parser.error(f"{option_string} “{values}” không phải số người, ví dụ 9669.")
        setattr(namespace, self.dest, int(bare))


async def run(openers: Openers, asked: Namespace) -> int:
    """Check, print, and give the exit code of the contract."""
    request = _request(asked)
    desk_actor = Actor("desk", Role.COMMUNE, asked.commune, "")
    async with openers.desk() as desk:
        try:
            report = await check_list(desk, desk_actor, request)
        except ListRefused as refused:
            if asked.format == "json":
                show_json(refusal_json(refused, request))
            else:
                print(f"Danh sách bị từ chối ({refused.reason.value}): {refused}")
            return REFUSED
        if asked.annotate:
            await _annotate(desk, report, asked.annotate)
        if asked.format == "json":
            show_json(report_json(report, desk.catalogue, rows=asked.rows))
        else:
            _print_table(report, report_json(report, desk.catalogue, rows=False))
    if report.judgement.verdict is ListVerdict.REJECT:
        return REFUSED
    return EXIT_OF_VERDICT[report.assessment.verdict]


async def _annotate(desk: Desk, report: ListReport, target: str) -> None:
    """Write the file back with its wrong cells marked; of several files the first."""
    raw, checked = report.reading.raw, report.checked
    first, facts = report.request.files[0], report.reading.files[0]
    found = findings_of_file((*report.notes, *checked.findings), raw, first.name)
    told = tuple(describe(finding, raw, checked, desk.catalogue) for finding in found)
    annotation = Annotation(marks_of(told), told, names=names_of(raw, checked))
    encoding = report.request.options.encoding
    content = await desk.workbooks.annotate(first.content, facts.format, annotation, encoding)
    Path(target).write_bytes(content)  # noqa: ASYNC240 - the last act of a command
    say(f"Đã lưu tệp đánh dấu {target}.")


def _request(asked: Namespace) -> CheckList:
    try:
        people = Population(
            asked.population, male=asked.population_male, female=asked.population_female
        )
        figure = _figure(asked)
    except InvalidInput as wrong:
        raise WrongUse(str(wrong)) from wrong
    files = tuple(ListFile(Path(name).name, read_file(name)) for name in asked.files)
    return CheckList(
        files,
        asked.commune,
        "",
        asked.as_of,
        people,
        ReadingOptions(encoding=asked.encoding),
        asked.rule_set,
        figure,
        prior=tuple(_prior(name, asked.commune) for name in asked.prior),
    )


def _prior(named: str, own: str) -> PriorList:
    name, _, commune = named.rpartition(":")
    if not name or not commune:
        raise WrongUse(f"--prior “{named}” cần dạng TỆP:MÃ_XÃ, ví dụ xa-ben.xlsx:00002.")
    if commune == own:
        raise WrongUse(f"--prior “{named}”: {own} chính là xã đang kiểm tra.")
    return PriorList(commune, ListFile(Path(name).name, read_file(name)))


def _figure(asked: Namespace) -> EnteredFigure | None:
    if not asked.threshold:
        return None
    if not asked.legal_reference.strip():
        raise WrongUse("--threshold cần đi cùng --legal-reference: văn bản nào quy định ngưỡng.")
    try:
        share = Decimal(asked.threshold.replace(",", "."))
    except InvalidOperation as wrong:
        raise WrongUse(f"--threshold “{asked.threshold}” không phải số, ví dụ 90.") from wrong
    both = None if asked.both_sexes is None else asked.both_sexes == "yes"
    return EnteredFigure("", asked.rule_set, share, asked.legal_reference.strip(), both)


def _print_table(report: ListReport, told: dict[str, object]) -> None:
    """Say the number, the verdict and the next step, in this order."""
    a, counts = report.assessment, report.counts
    if report.judgement.verdict is ListVerdict.REJECT:
        print(f"Danh sách bị từ chối: {_told_of_list(told)}")
    print(f"Xã {report.request.commune} · ngày chốt {day(report.request.as_of)}")
    for source in report.reading.raw.sources:
        print(f"  {source.file} › {source.sheet or '(một trang)'}: {number(source.rows_read)} dòng")
    share = f"{number(a.tally.insured)} / {number(a.population.total)}"
    print(f"{share} = {percent(a.percent_truncated)} · {VERDICT_LABELS[a.verdict].upper()}")
    if a.threshold is not None and a.required is not None:
        t = a.threshold
        print(f"Ngưỡng {percent(t.percent)} ({t.rule_set}, {t.legal_reference}).")
        print(f"Cần {number(a.required)} người; {_distance(a.tally.insured - a.required)}.")
    for sex in a.by_sex:
        print(
            f"  {sex.label}: {number(sex.insured)} / {number(sex.population)}, "
            f"cần {number(sex.required)}"
        )
    for doubt in a.doubts:
        print(DOUBT_LABELS[doubt])
    if a.rests_on_doubt:
        print(f"Kết luận dựa vào dòng còn nghi vấn; không kể các dòng đó: {number(a.lower)} người.")
    print(
        f"{number(counts.rows)} dòng: {number(counts.counted)} được tính, "
        f"{number(counts.not_counted)} không tính, {number(counts.doubtful)} cần xác nhận."
    )
    _print_findings(told)


def _distance(more: int) -> str:
    return f"hơn {number(more)} người" if more >= 0 else f"còn thiếu {number(-more)} người"


def _told_of_list(told: dict[str, object]) -> str:
    about = told["list"]
    return str(about["message"]) if isinstance(about, dict) else ""


def _print_findings(told: dict[str, object]) -> None:
    findings = told["findings"]
    if not isinstance(findings, list):
        return
    for finding in findings[:SHOWN]:
        place = finding["cell"] or (f"dòng {finding['row']}" if finding["row"] else "")
        where = " ".join(part for part in (finding["sheet"], place) if part)
        print(f"  [{finding['severity']}] {where}: {finding['message']} {finding['hint']}")
        if finding["other_commune"]:
            print(f"    Xã kia: {finding['other_commune']}.")
    if len(findings) > SHOWN:
        say(f"Còn {len(findings) - SHOWN} mục khác; dùng --format json để xem đủ.")
