"""The child process that reads files (tiến trình con đọc tệp).

It gets one file at a time on its standard input, gives one answer on its standard output, and
can do nothing else: no environment, a bounded address space, no file to write, and, once ready,
no descriptor left to open a file or a connection with.
"""

import codecs
import gc
import os
import pickle
import resource
import sys
from typing import Any, BinaryIO, Final

from ntm_verify.domain.reading import ListRefused

from . import wire
from .book_reader import BookReader
from .limits import Limits
from .refusing import corrupt, unsafe
from .task import Task

_SIZE: Final = 8
_GRACE: Final = 2
_ENCODINGS: Final = ("utf-16", "utf-16-le", "utf-16-be", "cp1258", "cp1252", "cp437", "utf-8-sig")


def lock_down(limits: Limits) -> None:
    """Give up everything reading does not need; there is no way back."""
    for encoding in _ENCODINGS:
        codecs.lookup(encoding)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def allow_seconds(limits: Limits) -> None:
    """Grant one file its share of processor time; going over ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + limits.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def receive(pipe: BinaryIO) -> Any:  # noqa: ANN401 - pickled: anything
    """Take what the parent sends; it is the parent's own, so it may be unpickled."""
    size = int.from_bytes(pipe.read(_SIZE), "little")
    return pickle.loads(pipe.read(size)) if size else None  # noqa: S301 - from the parent only


def answer(reader: BookReader, task: Task) -> tuple[dict[str, Any], list[bytes]]:
    """Read one file; whatever goes wrong is one kind of answer."""
    try:
        return wire.pack_answer(reader.read(task))
    except ListRefused as refused:
        return wire.pack_refusal(refused), []
    except MemoryError:
        return wire.pack_refusal(unsafe("cần quá nhiều bộ nhớ để đọc")), []
    except BaseException as fault:  # noqa: BLE001 - the one boundary; a panic is no Exception
        return wire.pack_refusal(corrupt()) | {"fault": type(fault).__name__}, []


def main() -> None:
    """Serve files until the parent closes the pipe, or the first one that was refused."""
    source, drain = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    wordings, limits = receive(source)
    reader = BookReader(
        wordings, limits, lambda done, total: wire.write(drain, {"beat": [done, total]}, [])
    )
    lock_down(limits)
    gc.disable()
    while (task := receive(source)) is not None:
        allow_seconds(limits)
        header, buffers = answer(reader, task)
        wire.write(drain, header, buffers)
        task, buffers = None, []
        gc.collect()
        if "refused" in header:
            return
