"""`submit`, `status`, `fetch`: a commune's own computer talks to the server (từ máy của xã)."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from datetime import date
from pathlib import Path
from typing import Final

from .openers import Openers, read_file, say, show_json

SERVER: Final = "http://127.0.0.1:8000"


def add_parser(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Describe the commands."""
    submit = commands.add_parser("submit", help="nạp danh sách lên máy chủ")
    submit.add_argument("file", metavar="TỆP")
    submit.add_argument("--as-of", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    submit.add_argument("--population", required=True, metavar="N")
    submit.add_argument("--population-male", default="", metavar="N")
    submit.add_argument("--population-female", default="", metavar="N")
    submit.add_argument("--population-source", default="", metavar="VĂN_BẢN")
    submit.add_argument("--population-date", default="", metavar="YYYY-MM-DD")
    submit.add_argument("--encoding", default="")
    submit.add_argument("--declare", action="store_true", help="cam đoan đúng sự thật và nộp luôn")
    submit.set_defaults(run=run_submit)
    status = commands.add_parser("status", help="xem trạng thái hồ sơ")
    status.add_argument("id", metavar="MÃ_HỒ_SƠ")
    status.set_defaults(run=run_status)
    fetch = commands.add_parser("fetch", help="tải văn bản kết quả")
    fetch.add_argument("reference", metavar="TỈNH-NĂM-SỐ")
    fetch.add_argument("--output", default="", metavar="TỆP.pdf")
    fetch.set_defaults(run=run_fetch)
    for parser in (submit, status, fetch):
        parser.add_argument("--server", default=SERVER, metavar="ĐỊA_CHỈ")


async def run_submit(openers: Openers, asked: Namespace) -> int:
    """Send a file, wait for the check, and hand it in when declared."""
    fields = {
        "as_of": asked.as_of.isoformat(),
        "population": asked.population,
        "population_male": asked.population_male,
        "population_female": asked.population_female,
        "population_source": asked.population_source,
        "population_date": asked.population_date,
        "encoding": asked.encoding,
    }
    async with openers.service(asked.server) as service:
        told = await service.submit(Path(asked.file).name, read_file(asked.file), fields)
        told = await service.wait_for_check(str(told["id"]))
        if asked.declare and told["status"] == "checked":
            told = await service.declare(str(told["id"]), int(str(told["version"])))
    show_json(told)
    return 0


async def run_status(openers: Openers, asked: Namespace) -> int:
    """Show a dossier."""
    async with openers.service(asked.server) as service:
        show_json(await service.status(asked.id))
    return 0


async def run_fetch(openers: Openers, asked: Namespace) -> int:
    """Save an issued paper to a file."""
    async with openers.service(asked.server) as service:
        pdf = await service.fetch(asked.reference)
    target = Path(asked.output or f"{Path(asked.reference).name}.pdf")
    target.write_bytes(pdf)  # noqa: ASYNC240 - one file of a command that does nothing else
    say(f"Đã lưu {target} ({len(pdf)} byte).")
    return 0
