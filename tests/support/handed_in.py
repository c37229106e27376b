"""Lists that a commune hands in through the real reader (DỮ LIỆU GIẢ LẬP)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.people import SYSTEM, Actor
from ntm_verify.domain.population import Population
from ntm_verify.domain.reading import ListFile
from ntm_verify.usecases.check_submission import CheckSubmission, check_submission
from ntm_verify.usecases.receive_list import ReceiveList, receive_list

from .builders import AS_OF, CLERK, UNITS
from .worlds import World

HEAD: Final = "Họ và tên,Mã số BHXH,Thôn"
MEMBERS: Final = (
    "Bùi Văn Mẫu,0090000001,Thôn 1",
    "Đỗ Thị Lập,0090000002,Thôn 1",
    "Lê Văn Giả,0090000003,Thôn 2",
)
UNKNOWN_GROUP: Final = "Hồ Thị Giả,ZZ4380090000004,Thôn 2"
"""A card whose letters no table knows: counted, and to be answered for."""


def a_csv(rows: Sequence[str], name: str = "danh-sach.csv") -> ListFile:
    return ListFile(name, "\r\n".join([HEAD, *rows, ""]).encode())


async def handed_in(
    world: World,
    rows: Sequence[str] = MEMBERS,
    *,
    by: Actor = CLERK,
    of: Appraisal | None = None,
    as_of: date = AS_OF,
    people: int = 10,
    **others: Any,  # noqa: ANN401 - further fields of the request
) -> Appraisal:
    """Hand a list in and have it checked; `of` replaces the list of a dossier."""
    await world.holds(*UNITS)
    request = ReceiveList(as_of, Population(people, "Công an xã (giả lập)"), (a_csv(rows),))
    request = replace(request, **others)
    if of is not None:
        request = replace(request, appraisal_id=of.id, seen=of.version)
    started = await receive_list(world.ports, by, request)
    return await check_submission(world.ports, SYSTEM, CheckSubmission(started.id))
