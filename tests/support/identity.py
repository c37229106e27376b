"""A world with a provider: everything between it and the use cases is real."""

from dataclasses import dataclass, replace
from typing import Any, Final

from ntm_verify.credentials.id_tokens import IdTokenReader
from ntm_verify.credentials.seals import TextSeal
from ntm_verify.domain.identity import Identity, Purpose
from ntm_verify.domain.people import Actor
from ntm_verify.gateways.oidc import ProviderClient
from ntm_verify.usecases.ask_provider import AskProvider, WayThere, ask_provider
from ntm_verify.usecases.identifying import Answer
from ntm_verify.usecases.ports import Ports, Provider

from .access import HERE
from .builders import CLERK
from .oidc_provider import CLIENT, SECRET, ProviderAt
from .outside import FILE_KEY
from .worlds import World

WHO: Final = "cccd-gia-lap-001"
BACK: Final = "https://ntm.test.example/sign-in/provider/callback"


@dataclass
class Door:
    """A world's way to the provider; `ports` know it."""

    world: World
    at: ProviderAt
    ports: Ports
    client: ProviderClient

    async def goes(
        self,
        purpose: Purpose,
        who: str = WHO,
        *,
        after: str = "",
        token: str = "",
        actor: Actor = HERE,
    ) -> Answer:
        """Go there and back as somebody; give what the browser brings."""
        way = await self.sets_out(purpose, after=after, token=token, actor=actor)
        return answer_of(way, self.at.lets_in(way.address, who))

    async def sets_out(
        self, purpose: Purpose, *, after: str = "", token: str = "", actor: Actor = HERE
    ) -> WayThere:
        return await ask_provider(self.ports, actor, AskProvider(purpose, after, token))

    def behaves(self, **told: Any) -> None:  # noqa: ANN401 - as the provider takes it
        """Let the provider behave in some way, by the world's clock."""
        self.at.behaves(**{"now": int(self.world.outside.now.timestamp()), **told})

    async def binds(self, actor: Actor = CLERK, who: str = WHO) -> None:
        """Bind an account without leaving an entry."""
        identity = Identity(self.at.issuer, who, actor.id, actor.id, self.world.outside.now)
        async with self.world.ports.transaction() as tx:
            await tx.access.keep_identity(identity)


def answer_of(way: WayThere, back: dict[str, str], **others: str) -> Answer:
    told = {"state": back["state"], "code": back.get("code", ""), "issuer": back["iss"], **others}
    return Answer(way.sealed, **told)


def a_door(world: World, at: ProviderAt, *strong: str) -> Door:
    """Give a world a provider, as the roof does; values of `strong` stand for a second factor."""
    client = ProviderClient(at.issuer, CLIENT, BACK, SECRET)
    seal = TextSeal(FILE_KEY)
    provider = Provider(
        at.issuer,
        "Cổng giả lập",
        frozenset(strong),
        seal.seal,
        seal.unseal,
        client.address,
        client.redeem,
        client.keys,
        IdTokenReader(at.issuer, CLIENT).read,
    )
    door = Door(world, at, replace(world.ports, provider=provider), client)
    door.behaves()
    return door
