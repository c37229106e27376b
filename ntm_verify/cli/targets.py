"""`ntm-verify targets import`: take a table of targets or of actuals in (nạp chỉ tiêu)."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from ntm_verify.domain.new_person import read_day
from ntm_verify.domain.people import Role
from ntm_verify.domain.reading import ListFile
from ntm_verify.domain.target_sheet import Issue
from ntm_verify.domain.targets import MEASURE_LABELS, Citation
from ntm_verify.usecases.import_targets import ImportTargets, import_targets

from .openers import Openers, WrongUse, console, read_file, say


def add_parser(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Describe the command."""
    room = commands.add_parser("targets", help="chỉ tiêu, số thực hiện")
    load = room.add_subparsers(required=True).add_parser("import", help="nạp bảng (xlsx, csv …)")
    load.add_argument("file", metavar="TỆP")
    load.add_argument("--province", required=True, metavar="MÃ_TỈNH")
    load.add_argument("--kind", default="", metavar="LOẠI_VĂN_BẢN")
    load.add_argument("--number", default="", metavar="SỐ_KÝ_HIỆU")
    load.add_argument("--day", default="", metavar="NGÀY")
    load.add_argument("--issuer", default="", metavar="CƠ_QUAN")
    load.add_argument("--article", default="", metavar="ĐIỀU_MỤC")
    load.add_argument("--from", default="", dest="begins", metavar="ÁP_DỤNG_TỪ")
    load.add_argument("--try", action="store_true", dest="try_out", help="chỉ đọc, không lưu")
    load.set_defaults(run=run)


async def run(openers: Openers, asked: Namespace) -> int:
    """Keep every line of the table or none; exit 0 when it was kept or read."""
    file = ListFile(Path(asked.file).name, read_file(asked.file))
    async with openers.ports() as ports:
        actor = console(Role.ADMINISTRATOR, asked.province)
        request = ImportTargets(file, _issue(asked), asked.try_out)
        taken = await import_targets(ports, actor, request)
    count = len(taken.sheet.targets) + len(taken.sheet.actuals)
    for target in taken.falling:
        label = MEASURE_LABELS[target.measure]
        say(f"{label} năm {target.year} thấp hơn năm trước: đối chiếu lại với văn bản.")
    say(f"Đã {'lưu' if taken.kept else 'đọc, chưa lưu'} {count} dòng.")
    return 0


def _issue(asked: Namespace) -> Issue | None:
    """Read the document; none where nothing of it was told, as a table of actuals needs none."""
    if not (asked.kind or asked.number or asked.day or asked.issuer):
        return None
    signed = read_day(asked.day)
    if signed is None:
        raise WrongUse("Ghi ngày của văn bản: --day 15/01/2021.")
    paper = Citation(asked.kind, asked.number, signed, asked.issuer, asked.article)
    return Issue(paper, read_day(asked.begins) or signed)
