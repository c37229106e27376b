"""Issue papers in processes that are killed: at step 1, 2, 3 … of everything that reaches outside.

`python -m tests.support.killing URL` issues the n-th dossier in a process of its own that kills
itself (SIGKILL, nothing is cleaned up) at its n-th step, until one comes through; prints the name
of each step. DỮ LIỆU GIẢ LẬP.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from sqlalchemy import event

from ntm_verify.domain.people import Actor
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.ports import Kept, Opening, Ports, Transaction

from .builders import SIGNER, an_id
from .outside import Outside
from .worlds import DatabaseWorld, database_at

Given = TypeVar("Given")
MOST: Final = 23


@dataclass
class Killer:
    """Counts steps, and ends the process at one of them."""

    at: int
    steps: int = 0

    def step(self, name: str) -> None:
        self.steps += 1
        if self.steps == self.at:
            os.write(1, f"{name}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def ports(self, ports: Ports) -> Ports:
        return replace(
            ports,
            transaction=self._around(ports.transaction),
            render=self._near("render", ports.render),
            publish=self._near("publish", ports.publish),
            sign_paper=self._near("sign", ports.sign_paper),
        )

    def _around(self, opening: Opening) -> Opening:
        @asynccontextmanager
        async def transaction(
            actor: Actor | None = None, /, *, kept: Kept | None = None
        ) -> AsyncGenerator[Transaction]:
            self.step("before a transaction")
            async with opening(actor, kept=kept) as tx:
                yield tx
                self.step("a transaction is done and not written")
            self.step("a transaction is kept")

        return transaction

    def _near(self, name: str, do: Callable[..., Awaitable[Given]]) -> Any:  # noqa: ANN401 - as it was
        async def done(*told: object) -> Given:
            given = await do(*told)
            self.step(f"after {name}")
            return given

        return done


async def issue(url: str, number: int) -> None:
    """Issue the dossier of a number, with chance of its own, and be killed at that step."""
    outside = Outside(made=number * 10_000)
    async with database_at(url, outside) as database:
        world, killer = DatabaseWorld(database, outside), Killer(number)
        event.listen(
            database.engine.sync_engine, "commit", lambda _: killer.step("written and not kept")
        )
        asked = IssueCertificate(an_id(number), 1)
        await issue_certificate(killer.ports(world.ports), SIGNER, asked)


def main(url: str) -> int:
    """Walk the steps; end when a process came through."""
    for number in range(1, MOST):
        child = os.fork()
        if child == 0:
            asyncio.run(issue(url, number))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            return os.WEXITSTATUS(status)
        if os.WTERMSIG(status) != signal.SIGKILL:
            return 2
    return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
