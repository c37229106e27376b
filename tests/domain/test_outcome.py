"""A kept result says what the rule says, and the log keeps no more than codes, counts, digests."""

from ntm_verify.domain.coverage import Verdict
from ntm_verify.domain.outcome import assess, outcome_state
from tests.support.builders import a_population, an_outcome


def test_the_verdict_is_recomputed_from_the_counts() -> None:
    assert assess(an_outcome(1486), a_population()).verdict is Verdict.MET
    assert assess(an_outcome(1485), a_population()).verdict is Verdict.NOT_MET
    assert assess(an_outcome(percent=None), a_population()).verdict is Verdict.UNDETERMINED


def test_the_log_keeps_figures_and_no_hamlet() -> None:
    state = outcome_state(an_outcome(1486), a_population())

    assert (state["participants"], state["required"], state["assessment"]) == (1486, 1486, "met")
    assert "Thôn 1" not in str(state)
    assert outcome_state(an_outcome(percent=None), a_population())["rule"] is None
