"""The sample of a dossier (mẫu kiểm tra thực tế): draw, print, write the results down."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from ntm_verify.domain.sample import FINDING_LABELS, Finding
from ntm_verify.domain.wording import moment, number
from ntm_verify.usecases.draw_sample import DrawSample, draw_sample
from ntm_verify.usecases.read_sample import ReadSample, SampleSheet, read_sample
from ntm_verify.usecases.record_sample import RecordSample, record_sample

from .forms import Form, Option
from .policy import APPRAISER
from .visit import Visit, go

RESULT: Final = "result-"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person to be asked (một người trong mẫu)."""

    number: int
    line: str
    name: str
    insurance: str
    hamlet: str
    choices: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class SampleView:
    """A sample with its seed, people and reading (phiếu kiểm tra)."""

    id: str
    version: int
    commune: str
    sample: str
    seed: str
    roster: str
    at: str
    people: str
    rule: str
    rows: tuple[PersonRow, ...]
    sentences: tuple[str, ...]


class SampleController(Controller):
    """The sample of a dossier (mẫu kiểm tra)."""

    path = "/appraisals/{dossier_id:uuid}/sample"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": APPRAISER}  # noqa: RUF012 - the framework's shape

    @get("/")
    async def show(
        self, visit: NamedDependency[Visit], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show the people drawn, or offer to draw (mẫu)."""
        sheet = await read_sample(visit.ports, visit.actor, ReadSample(dossier_id))
        return visit.page("appraiser/sample.html", _view(visit, sheet))

    @post("/")
    async def draw(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Draw the sample (rút mẫu)."""
        request = DrawSample(dossier_id, form.whole("seen"))
        await draw_sample(visit.ports, visit.actor, request)
        return go(f"/appraisals/{dossier_id}/sample")

    @post("/results")
    async def record(
        self, visit: NamedDependency[Visit], form: NamedDependency[Form], dossier_id: FromPath[UUID]
    ) -> Response[Any]:
        """Write results down (ghi kết quả)."""
        told = {
            name.removeprefix(RESULT): form.text(name)
            for name in form.texts
            if name.startswith(RESULT)
        }
        results = tuple(
            (int(number), Finding(value))
            for number, value in told.items()
            if number.isdecimal() and value in set(Finding)
        )
        sheet = await read_sample(visit.ports, visit.actor, ReadSample(dossier_id))
        if sheet.sample is not None:
            asked = RecordSample(dossier_id, sheet.sample.id, results)
            await record_sample(visit.ports, visit.actor, asked)
        return go(f"/appraisals/{dossier_id}/sample")


def _view(visit: Visit, sheet: SampleSheet) -> SampleView:
    sample, dossier = sheet.sample, sheet.dossier
    return SampleView(
        id=str(dossier.id),
        version=dossier.version,
        commune=dossier.commune_name,
        sample=str(sample.id) if sample else "",
        seed=sample.seed if sample else "",
        roster=sample.roster_sha256 if sample else "",
        at=moment(sample.at) if sample else "",
        people=number(sample.people) if sample else "",
        rule=sample.rule if sample else visit.ports.sampling.sentence(),
        rows=tuple(
            PersonRow(
                one.number,
                number(one.row.line),
                one.row.name,
                one.row.number,
                one.row.hamlet,
                tuple(
                    Option(finding.value, label, one.finding is finding)
                    for finding, label in FINDING_LABELS.items()
                ),
            )
            for one in sheet.people
        ),
        sentences=sheet.reading.sentences if sheet.reading else (),
    )
