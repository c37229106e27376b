"""`ntm-verify unit import` and `user add`: set an installation up (khởi tạo đơn vị, tài khoản)."""

import os
import tomllib
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from ntm_verify.domain.people import Role
from ntm_verify.domain.unit import Letterhead, Unit
from ntm_verify.usecases.found_province import FoundProvince, NewAccount, found_province

from .openers import Openers, WrongUse, console, read_file, say

SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
OFFICES: Final = tuple(role.value for role in Role if role not in {Role.PUBLIC, Role.SYSTEM})


def add_parser(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Describe the commands."""
    unit = commands.add_parser("unit", help="đơn vị hành chính").add_subparsers(required=True)
    load = unit.add_parser("import", help="nạp đơn vị từ tệp TOML có các bảng [[unit]]")
    load.add_argument("file", metavar="TỆP.toml")
    load.set_defaults(run=run_units)
    user = commands.add_parser("user", help="tài khoản").add_subparsers(required=True)
    add = user.add_parser("add", help="thêm một người; mật khẩu lấy từ NTM_PASSWORD hoặc tự tạo")
    add.add_argument("username", metavar="TÊN_ĐĂNG_NHẬP")
    add.add_argument("--name", required=True, metavar="HỌ_TÊN")
    add.add_argument("--role", required=True, choices=OFFICES)
    add.add_argument("--unit", required=True, metavar="MÃ_ĐƠN_VỊ")
    add.set_defaults(run=run_user)


async def run_units(openers: Openers, asked: Namespace) -> int:
    """Keep the units of a file; what is known of a code is replaced."""
    try:
        told = tomllib.loads(read_file(asked.file).decode())["unit"]
        units = tuple(read_unit(unit) for unit in told)
    except (KeyError, TypeError, ValueError) as wrong:
        raise WrongUse(f"Tệp {asked.file} không đúng mẫu ([[unit]] …): {wrong}.") from wrong
    async with openers.ports() as ports:
        await found_province(ports, console(Role.OPERATOR), FoundProvince(units))
    say(f"Đã lưu {len(units)} đơn vị.")
    return 0


async def run_user(openers: Openers, asked: Namespace) -> int:
    """Open one account; a password made here is printed once and kept nowhere."""
    async with openers.ports() as ports:
        async with ports.reading() as tx:
            unit = await tx.units.get(asked.unit)
        given = os.environ.get("NTM_PASSWORD", "")
        password = given or "-".join(ports.new_token(SIGNS, 4) for _ in range(5))
        account = NewAccount(
            asked.username, asked.name, Role(asked.role), unit.code, unit.province, password
        )
        await found_province(ports, console(Role.OPERATOR), FoundProvince((), (account,)))
    print(f"{asked.username}" if given else f"{asked.username}  {password}")
    return 0


def read_unit(told: Mapping[str, Any]) -> Unit:
    """Read one [[unit]] table, with its letterhead if there is one."""
    letterhead = told.get("letterhead")
    if letterhead is not None:
        lines = {name: tuple(v) for name, v in letterhead.items() if isinstance(v, list)}
        letterhead = Letterhead(**{**letterhead, **lines})
    first: date = told["first_day"]
    return Unit(
        told["code"],
        told["name"],
        told["kind"],
        told["province"],
        first,
        told.get("last_day"),
        letterhead,
        area=told.get("area", ""),
    )
