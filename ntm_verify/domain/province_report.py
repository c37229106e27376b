"""The report of a steering board, laid out before anybody writes it down (báo cáo ban chỉ đạo).

Nobody's name is in it. Each figure stands beside its source: the paper's number with its address,
the document that sets a target, the report that a count comes from. Open data leaves small cells
out: who is one of a handful could be known by a neighbour.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Final, TypeAlias

from .ratios import BASE_LABELS, Ratio
from .rollup import PROGRESS_LABELS, CommuneLine, Overview, Progress, Sum
from .targets import MEASURE_LABELS, Citation, Standing
from .wording import day as written
from .wording import percent

SMALL: Final = 5
"""Counts of people below this are left out of open data, and so are counts of all but so few."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that leads to its source (nguồn): what is read, and its address."""

    text: str
    address: str


Cell: TypeAlias = str | int | Linked


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table of a report (bảng): its title, its head, its rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report (báo cáo): title, facts on top, tables."""

    title: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[ReportTable, ...]


def province_report(
    name: str,
    found: Overview,
    years: Sequence[tuple[date, Sum]],
    standings: Sequence[Standing],
    base_url: str,
) -> Report:
    """Lay a province on a day out for its steering board (báo cáo tổng hợp)."""
    whole, named = found.whole, {line.unit.code: line.unit.name for line in found.lines}
    facts = (
        ("Đơn vị", name),
        ("Số liệu đến ngày", written(found.day)),
        ("Cách cộng", "Chỉ cộng văn bản kết quả còn hiệu lực trong năm; không ước tính."),
        ("Xã đã cấp kết quả", f"{whole.appraised} trên {whole.communes} xã"),
        ("Xã đạt tiêu chí", str(whole.met)),
        ("Tỷ lệ ở các xã đã cấp kết quả", share(whole.coverage)),
        *_ended(whole),
    )
    return Report(
        "BÁO CÁO TỔNG HỢP KẾT QUẢ THAM GIA BẢO HIỂM Y TẾ",
        facts,
        (
            _communes(found, base_url),
            _areas(found.areas),
            _years(years),
            _standings(standings, named, name),
            _progress(found),
        ),
    )


def _ended(whole: Sum) -> tuple[tuple[str, str], ...]:
    """Say how many papers are those of communes that were merged in the year."""
    told = f"{whole.ended} văn bản của xã đã sáp nhập trong năm, cộng gộp cho đơn vị mới"
    return (("Trong đó", told),) if whole.ended else ()


def share(ratio: Ratio | None) -> str:
    """Write a share cut at two decimals, or say that it is not known."""
    known = ratio is not None and ratio.exact is not None
    return percent(ratio.truncated()) if known and ratio is not None else "chưa rõ"


def _communes(found: Overview, base_url: str) -> ReportTable:
    head = (
        *("Mã", "Xã", "Người tham gia", "Dân số", "Tỷ lệ", "Còn thiếu", "So cùng kỳ"),
        *("Tình trạng", "Nguồn: số văn bản"),
    )
    rows = tuple(_commune(line, base_url) for line in found.lines if line.is_in_programme)
    return ReportTable("Kết quả từng xã", head, rows)


def _commune(line: CommuneLine, base_url: str) -> tuple[Cell, ...]:
    fact, state = line.fact, PROGRESS_LABELS[line.progress]
    if fact is None:
        return line.unit.official, line.unit.name, "", "", "", "", "", state, ""
    paper: Cell = "chưa có văn bản"
    if fact.is_appraised:
        paper = Linked(fact.number, f"{base_url}/certificates/{fact.number}.pdf")
    return (
        line.unit.official,
        line.unit.name,
        fact.insured,
        fact.people,
        share(line.coverage),
        "" if line.shortfall is None else line.shortfall,
        "" if line.increase is None else line.increase,
        state,
        paper,
    )


def _sums(title: str, first: str, rows: Sequence[tuple[str, Sum]]) -> ReportTable:
    head = (first, "Số xã", "Đã cấp kết quả", "Đạt", "Người tham gia", "Dân số", "Tỷ lệ")
    return ReportTable(
        title,
        head,
        tuple(
            (name, s.communes, s.appraised, s.met, s.insured, s.people, share(s.coverage))
            for name, s in rows
        ),
    )


def _areas(areas: Sequence[Sum]) -> ReportTable:
    told = _sums("Theo huyện cũ", "Huyện cũ", [(area.name, area) for area in areas])
    more = (
        (
            "" if area.increase is None else area.increase,
            area.absent,
            area.returned,
            "có" if area.all_met else "chưa",
        )
        for area in areas
    )
    return ReportTable(
        told.title,
        (*told.head, "So cùng kỳ", "Chưa nộp", "Trả lại", "Mọi xã đạt"),
        tuple((*row, *cells) for row, cells in zip(told.rows, more, strict=True)),
    )


def _years(years: Sequence[tuple[date, Sum]]) -> ReportTable:
    return _sums("Cùng ngày các năm", "Đến ngày", [(written(on), total) for on, total in years])


def _standings(standings: Sequence[Standing], named: Mapping[str, str], name: str) -> ReportTable:
    head = (
        *("Đơn vị", "Loại hình", "Thực hiện", "Chỉ tiêu", "So với chỉ tiêu", "Gốc"),
        *("Căn cứ giao chỉ tiêu", "Nguồn số thực hiện"),
    )
    rows = tuple(
        (
            named.get(one.target.unit, name),
            MEASURE_LABELS[one.target.measure],
            "chưa có" if one.reached is None else one.reached,
            _asked(one),
            share(one.of_target),
            BASE_LABELS[one.target.base],
            _cited(one.target.citation),
            one.actual.source if one.actual else "chưa có",
        )
        for one in standings
    )
    return ReportTable("Thực hiện so với chỉ tiêu", head, rows)


def _cited(paper: Citation) -> str:
    return f"{paper.kind} {paper.number}, {written(paper.day)}, {paper.issuer}"


def _asked(one: Standing) -> Cell:
    if one.target.percent is None:
        return one.target.people or 0
    return percent(f"{one.target.percent:f}")


def _progress(found: Overview) -> ReportTable:
    rows = tuple((PROGRESS_LABELS[state], found.count(state)) for state in Progress)
    return ReportTable("Tình trạng nộp hồ sơ", ("Tình trạng", "Số xã"), rows)


OPEN_HEAD: Final = (
    *("ma_xa", "ten_xa", "ngay_so_lieu", "so_nguoi_tham_gia", "dan_so", "ty_le_phan_tram"),
    *("dat_tieu_chi", "so_van_ban"),
)


def open_data(found: Overview) -> str:
    """Write what papers state of communes as CSV, small cells left out (dữ liệu mở).

    Where one commune's count alone would be left out, the next smallest goes too: the sum would
    tell it.
    """
    every = (*found.lines, *found.ended)
    papers = [line for line in every if line.fact and line.fact.is_appraised]
    hidden = hidden_codes(papers)
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(OPEN_HEAD)
    for line in papers:
        writer.writerow(_open_row(line, is_hidden=line.unit.code in hidden))
    return out.getvalue()


def hidden_codes(lines: Sequence[CommuneLine]) -> frozenset[str]:
    """Name the communes whose counts are left out (ô nhỏ)."""
    by_size = sorted(lines, key=lambda line: (_handful(line), line.unit.code))
    small = [line.unit.code for line in by_size if _handful(line) < SMALL]
    if len(small) == 1 and len(by_size) > 1:
        small.append(by_size[1].unit.code)
    return frozenset(small)


def _handful(line: CommuneLine) -> int:
    fact = line.fact
    return 0 if fact is None else min(fact.insured, fact.people - fact.insured)


def _open_row(line: CommuneLine, *, is_hidden: bool) -> tuple[str, ...]:
    fact, ratio = line.fact, line.coverage
    if fact is None or ratio is None:
        return ()
    told = ("", "") if is_hidden else (str(fact.insured), ratio.truncated())
    return (
        *(line.unit.official, line.unit.name, fact.as_of.isoformat()),
        *(told[0], str(fact.people), told[1]),
        *("" if fact.verdict is None else fact.verdict.value, fact.number),
    )
