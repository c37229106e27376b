"""The office of a witness remembers outside the database, and two at once sign one history."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ntm_verify.publishing.witness import FileWitness
from ntm_verify.trail.checkpoint import read_checkpoint
from ntm_verify.trail.notes import NoteKey, open_note, read_key
from ntm_verify.trail.signatures import ED25519, SigningKey
from ntm_verify.trail.tree import Edge, Head
from ntm_verify.trail.witness import Asked, LogsWitnessed, gathered, origin_hash
from tests.support.builders import NOON
from tests.trail.test_witness import KEY, LOGS, ORIGIN, a_head, a_note


def office(folder: Path) -> FileWitness:
    return FileWitness(folder, "nghean", SigningKey(b"\x51" * 32), LOGS)


def test_a_signature_bears_the_time_and_the_checkpoint_is_remembered(tmp_path: Path) -> None:
    witness, note = office(tmp_path), a_note(a_head(3))

    answer = witness.add(Asked(0, (), note).text(), NOON)

    keys = [NoteKey(ORIGIN, ED25519, KEY.public), read_key(witness.vkey)]
    signed = {one.key.name: one.at for one in open_note(note + answer.body, keys).signatures}
    assert (answer.status, signed) == (200, {ORIGIN: None, "nghean": int(NOON.timestamp())})
    assert office(tmp_path).latest(origin_hash(ORIGIN)) == note + answer.body
    assert witness.latest(origin_hash("other")) is None
    assert gathered(note, {keys[1]: answer.body}) == note + answer.body
    later = gathered(note + answer.body, {keys[1]: answer.body})
    assert later == note + answer.body  # a newer line takes the older one's place


def test_a_forked_log_is_refused_and_its_checkpoint_is_evidence(tmp_path: Path) -> None:
    witness = office(tmp_path)
    witness.add(Asked(0, (), a_note(a_head(3))).text(), NOON)
    forked = a_note(Head(3, b"x" * 32))

    for _ in range(2):
        assert witness.add(Asked(3, (), forked).text(), NOON).status == 422

    assert witness.evidence() == (forked,)
    assert read_checkpoint(forked.partition(b"\n\n")[0] + b"\n").head != a_head(3)


def test_of_two_histories_shown_at_once_one_is_signed(tmp_path: Path) -> None:
    witness = office(tmp_path)
    witness.latest("0" * 64)  # the file is there
    notes = [a_note(Head(2, bytes([number]) * 32)) for number in range(8)]

    def ask(note: bytes) -> int:
        return witness.add(Asked(0, (), note).text(), NOON).status

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(ask, notes))

    assert answers == [200, *[409] * 7]


def test_a_witness_of_nobody_knows_no_log(tmp_path: Path) -> None:
    nobody = FileWitness(tmp_path, "nghean", SigningKey(b"\x51" * 32), LogsWitnessed())

    assert nobody.add(Asked(0, (), a_note(Edge().head)).text(), NOON).status == 404
