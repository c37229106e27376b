"""The JSON of `check` as the contract fixes it: `ntm-verify/check/1` (kết quả máy đọc)."""

from collections.abc import Mapping
from typing import Any, Final

from ntm_verify.domain.appraisal import HamletCount
from ntm_verify.domain.coverage import Assessment, Verdict
from ntm_verify.domain.findings import Catalogue, Check, Field
from ntm_verify.domain.list_rules import refusal_text
from ntm_verify.domain.participant_list import Finding, RawList
from ntm_verify.domain.reading import FileFacts, ListRefused
from ntm_verify.domain.report import describe_all, group_findings
from ntm_verify.usecases.check_list import CheckList, ListReport

SCHEMA: Final = "ntm-verify/check/1"
ID_KINDS: Final[Mapping[str, str]] = {"b": "bhxh10", "c": "card15", "p": "personal12"}


def report_json(report: ListReport, catalogue: Catalogue, *, rows: bool) -> dict[str, Any]:
    """Give the whole answer; it stays bounded whatever the list holds."""
    raw, checked, counts = report.reading.raw, report.checked, report.counts
    findings = (*report.notes, *checked.findings)
    described = describe_all(findings, raw, checked, catalogue)
    told: dict[str, Any] = {
        "schema": SCHEMA,
        "files": [_file(facts, raw) for facts in report.reading.files],
        "list": _list(report, catalogue),
        "counts": {
            "rows": counts.rows,
            "people": counts.people,
            "counted": counts.counted,
            "not_counted": counts.not_counted,
            "doubtful": counts.doubtful,
        },
        "coverage": _coverage(report.assessment, report.hamlets),
        "rule": _rule(report),
        "assessment": _verdict(report).value,
        "doubts": [doubt.value for doubt in report.assessment.doubts],
        "findings": [
            {
                "code": d.code,
                "severity": d.severity.value,
                "sheet": d.sheet,
                "row": d.row or None,
                "cell": d.cell,
                "field": d.field.value,
                "value": d.value,
                "message": d.message,
                "hint": d.hint,
                "repaired_to": d.repaired_to,
                "other_commune": _other_commune(finding),
            }
            for d, finding in zip(described, findings, strict=False)
        ],
        "finding_groups": [
            {
                "code": g.code,
                "field": g.field.value,
                "severity": g.severity.value,
                "count": g.count,
                "rows": [place.row for place in g.first_rows],
            }
            for g in group_findings(findings, raw, catalogue, checked.counts)
        ],
    }
    if rows:
        told["rows"] = _rows(report)
    return told


def _list(report: ListReport, catalogue: Catalogue) -> dict[str, Any]:
    """Say whether the list can be taken; with too many errors its columns must be shifted."""
    counts, judgement = report.counts, report.judgement
    if judgement.reason is not None:
        message = refusal_text(judgement, catalogue)
        return {"verdict": "reject", "reason": judgement.reason.value, "message": message}
    return {
        "verdict": "accept_with_findings" if counts.errors or counts.warnings else "accept",
        "reason": None,
        "message": f"Đã đọc {counts.rows} dòng, {counts.counted} người được tính.",
    }


def _verdict(report: ListReport) -> Verdict:
    is_refused = report.judgement.reason is not None
    return Verdict.UNDETERMINED if is_refused else report.assessment.verdict


def _other_commune(finding: Finding) -> str | None:
    return finding.detail if finding.check is Check.DUPLICATE_OTHER_LIST else None


def refusal_json(refused: ListRefused, request: CheckList) -> dict[str, Any]:
    """Give the answer about a list that was refused as a whole."""
    return {
        "schema": SCHEMA,
        "files": [{"name": file.name} for file in request.files],
        "list": {
            "verdict": "reject",
            "reason": refused.reason.value,
            "message": str(refused),
            "file": refused.file,
            "encoding": refused.encoding or None,
            "preview": [{"before": a, "after": b} for a, b in refused.preview],
        },
        "counts": None,
        "coverage": None,
        "rule": None,
        "assessment": Verdict.UNDETERMINED.value,
        "findings": [],
        "finding_groups": [],
    }


def _file(facts: FileFacts, raw: RawList) -> dict[str, Any]:
    return {
        "name": facts.name,
        "sha256": facts.sha256,
        "format": facts.format,
        "sheets": [
            {
                "name": source.sheet,
                "header_row": source.header_row,
                "columns": {_key(name): letters for name, letters in source.columns.items()},
                "rows_read": source.rows_read,
                "dropped": dict(source.dropped),
            }
            for source in raw.sources
            if source.file == facts.name
        ],
    }


def _key(name: Field) -> str:
    return "number" if name is Field.ID else name.value


def _coverage(a: Assessment, hamlets: tuple[HamletCount, ...]) -> dict[str, Any]:
    by_sex = {
        {"nam": "male", "nữ": "female"}[share.label]: {
            "participants": share.insured,
            "population": share.population,
            "required": share.required,
        }
        for share in a.by_sex
    }
    return {
        "participants": a.tally.insured,
        "population": a.population.total,
        "percent_truncated": a.percent_truncated,
        "required": a.required,
        "shortfall": a.shortfall,
        "lower": {"participants": a.lower},
        "rests_on_doubt": a.rests_on_doubt,
        "by_sex": {**by_sex, "unknown": a.tally.unknown} if by_sex else None,
        "by_hamlet": [{"hamlet": h.hamlet, "counted": h.counted} for h in hamlets],
    }


def _rule(report: ListReport) -> dict[str, Any]:
    clause, threshold = report.ruling.clause, report.ruling.threshold
    if threshold is None:
        return {
            "rule_set": clause.rule_set if clause else None,
            "clause": clause.clause if clause else None,
            "threshold": None,
            "legal_reference": clause.legal_reference if clause else None,
            "sha256": clause.sha256 if clause else None,
        }
    return {
        "rule_set": threshold.rule_set,
        "clause": threshold.clause,
        "threshold": str(threshold.percent),
        "both_sexes": threshold.both_sexes,
        "legal_reference": threshold.legal_reference,
        "sha256": threshold.sha256,
        "marks": dict(clause.marks) if clause else {},
    }


def _rows(report: ListReport) -> list[dict[str, Any]]:
    raw, checked = report.reading.raw, report.checked
    births, ends = raw.columns.get(Field.BIRTH), raw.columns.get(Field.VALID_TO)
    hamlets = raw.columns.get(Field.HAMLET)
    return [
        {
            "sheet": raw.sources[raw.source_of[place]].sheet,
            "row": line,
            "name": checked.names[place],
            "id": checked.keys[place],
            "id_kind": ID_KINDS.get(checked.id_kinds[place]),
            "hamlet": hamlets.texts[place] if hamlets else raw.sources[raw.source_of[place]].hamlet,
            "birth": births.texts[place] if births else None,
            "valid_to": ends.texts[place] if ends else None,
            "counted": bool(checked.counted[place]),
        }
        for place, line in enumerate(raw.lines)
    ]
