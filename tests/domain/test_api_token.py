"""What a token may open, and for how long."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from ntm_verify.domain.api_token import (
    SCOPE_LABELS,
    SCOPES_OF,
    ApiToken,
    OutOfScope,
    Scope,
    TokenNotUsable,
    ended,
    require_usable,
)
from ntm_verify.domain.audit import Action
from ntm_verify.domain.people import Role
from tests.support.builders import CLERK, NOON

TOKEN: Final = ApiToken(
    "t-1", CLERK.id, "một cửa", frozenset({Scope.READ}), "0" * 64, NOON, NOON + timedelta(30)
)
DAY: Final = timedelta(1)


def test_every_scope_has_its_words_and_an_office_that_may_hand_it_on() -> None:
    assert set(SCOPE_LABELS) == set(Scope)
    assert frozenset().union(*SCOPES_OF.values()) == set(Scope)
    assert set(SCOPES_OF) == set(Role) - {Role.PUBLIC, Role.SYSTEM}


def test_only_who_decides_hands_decisions_on() -> None:
    deciding = {role for role, scopes in SCOPES_OF.items() if Scope.DECIDE in scopes}
    assert deciding == {Role.APPRAISER, Role.SIGNER}


def test_a_token_lives_until_its_end_or_until_it_is_ended() -> None:
    assert TOKEN.lives(NOON)
    assert not TOKEN.lives(TOKEN.expires_at)
    over, event = ended(TOKEN, by=CLERK, at=NOON)
    assert not over.lives(NOON)
    assert over == replace(TOKEN, ended_at=NOON)
    assert (event.action, event.before, event.after) == (
        Action.TOKEN_ENDED,
        TOKEN.state(),
        {**TOKEN.state(), "ended": True},
    )


@pytest.mark.parametrize(
    ("label", "scopes", "life"),
    [
        ("", frozenset({Scope.READ}), DAY),
        ("x" * 81, frozenset({Scope.READ}), DAY),
        ("x", frozenset[Scope](), DAY),
        ("x", frozenset({Scope.DECIDE}), DAY),
        ("x", frozenset({Scope.READ}), timedelta(0)),
        ("x", frozenset({Scope.READ}), timedelta(367)),
    ],
)
def test_what_makes_no_token(label: str, scopes: frozenset[Scope], life: timedelta) -> None:
    require_usable(Role.COMMUNE, "x", frozenset({Scope.READ}), DAY)
    with pytest.raises(TokenNotUsable):
        require_usable(Role.COMMUNE, label, scopes, life)


def test_the_public_hands_nothing_on() -> None:
    with pytest.raises(TokenNotUsable):
        require_usable(Role.PUBLIC, "x", frozenset({Scope.READ}), DAY)


def test_a_missing_scope_is_named() -> None:
    assert "“submit”" in str(OutOfScope(Scope.SUBMIT))
    assert "không làm được bằng mã truy cập" in str(OutOfScope(None))
