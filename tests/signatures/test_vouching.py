"""The key of short statements lies closed; old keys are still known after a change."""

from pathlib import Path

import pytest

from ntm_verify.domain.vouching import read_vouched
from ntm_verify.signatures.vouching import KeyExposed, StatementKeys

MESSAGE = b'["ntm1","99-2026-0005","","","","","","","","","","","","",0]'


@pytest.fixture
def keys(tmp_path: Path) -> StatementKeys:
    made = StatementKeys(tmp_path / "signing")
    made.ensure()
    return made


def test_what_it_signs_it_knows_again(keys: StatementKeys) -> None:
    read = read_vouched(keys.vouch(MESSAGE))

    assert keys.vouched_for(read) is True
    assert keys.vouched_for(read_vouched(keys.vouch(MESSAGE)[:-6] + "AAAAAA")) is False
    assert StatementKeys(keys.folder / "none").vouched_for(read) is None


def test_the_key_is_made_once_and_closed(keys: StatementKeys) -> None:
    path = keys.folder / "statement.key"
    before = path.read_bytes()
    StatementKeys(keys.folder).ensure()

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes() == before
    path.chmod(0o640)
    with pytest.raises(KeyExposed):
        StatementKeys(keys.folder).ensure()


def test_after_a_change_of_keys_old_statements_are_still_known(keys: StatementKeys) -> None:
    old = read_vouched(keys.vouch(MESSAGE))
    (keys.folder / "statement.key").unlink()
    changed = StatementKeys(keys.folder)
    changed.ensure()

    assert changed.vouched_for(old) is True
    assert changed.vouched_for(read_vouched(changed.vouch(MESSAGE))) is True
    assert len(changed.published()) == 2
