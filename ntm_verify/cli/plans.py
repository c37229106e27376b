"""`ntm-verify plans`: papers that have a number and no file yet (văn bản đang lập dở)."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from typing import Final

from ntm_verify.domain.people import Role
from ntm_verify.domain.wording import moment
from ntm_verify.usecases.find_plans import FindPlans, find_plans

from .openers import Openers, console, show_json

LEFT: Final = 4


def add_parser(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser("plans", help="văn bản đã lấy số mà chưa có tệp")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.set_defaults(run=run)


async def run(openers: Openers, asked: Namespace) -> int:
    """List them; exit 0 when there is none, 4 when something waits for a signer."""
    async with openers.ports() as ports:
        plans = await find_plans(ports, console(Role.OPERATOR), FindPlans())
    if asked.format == "json":
        told = [
            {
                "number": plan.symbol,
                "reference": plan.reference,
                "dossier": str(plan.appraisal_id),
                "planned_at": plan.planned_at.isoformat(timespec="seconds"),
                "page_bound": bool(plan.base_sha256),
            }
            for plan in plans
        ]
        show_json({"schema": "ntm-verify/plans/1", "plans": told})
    for plan in plans if asked.format == "table" else ():
        since = moment(plan.planned_at)
        print(f"{plan.symbol}  {plan.commune_name}  lấy số {since}  hồ sơ {plan.appraisal_id}")
    if asked.format == "table":
        done = "Không có văn bản nào đang lập dở."
        print(f"{len(plans)} văn bản chờ người ký bấm ban hành tiếp." if plans else done)
    return LEFT if plans else 0
