"""What a command may open (cửa của dòng lệnh): handed in by the roof, opened only when needed."""

import json
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from ntm_verify.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, Refusal
from ntm_verify.domain.people import Actor, Role
from ntm_verify.usecases.desk import Desk, Unavailable

if TYPE_CHECKING:
    from ntm_verify.usecases.generate_lists import Generator
    from ntm_verify.usecases.ports import Ports, RemoteService

EXIT_OF_KIND: Final[tuple[tuple[type[Exception], int], ...]] = (
    (InvalidInput, 3),
    (NotPermitted, 5),
    (NotFound, 6),
    (Conflict, 7),
    (Unavailable, 8),
    (Refusal, 3),
)
WRONG_USE: Final = 2


class WrongUse(Exception):
    """The command was called wrongly (gọi sai cách); its text goes to the person."""


@dataclass(frozen=True, slots=True)
class Openers:
    """How a command reaches the outside world.

    `desk` needs nothing; `ports` opens the database; `service` is another computer's server;
    `demo` opens an embedded database in a folder, and `data_dir` is where such folders go;
    `generator` makes up lists.
    """

    desk: Callable[[], AbstractAsyncContextManager[Desk]]
    ports: Callable[[], "AbstractAsyncContextManager[Ports]"]
    service: Callable[[str], "AbstractAsyncContextManager[RemoteService]"]
    demo: Callable[[Path], "AbstractAsyncContextManager[Ports]"]
    data_dir: Path
    generator: Callable[[], "Generator"]


class Command(Protocol):
    """One command, opened by the parser (một lệnh)."""

    async def __call__(self, openers: Openers, asked: Any) -> int:  # noqa: ANN401 - a namespace
        """Run, and give the exit code."""
        ...


def console(role: Role, province: str = "") -> Actor:
    """Name whoever sits at the console of this machine, acting in an office."""
    return Actor(f"console:{getuser()}", role, province or "console", province, name=getuser())


def say(text: str) -> None:
    """Tell the person something that is no result (stderr)."""
    print(text, file=sys.stderr)


def show_json(document: object) -> None:
    """Print exactly one JSON document."""
    print(json.dumps(document, ensure_ascii=False, indent=1))


def read_file(name: str) -> bytes:
    """Read a file that the person named.

    Raises:
        WrongUse: it cannot be read.

    """
    try:
        return Path(name).read_bytes()
    except OSError as failure:
        raise WrongUse(f"Không đọc được tệp “{name}”: {failure.strerror}.") from failure


def exit_code(error: Exception) -> int:
    """Give the exit code of an error's kind."""
    return next((code for kind, code in EXIT_OF_KIND if isinstance(error, kind)), 1)
