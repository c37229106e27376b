"""A list with rows whose names a rule does not take (DỮ LIỆU GIẢ LẬP), and waivers for them."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.population import Population
from ntm_verify.domain.waiver import Waiver, WaiverState
from ntm_verify.usecases.decide_waiver import DecideWaiver, decide_waiver
from ntm_verify.usecases.request_waiver import RequestWaiver, request_waiver
from ntm_verify.usecases.submit_list import SubmitList, submit_list
from ntm_verify.usecases.take_appraisal import TakeAppraisal, take_appraisal

from .builders import APPRAISER, AS_OF, CLERK, NOON, SIGNER
from .handed_in import handed_in
from .worlds import World

RULE: Final = "name_invalid_characters"
ROWS: Final = (
    "Bùi Văn Mẫu,0090000001,Thôn 1",
    "Đỗ Thị Lập,0090000002,Thôn 1",
    "Lê Văn Giả,0090000003,Thôn 2",
    "Nguyễn Văn @nh,0090000004,Thôn 2",
    "Trần Thị B*nh,0090000005,Thôn 2",
)
"""Three people count, two do not: of five, 85 % are all five."""
UNTIL: Final = date(2020, 6, 30)
BASE: Final = "Công văn số 12/BHXH ngày 05/9/2019 của BHXH tỉnh (giả lập)"


async def with_two_odd_names(world: World) -> Appraisal:
    """Hand in five people, two of them with names that a rule does not take."""
    return await handed_in(world, ROWS, people=5)


def asking(dossier: Appraisal, **others: Any) -> RequestWaiver:  # noqa: ANN401 - fields of a request
    known = {
        "rule": RULE,
        "reason_code": "as_on_card",
        "reason": "Đã đối chiếu thẻ (giả lập)",
        "evidence": "Thẻ BHYT",
    }
    return RequestWaiver(dossier.id, dossier.version, **{**known, **others})


async def asked(world: World) -> Appraisal:
    """Hand the list in to the province with a request, and have it taken on."""
    dossier = await with_two_odd_names(world)
    dossier = await request_waiver(world.ports, CLERK, asking(dossier))
    handing = SubmitList(dossier.id, dossier.version, declared=True)
    dossier = await submit_list(world.ports, CLERK, handing)
    taking = TakeAppraisal(dossier.id, dossier.version)
    return await take_appraisal(world.ports, APPRAISER, taking)


def granting(dossier: Appraisal, **others: Any) -> DecideWaiver:  # noqa: ANN401 - as above
    known = {"number": 1, "grant": True, "legal_base": BASE, "until": UNTIL}
    return DecideWaiver(dossier.id, dossier.version, **{**known, **others})


async def granted(world: World) -> Appraisal:
    """Have the request granted by the signer."""
    dossier = await asked(world)
    return await decide_waiver(world.ports, SIGNER, granting(dossier))


def a_waiver(**others: Any) -> Waiver:  # noqa: ANN401 - fields of a waiver
    """Make up a granted waiver."""
    made = Waiver(
        1,
        RULE,
        (),
        "as_on_card",
        "Đã đối chiếu thẻ (giả lập)",
        "Thẻ BHYT",
        CLERK.id,
        CLERK.name,
        NOON,
        WaiverState.GRANTED,
        SIGNER.id,
        SIGNER.name,
        NOON,
        BASE,
        UNTIL,
        people=2,
        title="họ tên có ký tự không dùng trong tên người",
    )
    return replace(made, **others)


FIVE: Final = Population(5, "Công an xã (giả lập)", AS_OF)
