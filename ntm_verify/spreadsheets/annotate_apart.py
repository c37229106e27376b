"""Marking or correcting a file in a process of its own (trong tiến trình riêng), as reading is.

What a hostile file does to its reader it does to a process that has no environment, a bounded
share of memory and time, no file to write and no descriptor left to open anything with.
"""

import gc
import json
import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import ntm_verify
from ntm_verify.domain.corrected import CellEdit
from ntm_verify.domain.marks import Annotation
from ntm_verify.domain.reading import ListRefused

from . import wire
from .annotate import annotate
from .annotate_fresh import Decoding
from .child import allow_seconds, lock_down
from .correct import correct
from .limits import Limits
from .refusing import corrupt, unsafe

_ROOT: Final = str(Path(ntm_verify.__file__).parents[1])
_START: Final = (
    "import sys; sys.path[:] = sys.argv[1:]; "
    "from ntm_verify.spreadsheets.annotate_apart import main; main()"
)
_DONE, _REFUSED = b"+", b"-"


def annotate_apart(
    content: bytes,
    form: str,
    annotation: Annotation,
    decoding: Decoding | None = None,
    limits: Limits | None = None,
) -> bytes:
    """Do what `annotate` does, in a limited process that ends with it; the caller waits.

    Raises:
        ListRefused: the file is broken or unsafe, or asks for too much.

    """
    return _apart(content, form, annotation, decoding, limits or Limits())


def correct_apart(
    content: bytes,
    form: str,
    edits: Sequence[CellEdit],
    decoding: Decoding | None = None,
    limits: Limits | None = None,
) -> bytes:
    """Do what `correct` does, in a limited process that ends with it; the caller waits.

    Raises:
        ListRefused: the file is broken or unsafe, or asks for too much.

    """
    return _apart(content, form, tuple(edits), decoding, limits or Limits())


def _apart(
    content: bytes,
    form: str,
    work: Annotation | tuple[CellEdit, ...],
    decoding: Decoding | None,
    allowed: Limits,
) -> bytes:
    task = pickle.dumps((content, form, work, decoding, allowed), protocol=5)
    paths = [_ROOT, *(path for path in sys.path if path and path != _ROOT)]
    command = [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START, *paths]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter, our own code
            command,
            input=task,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            timeout=allowed.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise unsafe("cần quá nhiều thời gian để đánh dấu") from None
    kind, answer = done.stdout[:1], done.stdout[1:]
    if kind == _DONE:
        return answer
    if kind == _REFUSED:
        raise wire.unpack_refusal(json.loads(answer), "")
    raise unsafe("cần quá nhiều bộ nhớ hoặc thời gian để đánh dấu")


def main() -> None:
    """Mark or correct the one file that standard input holds."""
    content, form, work, decoding, limits = pickle.loads(  # noqa: S301 - from the parent only
        sys.stdin.buffer.read()
    )
    lock_down(limits)
    allow_seconds(limits)
    gc.disable()
    try:
        if isinstance(work, Annotation):
            answer = _DONE + annotate(content, form, work, decoding, limits)
        else:
            answer = _DONE + correct(content, form, work, decoding, limits)
    except ListRefused as refused:
        answer = _REFUSED + json.dumps(wire.pack_refusal(refused)).encode()
    except MemoryError:
        refusal = unsafe("cần quá nhiều bộ nhớ để đánh dấu")
        answer = _REFUSED + json.dumps(wire.pack_refusal(refusal)).encode()
    except BaseException:  # noqa: BLE001 - the one boundary; a panic is no Exception
        answer = _REFUSED + json.dumps(wire.pack_refusal(corrupt())).encode()
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
