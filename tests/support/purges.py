"""A term entered, and years gone by (DỮ LIỆU GIẢ LẬP)."""

from datetime import timedelta
from typing import Final

from ntm_verify.domain.retention import RetentionKind
from ntm_verify.usecases.enter_term import EnterTerm, enter_term
from ntm_verify.usecases.preview_purge import PreviewPurge, preview_purge
from ntm_verify.usecases.purge_people import PurgePeople, PurgeReport, purge_people

from .builders import ADMINISTRATOR, OPERATOR
from .worlds import World

DOCUMENT: Final = "Quyết định số 12/QĐ-UBND ngày 05/01/2019 (giả lập)"
REASON: Final = "Biên bản hủy dữ liệu số 01/BB (giả lập)"


async def ten_years_pass(
    world: World, kind: RetentionKind = RetentionKind.PERSON_ROWS, months: int = 120
) -> None:
    """Enter a term of ten years, and let them pass."""
    await enter_term(world.ports, ADMINISTRATOR, EnterTerm(kind, months, DOCUMENT))
    world.outside.now += timedelta(days=31 * months)


async def purge(world: World) -> PurgeReport:
    """Have the operator delete what is due."""
    plan = await preview_purge(world.ports, OPERATOR, PreviewPurge())
    return await purge_people(world.ports, OPERATOR, PurgePeople(plan.code, REASON))
