"""The files in which a dossier is written down (các tệp của hồ sơ): .json, .xml, .csv."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from .corrections import FORMULA_SIGNS
from .evidence import MASK, SEVERITIES, DossierFile, Evidence
from .findings import Catalogue, Field
from .participant_list import CheckedList, Column, RawList
from .report import describe
from .roster import Roster

SCHEMA: Final = "ntm-verify/dossier/1"
BOM: Final = "\ufeff"


def json_file(told: DossierFile) -> bytes:
    """Write a dossier as JSON, the same always the same way."""
    document = {"schema": SCHEMA, **asdict(told)}
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def xml_file(told: DossierFile) -> bytes:
    """Write a dossier as XML: particulars, documents and acts in the order they came."""
    root = Element(
        "hoSo", {"banMau": SCHEMA, "ma": told.id, "xa": told.commune, "ngayChot": told.as_of}
    )
    about = SubElement(root, "thongTin")
    for fact in told.facts:
        SubElement(about, "muc", {"khoa": fact.key, "ten": fact.label}).text = _plain(fact.text)
    documents = SubElement(root, "taiLieu", {"thuTu": "theo thời điểm hình thành"})
    for one in told.documents:
        facts = {"so": str(one.order), "luc": one.at, "tep": one.path, "sha256": one.sha256}
        SubElement(documents, "taiLieuSo", facts | {"soByte": str(one.length)}).text = one.title
    findings = SubElement(root, "ketQuaKiemTra")
    for group in told.groups:
        facts = {"ma": group.code, "mucDo": group.severity, "soLan": str(group.count)}
        SubElement(findings, "nhom", facts).text = group.reason
    acts = SubElement(root, "dienBien", {"thuTu": "theo số dòng nhật ký"})
    for act in told.happenings:
        facts = {"dong": act.index, "luc": act.at, "ma": act.code, "vaiTro": act.who}
        line = SubElement(acts, "suViec", facts | {"nguoi": act.actor, "donVi": act.unit})
        SubElement(line, "noiDung").text = f"{act.what}: {act.detail}" if act.detail else act.what
        for change in act.changes:
            values = {"truoc": _plain(change.before), "sau": _plain(change.after)}
            SubElement(line, "thayDoi", values).text = change.what
    indent(root, " ")
    body: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def _plain(text: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")


def list_file(roster: Roster, *, masked: bool) -> bytes:
    """Write the kept list as CSV; masked, neither name nor number stands in it."""
    rows = [
        (
            row.line,
            MASK if masked and row.name else row.name,
            MASK if masked and row.number else row.number,
            row.hamlet,
            "có" if row.counted else "không",
            " ".join(row.codes),
        )
        for row in roster.rows
    ]
    head = ("Dòng", "Họ và tên", "Mã số", "Thôn", "Được tính", "Mã lỗi, cảnh báo")
    return table(head, rows)


def findings_file(evidence: Evidence, catalogue: Catalogue) -> bytes:
    """Write every finding as CSV, in words; masked, no cell is quoted."""
    roster = evidence.roster
    raw = roster.to_raw() if roster else RawList((), [], [], {})
    if evidence.masked:
        hidden = {
            name: Column([MASK if text else "" for text in column.texts], column.kinds)
            for name, column in raw.columns.items()
        }
        raw = replace(raw, columns=hidden)
    size = len(raw)
    names = raw.columns[Field.NAME].texts if raw.columns else ()
    keys = raw.columns[Field.ID].texts if raw.columns else ()
    checked = CheckedList((), names, keys, "-" * size, "?" * size, bytes(size), bytes(size))
    told = (describe(finding, raw, checked, catalogue) for finding in evidence.findings)
    rows = [
        (one.sheet, one.row or "", one.cell, one.code, SEVERITIES[one.severity], one.message)
        for one in told
    ]
    return table(("Trang", "Dòng", "Ô", "Mã", "Mức độ", "Nội dung"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table as CSV that spreadsheet programs open; no cell is run as a formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([_harmless(str(cell)) for cell in row])
    return (BOM + written.getvalue()).encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in FORMULA_SIGNS else cell
