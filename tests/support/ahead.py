"""A list with validity dates, handed in through the real reader (DỮ LIỆU GIẢ LẬP)."""

from datetime import date
from typing import Any, Final

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.people import Actor
from ntm_verify.domain.reading import ListFile

from .builders import CLERK
from .handed_in import handed_in
from .worlds import World

HEAD: Final = "Họ và tên,Mã số BHXH,Thôn,Giá trị đến ngày"
DATED: Final = (
    "Bùi Văn Mẫu,0090000001,Thôn 1,31/07/2019",
    "Đỗ Thị Lập,0090000002,Thôn 1,15/09/2019",
    "Lê Văn Giả,0090000003,Thôn 1,30/09/2019",
    "Hồ Thị Thử,0090000004,Thôn 2,31/12/2019",
    "Vũ Văn Giả,0090000005,Thôn 2,",
    "Ngô Thị Mẫu,0090000006,Thôn 2,31/12/2019",
    "Đinh Văn Lập,0090000007,Thôn 2,25/10/2019",
)
"""Of 31/8/2019: one card over, three that end within sixty days, one without a day."""


def dated_csv(rows: tuple[str, ...] = DATED) -> tuple[ListFile, ...]:
    """Write the list down as a commune would."""
    return (ListFile("danh-sach.csv", "\r\n".join([HEAD, *rows, ""]).encode()),)


async def dated(
    world: World,
    rows: tuple[str, ...] = DATED,
    *,
    by: Actor = CLERK,
    as_of: date = date(2019, 8, 31),
    **others: Any,  # noqa: ANN401 - further fields of the request
) -> Appraisal:
    """Hand the list in and have it checked."""
    return await handed_in(world, by=by, as_of=as_of, people=7, files=dated_csv(rows), **others)
