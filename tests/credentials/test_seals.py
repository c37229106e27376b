"""What a browser keeps for us is read by nobody, made by nobody else, and used for one thing."""

from ntm_verify.credentials.seals import LONGEST, TextSeal

KEY = bytes(range(32))


def test_a_text_comes_back_only_whole_and_for_its_purpose() -> None:
    seal = TextSeal(KEY)
    kept = seal.seal("một việc", "nội dung kín")
    assert seal.unseal("một việc", kept) == "nội dung kín"
    assert kept != seal.seal("một việc", "nội dung kín")
    assert kept.replace("-", "").replace("_", "").isalnum()
    changed = ("B" if kept[0] == "A" else "A") + kept[1:]
    for wrong in ("", "A", "é" * 20, changed, kept[:20], kept[4:], "A" * (LONGEST + 1)):
        assert seal.unseal("một việc", wrong) == ""
    assert seal.unseal("việc khác", kept) == ""
    assert TextSeal(bytes(32)).unseal("một việc", kept) == ""
