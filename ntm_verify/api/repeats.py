"""Writes that may be sent again: the header `Idempotency-Key` (gửi lại an toàn).

A route that changes something answers through `Repeats`. What makes two requests the same is what
the use case is asked for, files by their content, and not how it was spelt on the wire.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any, Final, Protocol, Self, TypeVar

from litestar.di import NamedDependency
from litestar.params import HeaderParameter
from msgspec import json

from ntm_verify.domain.people import Actor
from ntm_verify.usecases.once import Once, answer_once
from ntm_verify.usecases.ports import Ports

HEADER: Final = "Idempotency-Key"
Asked = TypeVar("Asked")


class Shown(Protocol):
    """A view that shows the value of a use case (khung nhìn)."""

    @classmethod
    def of(cls, value: Any, /) -> Self:  # noqa: ANN401 - each view has its own
        """Show a value."""
        ...


View = TypeVar("View", bound=Shown)


@dataclass(frozen=True, slots=True)
class Repeats:
    """Who asks, and under which key; None for a program that does not use keys (khóa, người gửi).

    An empty key is no key left out: its sender believes to be safe, and is told otherwise.
    """

    ports: Ports
    actor: Actor
    key: str | None

    async def answer(
        self,
        usecase: Callable[[Ports, Actor, Asked], Awaitable[object]],
        asked: Asked,
        view: type[View],
    ) -> View:
        """Do the act and show what came of it, or answer as the first time.

        Raises:
            UnusableKey, KeyReused: the key cannot serve.

        """
        if self.key is None:
            return view.of(await usecase(self.ports, self.actor, asked))

        async def act() -> str:
            shown = view.of(await usecase(self.ports, self.actor, asked))
            return json.encode(shown).decode()

        once = Once(self.key, _digest(asked), act)
        return json.decode(await answer_once(self.ports, self.actor, once), type=view)


def _digest(asked: object) -> str:
    told = json.encode([type(asked).__name__, asked], order="deterministic")
    return sha256(told).hexdigest()


async def provide_repeats(
    ports: NamedDependency[Ports],
    actor: NamedDependency[Actor],
    repeat_key: Annotated[str | None, HeaderParameter(name=HEADER)] = None,
) -> Repeats:
    """Take the key from the header."""
    return Repeats(ports, actor, repeat_key)
