"""A province enters its term; a dossier whose people are gone says so, and still proves itself."""

import asyncio
from collections.abc import Callable
from html import unescape
from typing import Final

from ntm_verify.app import open_ports
from ntm_verify.domain.people import Actor, Role
from ntm_verify.domain.retention import EnteredTerm, PurgedFiles, RetentionKind, purge_event
from tests.support.site import Site, Visitor

DOCUMENT: Final = "Quyết định số 12/QĐ-UBND ngày 05/01/2026 (DỮ LIỆU GIẢ LẬP)"
PAGE: Final = "/province/retention"


async def purged(site: Site) -> str:
    """Delete the list of the test's own dossier as the act does; give the dossier's id."""
    dossier = site.dossiers["certified"]
    async with open_ports(site.settings) as ports, ports.transaction() as tx:
        kept = await tx.appraisals.get(dossier.id)
        assert kept.outcome
        files = await tx.purging.drop_files({kept.outcome.roster_sha256})
        operator = Actor("console:gia-lap", Role.OPERATOR, "console", kept.province)
        entries = await tx.audit.of_subject("submission", str(kept.id))
        kind = RetentionKind.PERSON_ROWS
        term = EnteredTerm(kept.province, kind, 120, DOCUMENT, "u-0", ports.now())
        taken = PurgedFiles(kept.outcome.counts.rows, files, (entries[-1].index,))
        await tx.audit.append(purge_event(operator, kept.subject(), term, taken, ""))
    return str(dossier.id)


def test_a_dossier_whose_people_are_gone_says_when_and_why_and_still_proves_itself(
    site: Site, visitor: Callable[[str], Visitor]
) -> None:
    own = site.own("certified")
    dossier = asyncio.run(purged(own))
    gone = f"tháng, căn cứ {DOCUMENT}"
    auditor = visitor("kiem-toan")

    case = unescape(auditor.get(f"/audit/appraisals/{dossier}").text)
    again = unescape(auditor.post(f"/audit/appraisals/{dossier}/recomputation", {}).text)
    past = unescape(auditor.get(f"/audit/appraisals/{dossier}/past?day=31%2F12%2F2099").text)
    verified = unescape(auditor.get(f"/verify/{own.tokens['certified']}").text)

    for page in (case, again, past):
        assert gone in page
    assert f"căn cứ {DOCUMENT}" in case.partition("xóa họ tên, mã số hết thời hạn")[2]
    assert "Chưa đủ căn cứ" in again
    assert "Giống hệt" not in again
    assert "còn hiệu lực" in verified.lower()
    commune = unescape(visitor("xa-an").get(f"/submissions/{dossier}").text)
    assert f"căn cứ {DOCUMENT}" in commune


def test_a_term_needs_its_document_and_the_preview_says_what_is_due(
    visitor: Callable[[str], Visitor],
) -> None:
    administrator = visitor("quan-tri")
    typed = {"kind": "person_rows", "months": "120", "document": DOCUMENT}
    for field, value in (("kind", "raw_files"), ("months", "6"), ("document", " ")):
        answer = administrator.post(PAGE, typed | {field: value})
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text

    assert administrator.post(PAGE, typed).status_code == 303

    page = unescape(administrator.get(PAGE).text)
    assert "10 năm" in page
    assert DOCUMENT in page
    preview = unescape(administrator.get(f"{PAGE}/purge").text)
    assert "Hiện không có danh sách nào đến hạn" in preview
    order = {"plan": "x", "note": "Biên bản hủy số 1 (giả lập)"}
    own = administrator.post(f"{PAGE}/purge", order)
    assert own.status_code == 403
    assert "quản trị khác của tỉnh" in unescape(own.text)
    assert administrator.post(f"{PAGE}/purge", order | {"note": "hết"}).status_code == 422
