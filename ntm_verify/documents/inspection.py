"""The process that opens a stranger's PDF (tiến trình đọc tệp PDF lạ): bytes in, JSON out.

Run as `python -m ntm_verify.documents.inspection`. Prints {"statement": …, "fonts_embedded": …}
or {"refused": code}. Nothing is recovered or guessed: a file that is not whole is refused.
"""

import io
import json
import resource
import sys
import zlib
from collections.abc import Iterator
from typing import Any, Final, NoReturn

import pikepdf

MEMORY: Final = 768 * 2**20
CPU_SECONDS: Final = 10
OPEN_FILES: Final = 16
LONGEST_STATEMENT: Final = 2**20
MOST_OBJECTS: Final = 200_000
STATEMENT_NAME: Final = "tham-dinh.json"
PROOF_NAME: Final = "certificate.tlog-proof"
SCHEMA: Final = "ntm-verify/certificate/"


class Refused(Exception):
    """Why the file is not read, as a code."""


def limit() -> None:
    """Take the limits on memory, time, files and output; they last as long as the process."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def inspect(content: bytes) -> dict[str, object]:
    """Say what a PDF carries.

    Raises:
        Refused: the code of the reason.

    """
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise Refused("encrypted")
            if len(pdf.objects) > MOST_OBJECTS:
                raise Refused("limits")
            told = {"statement": _statement(pdf), "fonts_embedded": _fonts_embedded(pdf)}
            return {**told, "proof": _proof(pdf)}
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    except (MemoryError, RecursionError):
        raise Refused("limits") from None
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, TypeError, KeyError):
        raise Refused("damaged") from None


def _statement(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """Take the one attached statement, never more than a MiB of it."""
    found = [spec for spec in pdf.attachments.values() if spec.filename == STATEMENT_NAME]
    if len(found) != 1:
        raise Refused("no_statement")
    stream = found[0].get_file().obj
    if not isinstance(stream, pikepdf.Stream):
        raise Refused("damaged")
    text = _bounded(stream)
    try:
        statement = json.loads(
            text.decode(), object_pairs_hook=_no_doubles, parse_constant=_no_constant
        )
    except ValueError:
        raise Refused("bad_statement") from None
    if not isinstance(statement, dict) or not str(statement.get("schema")).startswith(SCHEMA):
        raise Refused("bad_statement")
    return statement


def _proof(pdf: pikepdf.Pdf) -> str:
    """Take the one attached proof of the log, "" where there is none."""
    found = [spec for spec in pdf.attachments.values() if spec.filename == PROOF_NAME]
    if not found:
        return ""
    stream = found[0].get_file().obj
    if len(found) > 1 or not isinstance(stream, pikepdf.Stream):
        raise Refused("damaged")
    return _bounded(stream).decode()


def _bounded(stream: pikepdf.Stream) -> bytes:
    """Unpack a stream of one Flate filter, or none, within the limit."""
    raw, packing = stream.read_raw_bytes(), _names(stream.get("/Filter"))
    if not packing:
        text = raw
    elif packing == ["/FlateDecode"] and "/DecodeParms" not in stream:
        try:
            text = zlib.decompressobj().decompress(raw, LONGEST_STATEMENT + 1)
        except zlib.error:
            raise Refused("damaged") from None
    else:
        raise Refused("bad_statement")
    if len(text) > LONGEST_STATEMENT:
        raise Refused("limits")
    return text


def _names(packing: pikepdf.Object | None) -> list[str]:
    if packing is None:
        return []
    return [str(n) for n in packing] if isinstance(packing, pikepdf.Array) else [str(packing)]


def _no_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _fonts_embedded(pdf: pikepdf.Pdf) -> bool:
    """Say whether there are fonts, and each carries its own letters."""
    fonts = list(_fonts(pdf))
    return bool(fonts) and all(_is_embedded(font) for font in fonts)


def _fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Find every font of the file; of a composite font its one descendant."""
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Type") != "/Font":
            continue
        if thing.get("/Subtype") != "/Type0":
            yield thing


def _is_embedded(font: pikepdf.Dictionary) -> bool:
    if font.get("/Subtype") == "/Type3":
        return True
    descriptor = font.get("/FontDescriptor")
    files = ("/FontFile", "/FontFile2", "/FontFile3")
    return isinstance(descriptor, pikepdf.Dictionary) and any(n in descriptor for n in files)


def main() -> int:
    """Read a PDF from the standard input and print what it carries."""
    limit()
    try:
        answer = inspect(sys.stdin.buffer.read())
    except Refused as refused:
        answer = {"refused": str(refused)}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
