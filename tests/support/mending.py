"""Lists that wait to be mended on screen, and the pages for it (DỮ LIỆU GIẢ LẬP)."""

from typing import Final

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.corrections import Correction
from ntm_verify.domain.findings import Field
from ntm_verify.domain.people import SYSTEM, Actor
from ntm_verify.usecases.check_submission import CheckSubmission, check_submission
from ntm_verify.usecases.correct_rows import CorrectRows, correct_rows
from ntm_verify.usecases.ports import Ports

OLD_FONT: Final = (
    "Hä vµ tªn,M· sè BHXH,Th«n\n"
    + "".join(f"NguyÔn V¨n MÉu,000020025{n},Th«n §«ng\n" for n in range(9))
).encode("cp1252")
"""A list typed with a TCVN3 font."""
MENDING_PAGES: Final = (
    ("xa-an", "/submissions/{checked}/mend"),
    ("xa-an", "/submissions/{checked}/mend?group=id_length.id&page=1"),
    ("xa-an", "/submissions/{mended}/mend?group=name_missing.name&page=1"),
    ("xa-an", "/submissions/{mended}/mended"),
    ("xa-an", "/submissions/{mended}/rows"),
    ("xa-an", "/submissions/{mended}/rows?only=out&page=1"),
    ("xa-an", "/submissions/{mended}/rows/0-2"),
    ("xa-an", "/submissions/{checked}/columns"),
    ("xa-an", "/submissions/{refused_file}/columns"),
    ("xa-an", "/submissions/{old_font}"),
    ("xa-an", "/submissions/{old_font}/font"),
    ("xa-an", "/submissions/{checked}/font"),
)


async def mended(ports: Ports, by: Actor, dossier: Appraisal) -> Appraisal:
    """Mend the first row on screen, and take the second one out."""
    edits = (Correction(0, 2, Field.ID, "0000200239"), Correction(0, 3, Field.ROW, None))
    request = CorrectRows(dossier.id, dossier.version, edits)
    started = await correct_rows(ports, by, request)
    return await check_submission(ports, SYSTEM, CheckSubmission(started.id))
