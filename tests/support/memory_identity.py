"""Identities at the provider, in memory."""

from dataclasses import dataclass
from datetime import datetime

from ntm_verify.domain.identity import ATTEMPT_LIFE, Identity, IdentityTaken

from .memory_log import Kept


@dataclass
class MemoryIdentities:
    kept: Kept

    async def identity(self, issuer: str, subject: str) -> Identity | None:
        known = self.kept.identities.values()
        return next((i for i in known if (i.issuer, i.subject) == (issuer, subject)), None)

    async def identity_of(self, account_id: str) -> Identity | None:
        return self.kept.identities.get(account_id)

    async def keep_identity(self, identity: Identity) -> None:
        known = await self.identity(identity.issuer, identity.subject)
        if known is not None and known.account_id != identity.account_id:
            raise IdentityTaken
        self.kept.identities[identity.account_id] = identity

    async def drop_identity(self, account_id: str) -> None:
        self.kept.identities.pop(account_id, None)

    async def spend_answer(self, digest: str, at: datetime) -> bool:
        old = [one for one, when in self.kept.answers_spent.items() if when < at - 2 * ATTEMPT_LIFE]
        for one in old:
            del self.kept.answers_spent[one]
        if digest in self.kept.answers_spent:
            return False
        self.kept.answers_spent[digest] = at
        return True
