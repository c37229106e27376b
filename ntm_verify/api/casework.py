"""What happens around a dossier over HTTP (API việc quanh hồ sơ): deadline, comments, samples."""

from datetime import date, datetime
from typing import Annotated, Any, Final, Self
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED
from msgspec import Meta, Struct

from ntm_verify.domain.api_token import Scope
from ntm_verify.domain.casework import Comment, Extension, Sample, SampleResult, deadline
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, Role
from ntm_verify.domain.queue import OPEN
from ntm_verify.domain.sample import Finding, WrongSample
from ntm_verify.usecases.add_comment import AddComment, add_comment
from ntm_verify.usecases.draw_sample import DrawSample, draw_sample
from ntm_verify.usecases.extend_deadline import ExtendDeadline, extend_deadline
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.read_appraisal import OpenDossier, ReadAppraisal, read_appraisal
from ntm_verify.usecases.read_sample import ReadSample, SampleSheet, read_sample
from ntm_verify.usecases.record_sample import RecordSample, record_sample

from .identity import provide_actor
from .repeats import Repeats, provide_repeats
from .submissions import SeenBody

Row = Annotated[int, Meta(ge=1)]
Code = Annotated[str, Meta(max_length=100)]
DEPENDENCIES: Final = {"actor": Provide(provide_actor), "repeats": Provide(provide_repeats)}
APPRAISER: Final = frozenset({Role.APPRAISER})
CASEWORK: Final = {"policy": APPRAISER, "scope": Scope.DECIDE}


class CommentBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Words on the dossier, on a row, on a kind of finding (ý kiến); `row` as a sheet shows it."""

    text: Annotated[str, Meta(max_length=4000)]
    row: Row | None = None
    code: Code = ""


class CommentView(Struct, frozen=True):
    """A comment; `by` is an office, nobody's name (ý kiến)."""

    id: UUID
    round: int
    by: str
    at: datetime
    text: str
    row: int | None
    code: str
    is_return: bool

    @classmethod
    def of(cls, said: Comment) -> Self:
        """Show a comment."""
        office = said.role.value
        told = said.text, said.row, said.code, said.is_return
        return cls(said.id, said.round, office, said.at, *told)


class ExtensionBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A later deadline, at the version on the screen, and why (gia hạn)."""

    seen: int
    until: date
    reason_code: Code
    note: Annotated[str, Meta(max_length=1000)]


class ExtensionView(Struct, frozen=True):
    """An extension (gia hạn)."""

    round: int
    at: datetime
    until: date
    reason_code: str
    note: str

    @classmethod
    def of(cls, made: Extension) -> Self:
        """Show an extension."""
        return cls(made.round, made.at, made.until, made.reason_code, made.note)


class CaseworkView(Struct, frozen=True):
    """Deadline, comments and extensions of a dossier, the same for both sides (quanh hồ sơ).

    `due` is null where no term runs: before the list is handed in, and once it is decided.
    """

    version: int
    round: int
    due: date | None
    extensions: list[ExtensionView]
    comments: list[CommentView]

    @classmethod
    def of(cls, opened: OpenDossier, ports: Ports) -> Self:
        """Show what happened around a dossier, oldest first."""
        dossier, pieces = opened.appraisal, opened.casework
        due = deadline(dossier, pieces, ports.calendar) if dossier.status in OPEN else None
        return cls(
            dossier.version,
            dossier.round,
            due.day if due else None,
            [ExtensionView.of(one) for one in pieces if isinstance(one, Extension)],
            [CommentView.of(one) for one in pieces if isinstance(one, Comment)],
        )


class SampledView(Struct, frozen=True):
    """One person of a sample, and what came of asking (một người trong mẫu)."""

    number: int
    row: int
    name: str
    insurance_number: str
    hamlet: str
    finding: Finding | None


class SampleView(Struct, frozen=True):
    """A sample that anybody can draw again from list and seed (mẫu kiểm tra).

    `numbers` are those of the counted people of the kept list, from 1, in the order of the draw.
    """

    seed: str
    roster_sha256: str
    people: int
    numbers: list[int]
    rule: str

    @classmethod
    def of(cls, sample: Sample) -> Self:
        """Show a sample without its people."""
        numbers = list(sample.numbers)
        return cls(sample.seed, sample.roster_sha256, sample.people, numbers, sample.rule)


class SheetView(Struct, frozen=True):
    """A sample with its people, for their appraiser alone; `sample` is null before a draw."""

    version: int
    sample: SampleView | None
    people: list[SampledView]
    reading: list[str]

    @classmethod
    def of(cls, sheet: SampleSheet) -> Self:
        """Show the sheet of a sample."""
        return cls(
            sheet.dossier.version,
            SampleView.of(sheet.sample) if sheet.sample else None,
            [
                SampledView(
                    one.number,
                    one.row.line,
                    one.row.name,
                    one.row.number,
                    one.row.hamlet,
                    one.finding,
                )
                for one in sheet.people
            ],
            list(sheet.reading.sentences) if sheet.reading else [],
        )


class ResultBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What came of asking one person (kết quả một người)."""

    number: Row
    finding: Finding


class ResultsBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Results for the sample of this seed (kết quả của mẫu)."""

    seed: Code
    results: Annotated[list[ResultBody], Meta(max_length=1000)]


class RecordedView(Struct, frozen=True):
    """How many results were new or other than before (số kết quả đã ghi)."""

    recorded: int

    @classmethod
    def of(cls, kept: tuple[SampleResult, ...]) -> Self:
        """Count what was kept."""
        return cls(len(kept))


class DossierTalkController(Controller):
    """What both sides read and say around a dossier (trao đổi quanh hồ sơ), each at its path."""

    dependencies = DEPENDENCIES

    @get("/casework")
    async def show(
        self,
        appraisal_id: FromPath[UUID],
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
    ) -> CaseworkView:
        """Tell deadline, extensions and comments; the look is on record (quanh hồ sơ)."""
        opened = await read_appraisal(ports, actor, ReadAppraisal(appraisal_id))
        return CaseworkView.of(opened, ports)

    @post("/comments", status_code=HTTP_201_CREATED)
    async def say(
        self,
        appraisal_id: FromPath[UUID],
        data: JSONBody[CommentBody],
        repeats: NamedDependency[Repeats],
    ) -> CommentView:
        """Write a comment; it is never changed or deleted (ghi ý kiến)."""
        asked = AddComment(appraisal_id, data.text, data.row, data.code)
        return await repeats.answer(add_comment, asked, CommentView)


class OwnCaseworkController(DossierTalkController):
    """What was said around a commune's own dossier (quanh hồ sơ của xã)."""

    path = "/api/v1/submissions/{appraisal_id:uuid}"
    opt: dict[str, Any] = {"policy": COMMUNE_SIDE, "writes": Scope.SUBMIT}  # noqa: RUF012 - the framework's shape


class CaseworkController(DossierTalkController):
    """What the province does around a dossier (việc quanh hồ sơ)."""

    path = "/api/v1/appraisals/{appraisal_id:uuid}"
    opt: dict[str, Any] = {"policy": APPRAISER | {Role.SIGNER}, "writes": Scope.DECIDE}  # noqa: RUF012 - the framework's shape

    @post("/extension", status_code=HTTP_201_CREATED, opt=CASEWORK)
    async def extend(
        self,
        appraisal_id: FromPath[UUID],
        data: JSONBody[ExtensionBody],
        repeats: NamedDependency[Repeats],
    ) -> ExtensionView:
        """Put the deadline of the running round off (gia hạn)."""
        asked = ExtendDeadline(appraisal_id, data.seen, data.until, data.reason_code, data.note)
        return await repeats.answer(extend_deadline, asked, ExtensionView)

    @get("/sample", opt={"policy": APPRAISER})
    async def sample(
        self,
        appraisal_id: FromPath[UUID],
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
    ) -> SheetView:
        """Open the sample with its people; the look is on record (mẫu kiểm tra)."""
        return SheetView.of(await read_sample(ports, actor, ReadSample(appraisal_id)))

    @post("/sample", status_code=HTTP_200_OK, opt=CASEWORK)
    async def draw(
        self,
        appraisal_id: FromPath[UUID],
        data: JSONBody[SeenBody],
        repeats: NamedDependency[Repeats],
    ) -> SampleView:
        """Draw the sample, or give the one already drawn from this list (rút mẫu)."""
        return await repeats.answer(draw_sample, DrawSample(appraisal_id, data.seen), SampleView)

    @post("/sample/results", status_code=HTTP_200_OK, opt=CASEWORK)
    async def record(
        self,
        appraisal_id: FromPath[UUID],
        data: JSONBody[ResultsBody],
        repeats: NamedDependency[Repeats],
    ) -> RecordedView:
        """Write results of a sample down; earlier ones stay on record (ghi kết quả).

        Raises:
            WrongSample: the sample of the list that stands has another seed, or there is none.

        """
        asked_for = ReadSample(appraisal_id)
        sample = (await read_sample(repeats.ports, repeats.actor, asked_for)).sample
        if sample is None or sample.seed != data.seed:
            raise WrongSample("Hồ sơ không có mẫu nào với hạt giống này. Đọc lại mẫu rồi ghi lại.")
        results = tuple((one.number, one.finding) for one in data.results)
        asked = RecordSample(appraisal_id, sample.id, results)
        return await repeats.answer(record_sample, asked, RecordedView)
