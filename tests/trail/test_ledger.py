"""The ledger remembers keys and last states, and tells a new one from one it knows."""

from ntm_verify.trail.ledger import Ledger, digest_of


def test_a_key_is_new_only_once() -> None:
    ledger = Ledger()

    assert ledger.is_new("id", "a")
    assert not ledger.is_new("id", "a")
    assert ledger.is_new("id", "b")
    assert ledger.is_new("ida")


def test_a_subject_has_the_state_it_was_last_moved_to() -> None:
    ledger = Ledger()
    assert ledger.last("submission", "s1") == (None, None)

    ledger.move("submission", "s1", 4, {"status": "draft"})
    ledger.move("submission", "s1", 7, {"status": "checked", "n": 1})

    assert ledger.last("submission", "s1") == (
        digest_of({"n": 1, "status": "checked"}),
        "checked",
    )
    assert ledger.last("certificate", "s1") == (None, None)
