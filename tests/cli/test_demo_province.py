"""The made-up province and the five printed practices are shown as their figures say."""

from pathlib import Path

import pytest

from ntm_verify.cli.main import main
from tests.cli.test_demo import openers

TOLD = (
    "166 xã, đến ngày 31/12/2025",
    "2025: 60 / 60 ở 1 xã; cộng từng văn bản 60 / 60",
    "163 xã còn lại: số liệu nhập từ bảng",
    "BHXH bắt buộc: 11.661 / 11.136, in 104,7 %: tái lập được",
    "theo chữ là 104,6\u00a0%, không tái lập được; đúng khi lấy 148.722 / 147.821",
    "BHTN: 10.803 / ?, in 103,3 %: chưa kiểm tra được",
    "gốc 3.540.570 đến 3.540.965, tính lại 89,38\u00a0%",
    "2025: BHXH 45% · BHTN 35% · BHYT 95%",
    "386 người, in 85,78 %: gốc 450",
    "suy ra 92,46\u00a0% (từ 92,446\u00a0% đến 92,467\u00a0%)",
)


def test_five_practices_come_out_or_are_said_not_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["demo", "--province", "--papers", "1", "--folder", str(tmp_path / "x")]
    assert main(openers(tmp_path), asked) == 0

    out = capsys.readouterr().out
    assert [text for text in TOLD if text not in out] == []
    assert out.count("cộng từng văn bản") == out.count(" của 1 văn bản: khớp") == 3
    assert sorted(file.suffix for file in (tmp_path / "x").iterdir()).count(".txt") == 2
