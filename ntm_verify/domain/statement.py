"""Parts of the machine-readable statement of a paper (bản máy đọc), each from one value.

The whole is `Certificate.statement`; its form is published as a JSON Schema beside the
templates. What papers did not tell at first is told only where it is there, so that the digest of
an old paper stays what it was.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from .coverage import Assessment, Tally, Threshold
from .population import Population
from .unit import Letterhead
from .waiver import Waiver

SCHEMA: Final = "ntm-verify/certificate/1"
"""Names the form of the statement; new members may come, none changes its meaning."""


def population_told(p: Population) -> dict[str, object]:
    """Tell the population, its source and how it is counted."""
    return {
        "total": p.total,
        "male": p.male,
        "female": p.female,
        "source": p.source,
        "date": p.day.isoformat() if p.day else None,
        "basis": p.basis,
    }


def sexes_told(assessment: Assessment) -> list[dict[str, object]]:
    """Tell the figures by sex, where the rule asks for them."""
    return [
        {
            "sex": s.label,
            "participants": s.insured,
            "population": s.population,
            "required": s.required,
        }
        for s in assessment.by_sex
    ]


def rule_told(t: Threshold | None) -> dict[str, object] | None:
    """Tell which threshold applies and what document sets it."""
    if t is None:
        return None
    return {
        "rule_set": t.rule_set,
        "clause": t.clause,
        "threshold": str(t.percent),
        "both_sexes": t.both_sexes,
        "legal_reference": t.legal_reference,
        "sha256": t.sha256,
    }


def form_told(letterhead: Letterhead) -> dict[str, object]:
    """Tell the kind of paper and the version of the province's texts; {} as founded."""
    if not letterhead.form_version:
        return {}
    return {"form": {"type": letterhead.paper_type, "version": letterhead.form_version}}


def waivers_told(
    waivers: Sequence[Waiver], unwaived: Tally, without: Assessment | None
) -> dict[str, object]:
    """Tell which rules are waived, by whom, on what ground, and the result without that."""
    return {
        "waivers": [
            {
                "number": w.number,
                "rule": w.rule,
                "rows": len(w.rows) or None,
                "people": w.people,
                "reason": w.reason_code,
                "asked_by": w.asked_name,
                "decided_by": w.decided_name,
                "legal_base": w.legal_base,
                "until": w.until.isoformat() if w.until else None,
            }
            for w in waivers
        ],
        "without_waivers": {
            "participants": unwaived.insured,
            "percent_truncated": without.percent_truncated if without else None,
            "assessment": without.verdict.value if without else None,
        },
    }


def statement_digest(statement: Mapping[str, object]) -> str:
    """Give the SHA-256 over a statement without digest and voucher, in hex (mã băm bản kê)."""
    told = {name: statement[name] for name in statement if name not in {"sha256", "vouched"}}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
