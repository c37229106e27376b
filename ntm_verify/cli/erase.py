"""`ntm-verify erase preview|people|openings`: delete what outlived its term (xóa hết hạn)."""

from argparse import ArgumentParser, Namespace, _SubParsersAction

from ntm_verify.domain.people import Role
from ntm_verify.domain.retention import EnteredTerm
from ntm_verify.domain.wording import day, number
from ntm_verify.usecases.preview_purge import PreviewPurge, preview_purge
from ntm_verify.usecases.purge_openings import PurgeOpenings, purge_openings
from ntm_verify.usecases.purge_people import PurgePeople, purge_people

from .openers import Openers, console


def add_parser(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Describe the commands."""
    room = commands.add_parser("erase", help="xóa dữ liệu cá nhân hết thời hạn lưu giữ")
    verbs = room.add_subparsers(required=True)
    for name, told, run in (
        ("preview", "xem trước: sẽ xóa gì, bao nhiêu", run_preview),
        ("people", "xóa họ tên, mã số trong danh sách đến hạn", run_people),
        ("openings", "xóa tên người, địa chỉ, lý do bên cạnh nhật ký đến hạn", run_openings),
    ):
        verb = verbs.add_parser(name, help=told)
        verb.add_argument("--province", required=True, metavar="MÃ_TỈNH")
        if name != "preview":
            verb.add_argument("--reason", required=True, metavar="LÝ_DO")
        if name == "people":
            verb.add_argument("--plan", required=True, metavar="MÃ_BẢN_XEM_TRƯỚC")
        verb.set_defaults(run=run)


async def run_preview(openers: Openers, asked: Namespace) -> int:
    """Print what would go; nothing changes."""
    async with openers.ports() as ports:
        plan = await preview_purge(ports, console(Role.OPERATOR, asked.province), PreviewPurge())
    print(f"Danh sách đã thẩm định: {_term(plan.people)}")
    print(f"Giá trị bên cạnh nhật ký: {_term(plan.log)}; đến hạn {number(plan.openings)} giá trị.")
    for label, found in (
        ("đến hạn", plan.due),
        ("đến hạn trong 30 ngày", plan.soon),
        ("chờ: hồ sơ chưa đến hạn có cùng danh sách", plan.waiting),
    ):
        for one in found:
            told = f"{one.commune_name}, chốt {day(one.as_of)}, {number(one.rows)} dòng"
            print(f"  {label}: {told}, kết thúc {day(one.ended_at.date())}, hồ sơ {one.id}")
    print(f"Sẽ xóa {number(plan.rows)} dòng của {number(len(plan.due))} hồ sơ.")
    print(f"Mã bản xem trước: {plan.code}")
    return 0


async def run_people(openers: Openers, asked: Namespace) -> int:
    """Delete the lists of the preview that `--plan` names."""
    async with openers.ports() as ports:
        actor = console(Role.OPERATOR, asked.province)
        done = await purge_people(ports, actor, PurgePeople(asked.plan, asked.reason))
    print(
        f"Đã xóa {number(done.rows)} dòng của {number(done.dossiers)} hồ sơ, {number(done.files)} "
        f"tệp; căn cứ {done.term.document}. Mã băm, số liệu và nhật ký vẫn còn."
    )
    return 0


async def run_openings(openers: Openers, asked: Namespace) -> int:
    """Delete names, addresses and words beside old entries."""
    async with openers.ports() as ports:
        actor = console(Role.OPERATOR, asked.province)
        gone = await purge_openings(ports, actor, PurgeOpenings(asked.reason))
    print(f"Đã xóa {number(gone)} giá trị bên cạnh nhật ký. Cam kết trong nhật ký vẫn còn.")
    return 0


def _term(term: EnteredTerm | None) -> str:
    return f"giữ {term.length}, căn cứ {term.document}" if term else "tỉnh chưa nhập thời hạn"
