"""The policy names every key of the log, and says so when nobody else watches it."""

from dataclasses import replace

from ntm_verify.trail.notes import NoteKey, write_key
from ntm_verify.trail.policy_file import read_policy
from ntm_verify.trail.signatures import ED25519
from ntm_verify.usecases.log_keys import known_keys
from tests.support.worlds import World


async def test_a_log_without_witnesses_says_that_its_own_key_is_alone(world: World) -> None:
    text = known_keys(world.ports)

    assert "chưa có bên làm chứng" in text
    assert read_policy(text).witnesses == {}
    writer = NoteKey(f"{world.ports.log_origin}/writer", ED25519, world.ports.writer_key)
    assert f"#ntm writer {write_key(writer)} 0 -" in text


async def test_a_log_with_a_witness_names_it_and_is_not_alone(world: World) -> None:
    key = write_key(NoteKey("witness.example/w1", ED25519, bytes(range(32))))
    policy = f"witness w1 {key} https://witness.example\nquorum w1\n"
    watched = replace(world.ports, witnesses=replace(world.ports.witnesses, policy=policy))

    text = known_keys(watched)

    assert "chưa có bên làm chứng" not in text
    assert set(read_policy(text).witnesses) == {"w1"}
