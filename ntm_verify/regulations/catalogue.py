"""Read the catalogue of findings and the code tables (danh mục phát hiện, bảng mã)."""

import tomllib
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from ntm_verify.domain.codes import Code, Codes, Habits, Limits, WaiverTerms, Words
from ntm_verify.domain.findings import Catalogue, Severity, Wording

FINDINGS: Final = "findings.toml"
CODES: Final = "codes.toml"


def load_catalogue(day: date | None = None) -> Catalogue:
    """Read every code with its words, as severe as it is on a day (default: as it mostly is)."""
    return read_catalogue(_read(FINDINGS).decode(), day)


def read_catalogue(text: str, day: date | None = None) -> Catalogue:
    """Read a catalogue from the text of its file (danh mục phát hiện)."""
    shipped = tomllib.loads(text)
    entries = {**shipped["check"], **shipped["refused"]}
    words = {code: _wording(code, entry, day) for code, entry in entries.items()}
    return Catalogue(MappingProxyType(words))


def load_codes() -> Codes:
    """Read the code tables and limits shipped with the package."""
    shipped = tomllib.loads(_read(CODES).decode())
    countries = shipped["countries"]
    return Codes(
        groups=read_table(shipped["groups"]),
        card_provinces=read_table(shipped["card_provinces"]),
        countries=range(countries["first"], countries["last"] + 1),
        centuries=MappingProxyType(dict(shipped["centuries"])),
        placeholders=_placeholders(shipped["placeholders"]["numbers"]),
        phone_prefixes=frozenset(shipped["phone"]["prefixes"]),
        words=_words(shipped),
        limits=_limits(shipped),
        habits=_habits(shipped["plausibility"]),
        waivers=WaiverTerms(
            frozenset(shipped["waivers"]["deciders"]), shipped["waivers"]["longest_days"]
        ),
        version=shipped["version"],
    )


def checks_digest() -> str:
    """Give the SHA-256 of catalogue and tables together: what a list was checked by."""
    return sha256(_read(FINDINGS) + b"\0" + _read(CODES)).hexdigest()


def _read(name: str) -> bytes:
    return files(__package__).joinpath(name).read_bytes()


def _wording(code: str, entry: Mapping[str, Any], day: date | None) -> Wording:
    severity = entry["severity"]
    for period in entry.get("periods", ()):
        first, last = period.get("first_day", date.min), period.get("last_day", date.max)
        if day is not None and first <= day <= last:
            severity = period["severity"]
    return Wording(
        code=code,
        severity=Severity(severity),
        message=entry["message"],
        hint=entry["hint"],
        message_en=entry["message_en"],
        hint_en=entry["hint_en"],
        reason=entry["reason"],
        source=entry["source"],
        version=entry["version"],
        example=entry.get("example", ""),
        mark=entry.get("mark", ""),
        waivable=entry.get("waivable", ""),
    )


def read_table(rows: list[dict[str, Any]]) -> Mapping[str, Code]:
    """Read one table of dated codes (bảng mã)."""
    kept = ("code", "meaning", "source", "mark", "first_day", "last_day", "personal")
    codes = (Code(**{key: row[key] for key in kept if key in row}) for row in rows)
    return MappingProxyType({code.code: code for code in codes})


def _placeholders(numbers: list[str]) -> frozenset[str]:
    repeated = {digit * length for digit in "0123456789" for length in (10, 12)}
    return frozenset(repeated | set(numbers))


def _words(shipped: Mapping[str, Any]) -> Words:
    sex, dead, names = shipped["sex"], shipped["deceased"], shipped["names"]
    return Words(
        missing=frozenset(shipped["placeholders"]["words"]),
        newborn=frozenset(shipped["newborn"]["words"]),
        male=frozenset(sex["male"]),
        female=frozenset(sex["female"]),
        sex_codes=frozenset(sex["codes"]),
        deceased=tuple(dead["words"]),
        deceased_before=tuple(dead["before"]),
        deceased_not_after=tuple(dead["not_after"]),
        not_names=frozenset(names["not_names"]),
        not_names_begin=tuple(names["begins"]),
        suspicious_names=frozenset(names["suspicious"]),
    )


def _limits(shipped: Mapping[str, Any]) -> Limits:
    phone, evidence, dates = shipped["phone"], shipped["evidence"], shipped["dates"]
    refusal = shipped["refusal"]
    return Limits(
        newborn_months=shipped["newborn"]["months"],
        phone_least_cells=phone["least_cells"],
        phone_percent=phone["percent"],
        phone_foreign_percent=phone["foreign_percent"],
        evidence_least_cells=evidence["least_cells"],
        evidence_clear_percent=evidence["clear_percent"],
        evidence_possible_percent=evidence["possible_percent"],
        soon_days=dates["soon_days"],
        oldest_years=dates["oldest_years"],
        age_percent=dates["age_percent"],
        sex_least_cells=shipped["sex"]["least_cells"],
        sex_percent=shipped["sex"]["percent"],
        longest_name=shipped["names"]["longest"],
        refusal_least_rows=refusal["least_rows"],
        refusal_error_percent=refusal["error_percent"],
        refusal_mismatch_percent=refusal["mismatch_percent"],
    )


def _habits(told: Mapping[str, Any]) -> Habits:
    names = [name for name in told if name not in {"source", "mark"}]
    return Habits(**{name: told[name] for name in names})
