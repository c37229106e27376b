"""The shelf of invitations, second factors, tokens and open sessions (kho quyền truy cập)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ntm_verify.domain.account import Session
from ntm_verify.domain.api_token import ApiToken
from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.invitation import Invitation
from ntm_verify.domain.second_factor import SecondFactor

from .shelves_identity import Identities


class Access(Identities, Protocol):
    """What lets somebody in besides a password."""

    async def is_anybody_known(self) -> bool:
        """Say whether there is any account at all."""
        ...

    async def invite(self, invitation: Invitation) -> None:
        """Keep an invitation in place of any earlier one of the account."""
        ...

    async def invitation(self, token_sha256: str) -> Invitation | None:
        """Give an invitation by the digest of its token."""
        ...

    async def invitation_of(self, account_id: str) -> Invitation | None:
        """Give the invitation that waits for an account."""
        ...

    async def strike_invitation(self, account_id: str) -> bool:
        """Take the account's invitation away; say whether there was one."""
        ...

    async def factor(self, account_id: str) -> SecondFactor | None:
        """Give the second factor of an account, in use or being set up."""
        ...

    async def keep_factor(self, factor: SecondFactor) -> None:
        """Keep a second factor in place of any earlier one of the account."""
        ...

    async def drop_factor(self, account_id: str) -> None:
        """Take second factor and recovery codes away."""
        ...

    async def use_step(self, account_id: str, step: int) -> bool:
        """Use a step of time up; False if it, or a later one, was used before."""
        ...

    async def keep_codes(self, account_id: str, digests: Sequence[str]) -> None:
        """Keep new recovery codes in place of the old ones."""
        ...

    async def use_code(self, account_id: str, digest: str) -> bool:
        """Use a recovery code up; False if the account has none like it."""
        ...

    async def codes_left(self, account_id: str) -> int:
        """Count the recovery codes that still serve."""
        ...

    async def save_token(self, token: ApiToken, event: AuditEvent) -> None:
        """Keep a token of a program and the audit event about it."""
        ...

    async def token(self, token_sha256: str) -> ApiToken | None:
        """Give a program's token by its digest."""
        ...

    async def tokens_of(self, account_id: str) -> tuple[ApiToken, ...]:
        """Give an account's tokens, ended ones too, newest first."""
        ...

    async def touch_token(self, token_sha256: str, used_at: datetime) -> None:
        """Say when a token was last used."""
        ...

    async def confirm_token(self, token_sha256: str, at: datetime) -> None:
        """Say when the owner of a token last showed who they are."""
        ...

    async def sessions_of(self, account_id: str) -> tuple[Session, ...]:
        """Give an account's sessions, the newest first."""
        ...

    async def confirm_session(self, token_sha256: str, renewed: str, at: datetime) -> bool:
        """Move a session to the digest of a new token, confirmed now; False if it is gone."""
        ...

    async def one_at_a_time(self, key: str) -> None:
        """Wait until nobody else counts attempts under a key; let go when the transaction ends."""
        ...

    async def take_back_failure(self, key: str, at: datetime) -> None:
        """Take back one attempt that was counted beforehand and then was right."""
        ...
