"""Read the rule sets that ship with the package (bộ tiêu chí theo văn bản)."""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

from ntm_verify.domain.regulation import Clause, CommuneGroup, Rulebook
from ntm_verify.domain.wording import short_day

_CLAUSE: Final = b"[[clause]]"
PRINTED: Final = frozenset({"official", "press"})
"""Marks of facts that a paper may state."""


def load_rulebook() -> Rulebook:
    """Read every instrument shipped with the package, once, at start; other tables have none."""
    shipped = sorted(files(__package__).iterdir(), key=lambda file: file.name)
    texts = [file.read_bytes() for file in shipped if file.name.endswith(".toml")]
    groups = tomllib.loads((files(__package__) / "commune_groups.toml").read_text("utf-8"))
    return Rulebook(
        tuple(clause for text in texts if _CLAUSE in text for clause in read_clauses(text)),
        tuple(CommuneGroup(**row) for row in groups["group"]),
    )


def rules_version() -> str:
    """Name the rules over rows by their data: the catalogue of findings and the code tables."""
    folder = files(__package__)
    texts = [(folder / name).read_bytes() for name in ("findings.toml", "codes.toml")]
    return f"1-{sha256(b''.join(texts)).hexdigest()[:12]}"


def read_clauses(text: bytes) -> Iterator[Clause]:
    """Read the clauses of one file; files without clauses give none."""
    instrument = tomllib.loads(text.decode())
    digest = sha256(text).hexdigest()
    for row in instrument.get("clause", ()):
        yield _clause(instrument, row, digest)


def _clause(instrument: dict[str, Any], row: dict[str, Any], digest: str) -> Clause:
    return Clause(
        rule_set=row["rule_set"],
        clause=row["clause"],
        criterion=row["criterion"],
        area=instrument["area"],
        legal_reference=instrument["number"],
        first_day=row["first_day"],
        last_day=row["last_day"],
        percent=Decimal(row["percent"]) if "percent" in row else None,
        both_sexes=row.get("both_sexes"),
        sha256=digest,
        title=instrument.get("title", ""),
        source=instrument.get("source", ""),
        marks=tuple(sorted(row.get("marks", {}).items())),
        citation=citation(instrument),
    )


def citation(instrument: Mapping[str, Any]) -> str:
    """Name an instrument as Nghị định 30/2020/NĐ-CP asks (Phụ lục I, mục II.3): "" if not told.

    Kind, number, day, issuer and abstract, each only as far as it is not marked unconfirmed.
    """
    told = instrument.get("citation")
    if told is None:
        return ""
    sure = {name for name, mark in told["marks"].items() if mark in PRINTED}
    parts = (
        ("number", f"{told['kind']} số {instrument['number']}"),
        ("day", f"ngày {short_day(told['day'])}"),
        ("issuer", f"của {instrument['issuer']}"),
        ("title", f"về {instrument['title']}"),
    )
    return " ".join(text for name, text in parts if name in sure)
