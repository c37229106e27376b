"""`ntm-verify reappraise`: compute a past appraisal again (thẩm định lại)."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path
from uuid import UUID

from ntm_verify.domain.coverage import VERDICT_LABELS
from ntm_verify.domain.people import Role
from ntm_verify.domain.wording import day
from ntm_verify.usecases.reappraise import Reappraise, reappraise
from ntm_verify.usecases.recheck_today import RecheckToday, recheck_today

from .openers import Openers, WrongUse, console, read_file

DIFFERS = 1
CANNOT_TELL = 4


def add_parser(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser("reappraise", help="thẩm định lại từ dữ liệu đã lưu")
    parser.add_argument("what", metavar="MÃ_HỒ_SƠ|VĂN_BẢN.pdf")
    parser.add_argument(
        "--today", action="store_true", help="hôm nay còn đạt không (không thay đổi gì)"
    )
    parser.set_defaults(run=run)


async def run(openers: Openers, asked: Namespace) -> int:
    """Recompute; exit 0 when identical, 1 with every difference named, 4 if rows are gone."""
    request = _request(asked.what)
    async with openers.ports() as ports:
        async with ports.reading() as tx:
            provinces = await tx.units.provinces()
        province = provinces[0].code if provinces else ""
        actor = console(Role.AUDITOR, province)
        found = await reappraise(ports, actor, request)
        if asked.today:
            today = await recheck_today(ports, actor, RecheckToday(found.appraisal.id))
            print(f"Chốt {day(today.appraisal.as_of)}: {VERDICT_LABELS[today.then.verdict]}")
            print(f"Hôm nay, {day(today.day)}: {VERDICT_LABELS[today.now.verdict]}")
            print(*today.notes, sep="\n")
    for note in found.notes:
        print(note)
    for difference in found.differences:
        print(f"KHÁC: {difference}")
    if found.gone:
        print(found.gone)
    elif found.identical:
        print(f"Giống hệt: hồ sơ {found.appraisal.id} cho cùng kết quả khi tính lại.")
        return 0
    if found.gone and not found.differences:
        return CANNOT_TELL
    print(f"Có {len(found.differences)} điểm khác.")
    return DIFFERS


def _request(what: str) -> Reappraise:
    if Path(what).suffix.lower() == ".pdf" or Path(what).is_file():
        return Reappraise(paper=read_file(what))
    try:
        return Reappraise(UUID(what))
    except ValueError as wrong:
        raise WrongUse(f"“{what}” không phải mã hồ sơ, cũng không phải tệp PDF.") from wrong
