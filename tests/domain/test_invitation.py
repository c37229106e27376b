"""A link is random, kept as a digest, and ends by itself."""

from hashlib import sha256

from ntm_verify.domain.invitation import INVITATION_LIFE, InvitationSpent, invite
from tests.support.builders import NOON, an_account


def test_a_link_lives_until_its_end_and_its_token_is_kept_nowhere() -> None:
    invitation, invited = invite(an_account(), "u-admin", "made-up", NOON)

    assert invitation.token_sha256 == sha256(b"made-up").hexdigest()
    assert invitation.lives(NOON)
    assert not invitation.lives(NOON + INVITATION_LIFE)
    assert (invited.path, invited.expires_at) == ("/invitation/made-up", NOON + INVITATION_LIFE)
    assert "made-up" not in repr(invitation) + repr(invited)


def test_a_spent_link_says_what_to_do() -> None:
    assert "Nhờ quản trị của tỉnh gửi liên kết mới" in str(InvitationSpent())
