"""Invitations, second factors, tokens and sessions in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ntm_verify.domain.account import Session
from ntm_verify.domain.api_token import ApiToken
from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.errors import AlreadyThere
from ntm_verify.domain.invitation import Invitation
from ntm_verify.domain.second_factor import SecondFactor

from .memory_identity import MemoryIdentities
from .memory_log import Kept, MemoryLog


@dataclass
class MemoryAccess(MemoryIdentities):
    kept: Kept
    log: MemoryLog

    async def is_anybody_known(self) -> bool:
        return bool(self.kept.accounts)

    async def invite(self, invitation: Invitation) -> None:
        self.kept.invitations[invitation.account_id] = invitation

    async def invitation(self, token_sha256: str) -> Invitation | None:
        waiting = self.kept.invitations.values()
        return next((i for i in waiting if i.token_sha256 == token_sha256), None)

    async def invitation_of(self, account_id: str) -> Invitation | None:
        return self.kept.invitations.get(account_id)

    async def strike_invitation(self, account_id: str) -> bool:
        return self.kept.invitations.pop(account_id, None) is not None

    async def factor(self, account_id: str) -> SecondFactor | None:
        return self.kept.factors.get(account_id)

    async def keep_factor(self, factor: SecondFactor) -> None:
        self.kept.factors[factor.account_id] = factor

    async def drop_factor(self, account_id: str) -> None:
        self.kept.factors.pop(account_id, None)
        self.kept.recovery.pop(account_id, None)

    async def use_step(self, account_id: str, step: int) -> bool:
        factor = self.kept.factors.get(account_id)
        if factor is None or factor.last_step >= step:
            return False
        self.kept.factors[account_id] = replace(factor, last_step=step)
        return True

    async def keep_codes(self, account_id: str, digests: Sequence[str]) -> None:
        self.kept.recovery[account_id] = tuple(digests)

    async def use_code(self, account_id: str, digest: str) -> bool:
        left = self.kept.recovery.get(account_id, ())
        self.kept.recovery[account_id] = tuple(code for code in left if code != digest)
        return digest in left

    async def codes_left(self, account_id: str) -> int:
        return len(self.kept.recovery.get(account_id, ()))

    async def save_token(self, token: ApiToken, event: AuditEvent) -> None:
        self.log.queue(event)
        self.kept.tokens[token.id] = token

    async def token(self, token_sha256: str) -> ApiToken | None:
        known = self.kept.tokens.values()
        return next((token for token in known if token.token_sha256 == token_sha256), None)

    async def tokens_of(self, account_id: str) -> tuple[ApiToken, ...]:
        mine = [token for token in self.kept.tokens.values() if token.account_id == account_id]
        return tuple(sorted(mine, key=lambda token: (token.made_at, token.id), reverse=True))

    async def touch_token(self, token_sha256: str, used_at: datetime) -> None:
        if token := await self.token(token_sha256):
            self.kept.tokens[token.id] = replace(token, used_at=used_at)

    async def confirm_token(self, token_sha256: str, at: datetime) -> None:
        if token := await self.token(token_sha256):
            self.kept.tokens[token.id] = replace(token, confirmed_at=at)

    async def sessions_of(self, account_id: str) -> tuple[Session, ...]:
        mine = [s for s in self.kept.sessions.values() if s.account_id == account_id]
        by_token = sorted(mine, key=lambda session: session.token_sha256)
        return tuple(sorted(by_token, key=lambda session: session.started_at, reverse=True))

    async def confirm_session(self, token_sha256: str, renewed: str, at: datetime) -> bool:
        session = self.kept.sessions.pop(token_sha256, None)
        if session is None:
            return False
        moved = replace(session, token_sha256=renewed, confirmed_at=at, seen_at=at)
        self.kept.sessions[renewed] = moved
        return True

    async def one_at_a_time(self, key: str) -> None:
        """One transaction at a time is the rule here."""

    async def take_back_failure(self, key: str, at: datetime) -> None:
        if (key, at) in self.kept.failures:
            rest = list(self.kept.failures)
            rest.remove((key, at))
            self.kept.failures = rest


@dataclass
class MemoryAnswers:
    kept: Kept

    async def find(self, actor: str, key: str) -> tuple[str, str] | None:
        return self.kept.answers.get((actor, key))

    async def keep(self, actor: str, key: str, request: str, answer: str, at: datetime) -> None:  # noqa: ARG002 - as the port has it
        if (actor, key) in self.kept.answers:
            raise AlreadyThere("yêu cầu", key)
        self.kept.answers[(actor, key)] = (request, answer)
