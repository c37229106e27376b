"""A bundle of evidence (gói bằng chứng): one file, and equal content gives equal bytes.

A zip archive without compression, names in order, times fixed. `manifest.json` names every other
file with its length and SHA-256; `manifest.note` is a signed note of the log's writer over the
manifest. Nothing here knows what the evidence is about.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final

from .canonical import NotCanonical, canonical, read_canonical, tidy

SCHEMA: Final = "ntm-verify/bundle/1"
CONTEXT: Final = "ntm-bundle/v1"
MANIFEST: Final = "manifest.json"
NOTE: Final = "manifest.note"
POLICY: Final = "policy.txt"
ROSTER: Final = "roster.json"
STATES: Final = "states.json"
OPENINGS: Final = "private/openings.json"
PAPERS: Final = "docs/"
CHECKPOINTS: Final = "checkpoints/"
PROOFS: Final = "proofs/"
MOST_FILES: Final = 5_000
MOST_BYTES: Final = 400 * 2**20
"""Of one file, and of all together."""
ABOUT: Final = frozenset({"schema", "origin", "subject", "size", "entries", "masked", "files"})
_PATH: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,3}")
_BEGINNING: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_MODE: Final = 0o100644 << 16


class BrokenBundle(Exception):
    """The file is no bundle that could be read (gói bằng chứng không đọc được)."""


def proof_path(index: int) -> str:
    """Name the proof of an entry."""
    return f"{PROOFS}{index:012d}.tlog-proof"


def checkpoint_path(size: int) -> str:
    """Name the checkpoint that the proofs lead to."""
    return f"{CHECKPOINTS}{size:012d}"


def note_text(manifest: bytes) -> bytes:
    """Give the lines that the writer signs over a manifest."""
    return f"{CONTEXT}\n{sha256(manifest).hexdigest()}\n".encode()


def manifest_of(about: Mapping[str, object], files: Mapping[str, bytes]) -> bytes:
    """Write a manifest: what the bundle is about, and every file with length and digest."""
    listed = [
        {"path": path, "length": len(files[path]), "sha256": sha256(files[path]).hexdigest()}
        for path in sorted(files)
    ]
    return canonical(tidy({**about, "schema": SCHEMA, "files": listed}))


def pack_bundle(
    about: Mapping[str, object], files: Mapping[str, bytes], sign: Callable[[bytes], bytes]
) -> bytes:
    """Put files into a bundle; `sign` makes a signed note of a text.

    `about` gives origin, subject, masked, the size of the log that the proofs lead to and the
    entries that are proved.
    """
    manifest = manifest_of(about, files)
    return archive({**files, MANIFEST: manifest, NOTE: sign(note_text(manifest))})


def archive(files: Mapping[str, bytes]) -> bytes:
    """Write files into an archive, the manifest first, and the same files the same way."""
    first = [path for path in (MANIFEST, NOTE) if path in files]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as target:
        for path in (*first, *sorted(set(files) - set(first))):
            entry = zipfile.ZipInfo(path, _BEGINNING)
            entry.create_system, entry.external_attr = _UNIX, _MODE
            target.writestr(entry, files[path])
    return written.getvalue()


def unpack_bundle(content: bytes) -> dict[str, bytes]:
    """Read the files of a bundle; sizes and names are bounded before anything is read.

    Raises:
        BrokenBundle: it is no archive, or one that holds odd names, too much, or a file twice.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            entries = source.infolist()
            _require_bounded(entries)
            return {entry.filename: _content(source, entry) for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as broken:
        raise BrokenBundle("Tệp không phải gói bằng chứng, hoặc đã hỏng.") from broken


def _content(source: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        return source.read(entry)
    except zipfile.BadZipFile as broken:
        raise BrokenBundle(f"Tệp {entry.filename} trong gói đã bị đổi hoặc hỏng.") from broken


def _require_bounded(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    odd = next((name for name in names if not _PATH.fullmatch(name)), None)
    if odd is not None:
        raise BrokenBundle(f"Tên tệp lạ trong gói: {odd[:80]!r}.")
    if len(set(names)) != len(names) or len(names) > MOST_FILES:
        raise BrokenBundle("Gói có hai tệp trùng tên, hoặc quá nhiều tệp.")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise BrokenBundle("Gói lớn hơn mức được đọc.")
    if any(entry.compress_type != zipfile.ZIP_STORED for entry in entries):
        raise BrokenBundle("Gói đã bị nén lại; gói gốc không nén.")


def read_manifest(written: bytes) -> dict[str, Any]:
    """Read a manifest strictly.

    Raises:
        BrokenBundle: it is not written as manifests are.

    """
    try:
        told = read_canonical(written)
    except NotCanonical as broken:
        raise BrokenBundle(f"{MANIFEST} không đúng dạng chuẩn.") from broken
    if not isinstance(told, dict) or told.keys() != ABOUT or told["schema"] != SCHEMA:
        raise BrokenBundle(f"{MANIFEST} không đúng cấu trúc của bản “{SCHEMA}”.")
    if not _is_shaped(told):
        raise BrokenBundle(f"{MANIFEST} thiếu hoặc sai kiểu dữ liệu.")
    return told


def _is_shaped(told: Mapping[str, Any]) -> bool:
    subject, files, entries = told["subject"], told["files"], told["entries"]
    return (
        isinstance(subject, dict)
        and subject.keys() == {"kind", "id"}
        and isinstance(told["origin"], str)
        and isinstance(told["masked"], bool)
        and _is_count(told["size"])
        and isinstance(entries, list)
        and all(map(_is_count, entries))
        and sorted(set(entries)) == entries
        and isinstance(files, list)
        and all(map(_is_file, files))
    )


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_file(told: object) -> bool:
    shaped = isinstance(told, dict) and told.keys() == {"path", "length", "sha256"}
    return shaped and isinstance(told, dict) and _is_count(told["length"])
