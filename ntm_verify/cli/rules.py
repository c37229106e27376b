"""`ntm-verify rules`: rule sets, who would pass, and a province with one administrator."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from dataclasses import asdict

from ntm_verify.domain.coverage import VERDICT_LABELS, Verdict
from ntm_verify.domain.new_person import read_day
from ntm_verify.domain.people import Role
from ntm_verify.domain.province_recheck import verdict_of
from ntm_verify.domain.wording import day, number, percent
from ntm_verify.usecases.allow_lone_release import AllowLoneRelease, allow_lone_release
from ntm_verify.usecases.compare_rules import CompareRules, compare_rules
from ntm_verify.usecases.recheck_province import RecheckProvince, recheck_province

from .openers import Openers, WrongUse, console, say, show_json


def add_parser(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Describe the commands."""
    room = commands.add_parser("rules", help="bộ tiêu chí").add_subparsers(required=True)
    listed = room.add_parser("list", help="các bộ tiêu chí trong phần mềm")
    listed.set_defaults(run=run_list)
    compare = room.add_parser("compare", help="so sánh hai bộ tiêu chí")
    compare.add_argument("first", metavar="BỘ_THỨ_NHẤT")
    compare.add_argument("second", metavar="BỘ_THỨ_HAI")
    compare.add_argument("--province", required=True, metavar="MÃ_TỈNH")
    compare.add_argument("--format", choices=("table", "json"), default="table")
    compare.set_defaults(run=run_compare)
    today = room.add_parser("today", help="các xã đã có kết quả còn đạt hôm nay không")
    today.add_argument("--province", required=True, metavar="MÃ_TỈNH")
    today.add_argument("--rule-set", default="", metavar="BỘ", help="mặc định: bộ đang áp dụng")
    today.set_defaults(run=run_today)
    alone = room.add_parser("alone", help="cho tỉnh có một quản trị tự công bố, có thời hạn")
    alone.add_argument("--province", required=True, metavar="MÃ_TỈNH")
    alone.add_argument("--until", required=True, metavar="NGÀY")
    alone.add_argument("--document", required=True, metavar="VĂN_BẢN")
    alone.set_defaults(run=run_alone)


async def run_list(openers: Openers, _: Namespace) -> int:
    """List the sets that ship with the service; a figure that no source tells is said."""
    async with openers.desk() as desk:
        for one in desk.rulebook.clauses:
            known = "chưa có ngưỡng" if one.percent is None else percent(str(one.percent))
            span = f"{day(one.first_day)} – {day(one.last_day)}"
            print(f"{one.rule_set:12} {known:14} {span}  {one.legal_reference}")
    return 0


async def run_compare(openers: Openers, asked: Namespace) -> int:
    """Lay two sets side by side; differing facts are marked with an asterisk."""
    async with openers.ports() as ports:
        actor = console(Role.ADMINISTRATOR, asked.province)
        found = await compare_rules(ports, actor, CompareRules(asked.first, asked.second))
    if asked.format == "json":
        aspects = [{**asdict(one), "differs": one.differs} for one in found.aspects]
        show_json({"between": found.between, "aspects": aspects})
        return 0
    for one in found.aspects:
        print(f"{'*' if one.differs else ' '} {one.label}: {one.first} | {one.second}")
    say(found.between)
    return 0


async def run_today(openers: Openers, asked: Namespace) -> int:
    """Judge the certified communes by a set; no paper changes."""
    async with openers.ports() as ports:
        actor = console(Role.ADMINISTRATOR, asked.province)
        table = await recheck_province(ports, actor, RecheckProvince(asked.rule_set))
    for one in table.found.communes:
        share = f"{number(one.now.tally.insured)} / {number(one.now.population.total)}"
        print(f"{one.dossier.commune} {one.dossier.commune_name}: {share}, {verdict_of(one)}")
    counts = table.found.counts
    told = ", ".join(f"{VERDICT_LABELS[one]} {counts[one]}" for one in Verdict)
    say(f"Bộ {table.found.rule_set or 'không có'}, ngày {day(table.found.day)}: {told}.")
    return 0


async def run_alone(openers: Openers, asked: Namespace) -> int:
    """Keep a leave for a province with one administrator; it ends on a day."""
    until = read_day(asked.until)
    if until is None:
        raise WrongUse("Ghi ngày cuối: --until 31/12/2026.")
    async with openers.ports() as ports:
        request = AllowLoneRelease(asked.province, until, asked.document)
        lone = await allow_lone_release(ports, console(Role.OPERATOR), request)
    say(f"Tỉnh {lone.province} được một người nhập và công bố đến {day(lone.last_day)}.")
    return 0
