"""`ntm-verify demo --province`: a made-up province of three years, and five printed practices."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any, Final

from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.commune_line import Origin
from ntm_verify.domain.people import Role
from ntm_verify.domain.ratios import (
    BASE_LABELS,
    FINDING_LABELS,
    Base,
    PrintedShare,
    Ratio,
    Rechecked,
    implied_part,
    implied_target,
    implied_wholes,
    recheck,
    union_bounds,
)
from ntm_verify.domain.reading import ListFile
from ntm_verify.domain.target_sheet import Issue
from ntm_verify.domain.targets import MEASURE_LABELS, Citation, Due, Measure
from ntm_verify.domain.wording import day, number, percent
from ntm_verify.usecases.import_targets import ImportTargets, import_targets
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.read_province_overview import (
    ProvinceOverview,
    ReadProvinceOverview,
    month_ends,
    read_province_overview,
)
from ntm_verify.usecases.set_due import SetDue, set_due

from .demo_cast import print_logins
from .demo_history import COMMUNES, PROVINCE, YEARS, Offices, code_of, found, sums, walk_years
from .openers import Openers, WrongUse, console

FIXTURES: Final = Path(__file__).parents[2] / "fixtures"
PAPERS: Final = 10
"""Communes with papers unless another number is asked for; each paper takes about a second."""
MONTHS: Final = 36
LAST: Final = date(2025, 12, 31)
WORKERS: Final = MEASURE_LABELS[Measure.WORKFORCE]
SCHEMES: Final = {
    "bhxh_tu_nguyen": "BHXH tự nguyện",
    "bhxh_bat_buoc": "BHXH bắt buộc",
    "bhtn": "BHTN",
}
Case = Mapping[str, Any]


async def run_province(openers: Openers, folder: Path, papers: int = PAPERS) -> int:
    """Load the province into an empty folder, show it, and compute every printed figure again.

    So many communes get papers in each of three years, through the same acts as real ones; exit
    0 when the province's sums are those of the papers.
    """
    file = FIXTURES / "golden" / "figures.toml"
    if not file.is_file():
        raise WrongUse(f"Không thấy số liệu ở {file}; lệnh này chạy từ mã nguồn.")
    start = monotonic()
    async with openers.demo(folder) as ports:
        offices = await found(ports, papers + 2)
        seen, issued = await load(ports, offices, papers)
    holds = tell_sums(seen, issued)
    print(f"Đã nạp tỉnh giả lập trong {monotonic() - start:.0f} giây.")
    print("\n".join(shown(seen)))
    cases = {case["id"]: case for case in tomllib.loads(file.read_text("utf-8"))["case"]}
    print("\n".join(practices(cases)))
    print_logins(offices.cast, folder)
    return 0 if holds else 1


async def load(
    ports: Ports, offices: Offices, papers: int
) -> tuple[ProvinceOverview, list[Certificate]]:
    """Give the province papers, a road map and three years of months, and read it back."""
    issued = await walk_years(ports, offices, papers)
    actor = console(Role.ADMINISTRATOR, PROVINCE)
    paper = Citation("Nghị quyết", "01-NQ/GL (giả lập)", date(2021, 1, 15), "Tỉnh Mẫu")
    issue = Issue(paper, paper.day, demonstration=True)
    for name, rows, of in (("chi-tieu", _road_map(), issue), ("thuc-hien", _history(), None)):
        file = ListFile(f"{name}.csv", "\n".join(rows).encode())
        taken = await import_targets(ports, actor, ImportTargets(file, of))
        count = len(taken.sheet.targets) + len(taken.sheet.actuals)
        print(f"Đã nạp {number(count)} dòng {file.name} (DỮ LIỆU GIẢ LẬP).")
    for year in YEARS:
        due = Due(year, date(year, 12, 20), "Công văn 12/CV-GL (giả lập)")
        await set_due(ports, actor, SetDue(due))
    return await read_province_overview(ports, actor, ReadProvinceOverview(LAST)), issued


def tell_sums(seen: ProvinceOverview, issued: Sequence[Certificate]) -> bool:
    """Print the province's sums beside those of the papers one by one; say whether they agree."""
    told = sums(issued)
    agree = True
    print("\n▸ Tổng của tỉnh và tổng các văn bản, cuối mỗi năm")
    for on, total in seen.years:
        count, insured, people = told[on.year]
        same = (total.appraised, total.insured, total.people) == (count, insured, people)
        agree = agree and same
        print(
            f"  {on.year}: {number(total.insured)} / {number(total.people)} ở "
            f"{number(total.appraised)} xã; cộng từng văn bản {number(insured)} / {number(people)} "
            f"của {number(count)} văn bản: {'khớp' if same else 'KHÔNG KHỚP'}"
        )
    lines = [line for line in seen.found.lines if line.shown]
    tables = sum(line.shown is not None and line.shown.origin is Origin.TABLE for line in lines)
    print(f"  {number(tables)} xã còn lại: số liệu nhập từ bảng, chỉ để vẽ, không cộng vào tổng.")
    return agree


def _road_map() -> Iterator[str]:
    yield "Mã đơn vị,Loại hình,Gốc,2021,2022,2023,2024,2025"
    yield f"{PROVINCE},BHYT,dân số,91%,92%,93%,94%,95%"
    yield f'{PROVINCE},BHTN,lực lượng lao động,28%,"29,5%","31,5%",33%,35%'
    yield f"{PROVINCE},BHXH bắt buộc,tổng số,180000,190000,200000,210000,220000"
    yield f"{PROVINCE},BHXH tự nguyện,trong tỉnh,30000,35000,40000,45000,50000"


def _history() -> Iterator[str]:
    """Make up three years: communes' health insurance by quarter, the province's sums by month.

    Communes whose papers are walked through have their own population there.
    """
    chance = Random("tỉnh Mẫu, dữ liệu giả lập")  # noqa: S311 - made up
    people = [chance.randrange(15_000, 29_000) for _ in range(COMMUNES)]
    levels = [chance.randrange(8_000, 9_500) for _ in range(COMMUNES)]
    yield "Mã đơn vị,Loại hình,Ngày,Tổng số,Trong tỉnh,Ngoài tỉnh,Nguồn"
    for month, last in enumerate(month_ends(LAST, MONTHS)):
        counts = [
            count * min(9_950, level + 12 * month + chance.randrange(120)) // 10_000
            for count, level in zip(people, levels, strict=True)
        ]
        source = f"Báo cáo tháng {last.month:02d}/{last.year} (giả lập)"
        for place, count in enumerate(counts if last.month % 3 == 0 else []):
            yield f"{code_of(place)},BHYT,{day(last)},{count},{count},0,{source}"
            yield f"{code_of(place)},dân số,{day(last)},{people[place]},,,{source}"
        total, abroad = sum(counts), 9_000 + 100 * month
        yield f"{PROVINCE},BHYT,{day(last)},{total + abroad},{total},{abroad},{source}"
        yield f"{PROVINCE},dân số,{day(last)},{sum(people)},,,{source}"
        yield f"{PROVINCE},BHTN,{day(last)},{540_000 + 1_500 * month},,,{source}"
        yield f"{PROVINCE},{WORKERS},{day(last)},{sum(people) // 2},,,{source}"
        yield f"{PROVINCE},BHXH bắt buộc,{day(last)},{185_000 + 1_000 * month},,,{source}"
        own, away = 30_000 + 500 * month, 4_000 + 10 * month
        yield f"{PROVINCE},BHXH tự nguyện,{day(last)},{own + away},{own},{away},{source}"


def shown(seen: ProvinceOverview) -> Iterator[str]:
    """Tell the province's schemes against their targets, each ratio with its base."""
    yield f"\n▸ {seen.province.name}, {seen.found.whole.communes} xã, đến ngày {day(LAST)}"
    for one in seen.standings:
        ratio, gap = one.of_target, one.gap
        if ratio is not None and gap is not None:
            yield (
                f"  {MEASURE_LABELS[one.target.measure]:24} {number(ratio.part):>12} / "
                f"{number(ratio.whole or 0):>12} = {percent(ratio.truncated()):>10} "
                f"(gốc: {BASE_LABELS[one.target.base]}), còn thiếu {number(gap)} người"
            )


def practices(cases: Mapping[str, Case]) -> Iterator[str]:
    """Compute what five places printed again, one table for each."""
    yield "\n▸ Thanh Hóa: dân số suy ra từ tỷ lệ in, số xã và huyện"
    for name in ("G15", "G16"):
        yield _implied(cases[name])
    counted = cases["G17"]
    yield f"  {counted['communes']} xã; đề nghị: {', '.join(counted['district_names'])}"
    yield "\n▸ Bình Phước: lộ trình theo nghị quyết " + " hoặc ".join(
        cases["G14"]["document_number_as_printed"]
    )
    for year, texts in cases["G14"]["printed"].items():
        parts = zip(cases["G14"]["schemes"], texts, strict=True)
        yield f"  {year}: " + " · ".join(f"{scheme} {text}" for scheme, text in parts)
    yield "\n▸ Mai Sơn: thực hiện so với kế hoạch"
    yield from _of_district(cases)
    yield "\n▸ Ngã Bảy: khu vực, phường, thành phố"
    for name in ("G11", "G12"):
        yield _implied(cases[name])
    hamlet = cases["G13"]
    for text in hamlet["printed"]:
        least = implied_part(hamlet["denominator"], text)
        yield f"  {text} của {number(hamlet['denominator'])} người: ít nhất {number(least)}"
    yield _target_of(cases["G10"])
    yield "\n▸ Cần Thơ: rà soát theo quyết định giao chỉ tiêu"
    yield _target_of(cases["G18"])
    for scheme, text in cases["G18"]["other_of_target_printed"].items():
        yield f"  {SCHEMES[scheme]}: {text} chỉ tiêu (nguồn không in số người)"


def _of_district(cases: Mapping[str, Case]) -> Iterator[str]:
    inside = cases["G05"]
    fitting = Ratio(inside["numerator"], inside["denominator"], Base.PLAN_IN_PROVINCE)
    for name, others in (("G01", ()), ("G03", ()), ("G04", (fitting,))):
        case = cases[name]
        ratio = Ratio(case["numerator"], case["denominator"], Base(case["base"]))
        yield _checked(case, recheck(case["printed"], ratio, others))
    seven = cases["G07"]
    unknown = Ratio(seven["numerator"], None, Base.PLAN_TOTAL)
    yield _checked(seven, recheck(seven["printed"], unknown))
    bounds = union_bounds(tuple(cases["G08"]["parts"].values()))
    yield (
        f"  Mọi loại hình: in {number(cases['G08']['printed_total'])} người; chỉ biết trong khoảng "
        f"{number(bounds[0])} đến {number(bounds[1])} (lượt tham gia)"
    )
    nine = cases["G09"]
    most = implied_wholes(nine["numerators"]["total"], nine["printed"])[1]
    yield f"  Bao phủ {nine['printed']}: nguồn không in dân số; dân số nhiều nhất {number(most)}"


def _checked(case: Case, found: Rechecked) -> str:
    ratio = found.as_written
    whole = "?" if ratio.whole is None else number(ratio.whole)
    told = f"  {case['scheme']}: {number(ratio.part)} / {whole}, in {case['printed']}"
    if found.fitting is None or found.fitting == ratio:
        return f"{told}: {FINDING_LABELS[found.finding]}"
    other = found.fitting
    mine = percent(ratio.half_up(found.printed.decimals))
    return (
        f"{told}: theo chữ là {mine}, không tái lập được; đúng khi lấy {number(other.part)} / "
        f"{number(other.whole or 0)} ({BASE_LABELS[other.base]})"
    )


def _implied(case: Case) -> str:
    least, most = implied_wholes(case["numerator"], case["printed"])
    printed = PrintedShare.read(case["printed"])
    ratio = Ratio(case["numerator"], most, Base(next(iter(case["implied_denominator"]))))
    again = percent(ratio.half_up(printed.decimals))
    span = number(most) if least == most else f"{number(least or 0)} đến {number(most)}"
    return f"  {number(ratio.part)} người, in {case['printed']}: gốc {span}, tính lại {again}"


def _target_of(case: Case) -> str:
    value, least, most = implied_target(case["coverage_printed"], case["of_target_printed"])
    return (
        f"  Bao phủ {case['coverage_printed']} bằng {case['of_target_printed']} chỉ tiêu: chỉ tiêu "
        f"suy ra {percent(value)} (từ {percent(least)} đến {percent(most)})"
    )
