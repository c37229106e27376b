"""`ntm-verify generate`: made-up lists for tests, shows and load (tạo dữ liệu giả lập)."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from datetime import date
from pathlib import Path
from typing import Final

from ntm_verify.domain.people import Actor, Role
from ntm_verify.domain.synthetic import MARK
from ntm_verify.domain.synthetic_fonts import FONTS
from ntm_verify.domain.wording import number
from ntm_verify.usecases.generate_lists import GenerateLists, generate_lists

from .openers import Openers, WrongUse

FORMS: Final = ("xlsx", "csv", "tsv")
AS_OF: Final = date(2026, 6, 30)


def add_parser(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser("generate", help="tạo danh sách giả lập để thử nghiệm")
    parser.add_argument("folder", metavar="OUTDIR", type=Path, help="thư mục mới hoặc còn trống")
    parser.add_argument("--communes", type=int, default=1, metavar="N", help="số xã")
    parser.add_argument("--rows", type=int, default=1000, metavar="N", help="số dòng mỗi danh sách")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="cùng số, cùng kết quả")
    parser.add_argument("--format", choices=FORMS, default="xlsx")
    parser.add_argument(
        "--faults", type=int, default=0, metavar="N", help="số lỗi gieo trên một nghìn dòng"
    )
    parser.add_argument("--as-of", type=date.fromisoformat, default=AS_OF, metavar="YYYY-MM-DD")
    parser.add_argument(
        "--more-columns",
        action="store_true",
        help="thêm ngày sinh, giới tính, hạn thẻ, ghi chú",
    )
    parser.add_argument("--font", choices=FONTS, default="", help="viết theo bảng mã cũ")
    parser.set_defaults(run=run)


async def run(openers: Openers, asked: Namespace) -> int:
    """Write the lists and say what was made.

    Raises:
        WrongUse: the folder cannot be used.
        Refusal: no lists can be made by these figures.

    """
    folder: Path = asked.folder
    request = GenerateLists(
        communes=asked.communes,
        rows=asked.rows,
        seed=asked.seed,
        folder=_open(folder),
        as_of=asked.as_of,
        form=asked.format,
        faults=asked.faults,
        more_columns=asked.more_columns,
        font=asked.font,
    )
    actor = Actor("console", Role.OPERATOR, "console", "")
    made = await generate_lists(openers.generator(), actor, request)
    print(
        f"{MARK}: {number(made.lists)} danh sách, {number(made.rows)} dòng, "
        f"{number(made.counted)} người được tính, {number(made.labels)} dòng có nhãn → {folder}"
    )
    return 0


def _open(folder: Path) -> Path:
    """Make the folder, so that made-up lists never mix with anything else."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        filled = any(folder.iterdir())
    except OSError as failure:
        raise WrongUse(f"Không dùng được thư mục “{folder}”: {failure.strerror}.") from failure
    if filled:
        raise WrongUse(f"Thư mục “{folder}” không trống: chọn thư mục mới hoặc xóa các tệp cũ.")
    return folder
