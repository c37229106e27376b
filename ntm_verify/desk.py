"""What works on any desk (bàn làm việc): reading and checking, without database or server.

A room of the roof beside `app`, so that `ntm-verify check` starts without loading a web server,
a database layer or a typesetter.
"""

import asyncio
import secrets
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from ntm_verify.domain.across import Found, Listed
from ntm_verify.domain.corrected import CellEdit
from ntm_verify.domain.list_facts import Context
from ntm_verify.domain.marks import Annotation
from ntm_verify.domain.participant_list import CheckedList, RawList
from ntm_verify.domain.reading import ListFile, Reading, ReadingOptions
from ntm_verify.regulations.catalogue import load_catalogue, load_codes
from ntm_verify.regulations.columns import load_wordings
from ntm_verify.regulations.outlook import load_outlook
from ntm_verify.regulations.oversight import load_oversight
from ntm_verify.regulations.rulebook import load_rulebook, rules_version
from ntm_verify.regulations.sample import load_sampling
from ntm_verify.regulations.working_days import load_calendar
from ntm_verify.spreadsheets.launch import Process
from ntm_verify.spreadsheets.reader import ListReader
from ntm_verify.usecases.desk import Desk, PaperFacts, Tell, Workbooks, nobody

if TYPE_CHECKING:
    from ntm_verify.domain.province_report import Report
    from ntm_verify.domain.signature import SignedPaper
    from ntm_verify.domain.units import Register
    from ntm_verify.domain.vouching import Vouched
    from ntm_verify.settings import SigningSettings
    from ntm_verify.signatures.setup import SigningSetup
    from ntm_verify.usecases.generate_lists import Generator

SALT: Final = 32
LOG_KEYS: Final = "log-policy.txt"
NOWHERE: Final = Path("/nonexistent")
"""A folder without keys: whose signatures count is not known."""


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> UUID:
    from ntm_verify.storage.columns import uuid7  # noqa: PLC0415 - loads the database layer

    return uuid7()


def _random_signs(alphabet: str, length: int) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))


def _salts(count: int) -> bytes:
    return secrets.token_bytes(SALT * count)


def _register() -> "Register":
    from ntm_verify.regulations.units import load_register  # noqa: PLC0415 - reads a large table

    return load_register()


def _get_ready(context: Context) -> None:
    from ntm_verify.checking.frames import get_ready  # noqa: PLC0415 - loads the frame library

    get_ready(context)


async def _check_aside(raw: RawList, context: Context) -> CheckedList:
    from ntm_verify.checking.frames import check_list  # noqa: PLC0415 - loads the frame library

    return await asyncio.to_thread(check_list, raw, context)


async def _listed_aside(keys: Sequence[str], others: Sequence[Listed]) -> tuple[Found, ...]:
    from ntm_verify.checking.across import listed_elsewhere  # noqa: PLC0415 - as above

    return await asyncio.to_thread(listed_elsewhere, keys, others)


async def _read_paper(content: bytes) -> PaperFacts:
    from ntm_verify.documents.reader import read_paper  # noqa: PLC0415 - loads the PDF library

    return await read_paper(content)


async def _annotate(content: bytes, form: str, annotation: Annotation, encoding: str) -> bytes:
    from ntm_verify.spreadsheets.annotate_apart import (  # noqa: PLC0415 - only when asked for
        annotate_apart,
    )
    from ntm_verify.spreadsheets.annotate_fresh import Decoding  # noqa: PLC0415 - as above

    decoding = Decoding.of(load_wordings(), encoding)
    return await asyncio.to_thread(annotate_apart, content, form, annotation, decoding)


async def _correct(content: bytes, form: str, edits: Sequence[CellEdit], encoding: str) -> bytes:
    from ntm_verify.spreadsheets.annotate_apart import (  # noqa: PLC0415 - only when asked for
        correct_apart,
    )
    from ntm_verify.spreadsheets.annotate_fresh import Decoding  # noqa: PLC0415 - as above

    decoding = Decoding.of(load_wordings(), encoding)
    return await asyncio.to_thread(correct_apart, content, form, edits, decoding)


async def _plain_book(rows: Sequence[Sequence[str]]) -> bytes:
    from ntm_verify.spreadsheets.correct import plain_book  # noqa: PLC0415 - as above

    return await asyncio.to_thread(plain_book, rows)


async def _findings_book(annotation: Annotation, facts: Sequence[tuple[str, str]]) -> bytes:
    from ntm_verify.spreadsheets.findings_book import findings_book  # noqa: PLC0415 - as above

    return await asyncio.to_thread(
        findings_book, annotation.findings, facts, annotation.language, annotation.names
    )


async def _blank_list(period: str, commune: str, hamlets: Sequence[str], form: str) -> bytes:
    from ntm_verify.spreadsheets.list_template import (  # noqa: PLC0415 - as above
        Template,
        list_template,
        list_template_csv,
    )

    template = Template(period, commune=commune, hamlets=tuple(hamlets))
    write = list_template_csv if form == "csv" else list_template
    return await asyncio.to_thread(write, template)


async def _report(report: "Report", form: str) -> bytes:
    if form == "docx":
        from ntm_verify.documents.report_paper import report_paper  # noqa: PLC0415 - as above

        return await asyncio.to_thread(report_paper, report)
    from ntm_verify.spreadsheets.report_book import report_book  # noqa: PLC0415 - as above

    return await asyncio.to_thread(report_book, report)


def open_workbooks() -> Workbooks:
    """Give the writers of workbooks; each loads its library when it is first asked."""
    return Workbooks(_annotate, _correct, _plain_book, _findings_book, _blank_list, _report)


def signing_setup(told: "SigningSettings | None") -> "SigningSetup":
    """Bring the settings to what the workshop of signatures takes; nothing is read yet."""
    from ntm_verify.signatures.setup import SigningSetup, Token  # noqa: PLC0415 - as above

    if told is None:
        return SigningSetup(NOWHERE)
    token = None
    if told.library and told.pin_file:
        token = Token(told.library, told.token, told.pin_file, told.signer, told.seal)
    return SigningSetup(
        told.folder,
        token=token,
        trust=told.trust,
        chain=told.chain,
        lists=told.lists,
        tsa_url=told.tsa_url,
    )


def _examiner(told: "SigningSettings | None") -> "Callable[[bytes], Awaitable[SignedPaper]]":
    async def examine(content: bytes) -> "SignedPaper":
        from ntm_verify.signatures.examiner import Examiner  # noqa: PLC0415 - as above

        return await Examiner(signing_setup(told)).examine(content, _now())

    return examine


def _voucher(told: "SigningSettings | None") -> "Callable[[Vouched], bool | None]":
    def vouched_for(read: "Vouched") -> bool | None:
        from ntm_verify.signatures.vouching import StatementKeys  # noqa: PLC0415 - as above

        return StatementKeys(told.folder if told else NOWHERE).vouched_for(read)

    return vouched_for


def _stamp_checker(
    told: "SigningSettings | None",
) -> Callable[[bytes, bytes, Sequence[str]], Awaitable[datetime | None]]:
    async def check(token: bytes, text: bytes, pins: Sequence[str]) -> datetime | None:
        from ntm_verify.signatures.note_stamps import NoteStamps  # noqa: PLC0415 - as above

        return await NoteStamps(signing_setup(told), _now).check(token, text, pins)

    return check


def _log_keys(told: "SigningSettings | None") -> Callable[[], str]:
    """Name the log's keys as they lie beside those of signatures; they are no secret."""

    def read() -> str:
        file = (told.folder if told else NOWHERE) / LOG_KEYS
        return file.read_text("utf-8") if file.is_file() else ""

    return read


@asynccontextmanager
async def open_desk(
    launched: Iterable[Process] = (), trust: "SigningSettings | None" = None
) -> AsyncGenerator[Desk]:
    """Open what works without database, server or network, for as long as the block lasts.

    Where a process was launched to read a list, the list will be checked: what that takes is
    loaded meanwhile. `trust` says whose signatures count; without it none is trusted.
    """
    reader = ListReader(load_wordings(), launched=launched)
    codes, catalogue = load_codes(), load_catalogue()
    if launched:
        context = Context(_now().date(), codes, catalogue)
        threading.Thread(target=_get_ready, args=(context,), name="frames").start()

    async def read(
        files: Sequence[ListFile], options: ReadingOptions, turn: str, tell: Tell = nobody
    ) -> Reading:
        return await reader.read(files, options, turn=turn, tell=tell)

    try:
        yield Desk(
            now=_now,
            new_id=_new_id,
            new_token=_random_signs,
            rulebook=load_rulebook(),
            calendar=load_calendar(),
            sampling=load_sampling(),
            oversight=load_oversight(),
            outlook=load_outlook(),
            catalogue=catalogue,
            codes=codes,
            rules_version=rules_version(),
            read_list=read,
            check_list=_check_aside,
            listed_elsewhere=_listed_aside,
            read_paper=_read_paper,
            examine=_examiner(trust),
            vouched_for=_voucher(trust),
            check_stamp=_stamp_checker(trust),
            log_keys=_log_keys(trust),
            workbooks=open_workbooks(),
            register=_register,
            salts=_salts,
        )
    finally:
        reader.close()


def open_generator() -> "Generator":
    """Open what makes up lists (bộ tạo danh sách giả lập)."""
    from ntm_verify.regulations.synthetic import load_stock  # noqa: PLC0415 - only to make lists
    from ntm_verify.spreadsheets.synthetic_out import (  # noqa: PLC0415 - as above
        write_list,
        write_table,
    )
    from ntm_verify.usecases.generate_lists import Generator  # noqa: PLC0415 - as above

    return Generator(load_stock(), write_list, write_table)
