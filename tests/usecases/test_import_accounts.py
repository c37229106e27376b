"""A sheet of people opens every account or none, and every fault is told with its row."""

from collections.abc import Callable
from io import BytesIO
from typing import Final

import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]  # it comes without types

from ntm_verify.domain.new_person import PersonNotUsable
from ntm_verify.domain.people import Role, WrongOffice
from ntm_verify.domain.reading import ListFile, ListRefused
from ntm_verify.usecases.import_accounts import ImportAccounts, import_accounts
from tests.support.access import an_administrator
from tests.support.builders import ADMINISTRATOR, CLERK, COMMUNE, OTHER_COMMUNE, PROVINCE
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World

HEADER: Final = ("Họ và tên", "Tên đăng nhập", "Mã đơn vị", "Vai trò", "Đến ngày")
GOOD: Final = (
    ("Nguyễn  Văn Giả", "Van.Gia", COMMUNE, "Công chức xã", ""),
    ("Lê Thị Lập", "thi.lap", OTHER_COMMUNE, "chair", "31/12/2030"),
    ("Trần Văn Mẫu", "van.mau", PROVINCE, "cán bộ thẩm định", ""),
)


def a_sheet(*rows: tuple[str, ...]) -> ListFile:
    lines = [",".join(row) for row in (("DANH SÁCH TÀI KHOẢN (GIẢ LẬP)",), HEADER, *rows)]
    return ListFile("tai-khoan.csv", ("\ufeff" + "\n".join(lines) + "\n").encode())


def a_workbook(*rows: tuple[str, ...]) -> ListFile:
    book, content = Workbook(), BytesIO()
    sheet = book.worksheets[0]
    for row in (("DANH SÁCH TÀI KHOẢN (GIẢ LẬP)",), HEADER, *rows):
        sheet.append(row)
    book.save(content)
    return ListFile("tai-khoan.xlsx", content.getvalue())


@pytest.mark.parametrize("make", [a_sheet, a_workbook])
async def test_every_row_becomes_an_account_with_a_link_of_its_own(
    world: World, make: Callable[..., ListFile]
) -> None:
    await an_administrator(world)

    invited = await import_accounts(world.ports, ADMINISTRATOR, ImportAccounts(make(*GOOD)))

    people = [one.account for one in invited]
    assert [(a.username, a.name, a.role, a.unit) for a in people] == [
        ("van.gia", "Nguyễn Văn Giả", Role.COMMUNE, COMMUNE),
        ("thi.lap", "Lê Thị Lập", Role.CHAIR, OTHER_COMMUNE),
        ("van.mau", "Trần Văn Mẫu", Role.APPRAISER, PROVINCE),
    ]
    assert str(people[1].last_day) == "2030-12-31"
    assert len({one.token for one in invited}) == len(GOOD)
    assert [event.subject.id for event in await acts(world)] == [a.id for a in people]


async def test_every_fault_is_told_by_row_and_nobody_gets_an_account(world: World) -> None:
    await an_administrator(world)
    file = a_sheet(
        GOOD[0],
        ("", "clerk", "99999", "thủ kho", "32/13/2026"),
        ("Lê Thị Lập", "van.gia", COMMUNE, "người ký", ""),
    )

    refused = await must_refuse(
        world, import_accounts, ADMINISTRATOR, ImportAccounts(file), PersonNotUsable
    )

    assert isinstance(refused, PersonNotUsable)
    found = [(fault.line, fault.field) for fault in refused.faults]
    assert sorted(found) == [
        *((4, field) for field in ("last_day", "name", "role", "username")),
        *((5, field) for field in ("unit", "username")),
    ]
    assert str(refused.faults[0]).startswith("Dòng 4: ")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a,b\n1,2\n", "Không thấy dòng tiêu đề"),
        (",".join(HEADER) + "\n", "chưa có người nào"),
        (",".join(HEADER) + "\n" + "a,b,c,d\n" * 2001, "tối đa 2000"),
    ],
)
async def test_a_sheet_that_holds_no_people_says_so(world: World, content: str, told: str) -> None:
    await an_administrator(world)
    file = ListFile("tai-khoan.csv", content.encode())

    refused = await must_refuse(
        world, import_accounts, ADMINISTRATOR, ImportAccounts(file), PersonNotUsable
    )

    assert told in str(refused)


async def test_what_is_no_table_is_refused_as_any_list_is(world: World) -> None:
    await an_administrator(world)
    file = ListFile("tai-khoan.xlsx", b"PK\x03\x04 not a book")

    await must_refuse(world, import_accounts, ADMINISTRATOR, ImportAccounts(file), ListRefused)


async def test_nobody_else_imports(world: World) -> None:
    file = ListFile("tai-khoan.csv", b"never read")
    await must_refuse(world, import_accounts, CLERK, ImportAccounts(file), WrongOffice)
