"""Progress only grows, from the queue to the result, and is told in sentences."""

from itertools import pairwise

from ntm_verify.domain.progress import SPANS, Progress, Stage


def test_the_share_grows_from_stage_to_stage_and_ends_at_a_hundred() -> None:
    told = [Progress(stage, done, 4).percent for stage in Stage for done in range(5)]
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 100)
    assert all(a[1] <= b[0] for a, b in pairwise(SPANS.values()))


def test_more_than_was_announced_does_not_run_over() -> None:
    assert Progress(Stage.READING, 9, 4).percent == SPANS[Stage.READING][1]
    assert Progress(Stage.READING).percent == SPANS[Stage.READING][0]


def test_every_stage_has_its_sentence() -> None:
    assert Progress(place=3).sentence == "Đang chờ: hồ sơ đứng thứ 3 trong hàng đợi."
    assert "kế tiếp" in Progress(place=1).sentence
    assert Progress(Stage.READING, 1, 2).sentence == "Đang đọc tệp (32\u00a0%)."
    assert "1.564 dòng" in Progress(Stage.CHECKING, 0, 1564).sentence
    assert "tính tỷ lệ" in Progress(Stage.COUNTING, 0, 1564).sentence
    assert Progress().at_place(2).place == 2
