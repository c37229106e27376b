"""Whose password was right shows the second factor (bước hai của đăng nhập)."""

from dataclasses import dataclass, field, replace
from hashlib import sha256

from ntm_verify.domain.account import (
    HALF,
    TOKEN_LENGTH,
    TOKEN_SIGNS,
    WEB,
    Account,
    NotSignedIn,
    SignedIn,
)
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor
from ntm_verify.domain.second_factor import WrongCode

from .guessing import take_guess
from .log_gate import require_may_enter, tell
from .ports import Ports


@dataclass(frozen=True, slots=True)
class FinishSignIn:
    """The token of the half-open session, and a code (mã xác thực hoặc mã khôi phục)."""

    token: str = field(repr=False)
    code: str = field(repr=False)


async def finish_sign_in(ports: Ports, actor: Actor, request: FinishSignIn) -> SignedIn:
    """Open the session in place of the half-open one, under a new token.

    A code serves once: that of the authenticator for its thirty seconds, one on paper for ever.

    Raises:
        NotSignedIn: the password was shown too long ago, or not at all.
        WrongCode: the code does not serve.
        TooManyAttempts: wait before the next try.
        LogReadOnly: nothing may be written now, and the office does not answer for the log.

    """
    digest, now = sha256(request.token.encode()).hexdigest(), ports.now()
    async with ports.reading() as tx:
        half = await tx.accounts.session(digest)
        if half is None or half.scope != HALF or not half.lives(now):
            raise NotSignedIn("Đã quá 5 phút từ lúc nhập mật khẩu. Hãy đăng nhập lại.")
        account = await tx.accounts.get(half.account_id)
    if not account.serves(now):
        raise NotSignedIn("Tài khoản đã ngừng hoạt động.")
    require_may_enter(ports, account.role)
    guess = await take_guess(ports, actor, f"code:{account.id}")
    token, csrf = (ports.new_token(TOKEN_SIGNS, TOKEN_LENGTH) for _ in range(2))
    fresh = replace(
        half,
        token_sha256=sha256(token.encode()).hexdigest(),
        scope=WEB,
        started_at=now,
        seen_at=now,
        csrf=csrf,
        confirmed_at=now,
    )
    async with ports.aside() as tx:
        is_right = await ports.factors.takes(tx, account.id, request.code, now)
        if is_right:
            await guess.was_right(tx)
            await tx.accounts.end_sessions(token_sha256=digest)
            await tx.accounts.open_session(fresh)
            await tell(ports, tx, _event(account, actor, half.method))
    if not is_right:
        await guess.was_wrong(ports, actor)
        raise WrongCode
    return SignedIn(token, csrf, account)


def _event(account: Account, actor: Actor, method: str) -> AuditEvent:
    after = {"scope": WEB, "factor": True} | ({"method": method} if method else {})
    who = account.actor(request=actor.request, address=actor.address)
    subject = Subject("account", account.id, account.version)
    return AuditEvent(Action.SIGNED_IN, who, subject, after=after)
