"""Somebody who is to get an account (người sắp được cấp tài khoản), and a sheet of such people."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from .account import INVITED_BY_PROVINCE, OutsideOfTerm, require_term
from .errors import InvalidInput
from .people import COMMUNE_SIDE, ROLE_LABELS, Reach, Role
from .unit import Unit

USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{2,59}")
EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")
LONGEST_NAME: Final = 80
MOST_PEOPLE: Final = 2_000
MOST_FAULTS: Final = 200
_DAY: Final = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "username": ("ten dang nhap", "tai khoan", "username"),
    "name": ("ho va ten", "ho ten", "name"),
    "role": ("vai tro", "role"),
    "unit": ("ma don vi", "don vi", "ma xa", "unit"),
    "email": ("thu dien tu", "email", "e-mail"),
    "first_day": ("tu ngay", "ngay bat dau"),
    "last_day": ("den ngay", "ngay ket thuc"),
}
NEEDED: Final = ("username", "name", "role", "unit")
LABELS: Final[Mapping[str, str]] = {
    "username": "tên đăng nhập",
    "name": "họ và tên",
    "role": "vai trò",
    "unit": "mã đơn vị",
    "email": "thư điện tử",
    "first_day": "từ ngày",
    "last_day": "đến ngày",
    "reach": "phạm vi",
}


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What an administrator says of somebody (thông tin người mới); `role` None: not readable."""

    username: str
    name: str
    role: Role | None
    unit: str
    email: str = ""
    first_day: date | None = None
    last_day: date | None = None
    reach: Reach | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field (lỗi), and on which row of a sheet; 0 for a form."""

    field: str
    text: str
    line: int = 0

    def __str__(self) -> str:
        """Name the row first, as in the spreadsheet program."""
        return f"Dòng {self.line}: {self.text}" if self.line else self.text


class PersonNotUsable(InvalidInput):
    """Nobody can get an account like this (thông tin tài khoản chưa đúng): all faults at once."""

    code = "account_not_usable"

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Tell every fault; `faults` holds them one by one."""
        super().__init__(" ".join(map(str, faults[:MOST_FAULTS])))
        self.faults = tuple(faults[:MOST_FAULTS])


@dataclass(frozen=True, slots=True)
class Known:
    """What a new person is held against (dữ liệu đối chiếu): units, names in use, the day."""

    province: str
    units: Mapping[str, Unit]
    usernames: Collection[str]
    today: date


def faults_of(person: NewPerson, known: Known, line: int = 0) -> tuple[Fault, ...]:
    """Find everything that is wrong with somebody who is to get an account."""
    found = [*_of_names(person, known), *_of_office(person, known)]
    if person.role is not None:
        try:
            require_term(person.role, person.first_day, person.last_day, known.today)
        except OutsideOfTerm as wrong:
            found.append(("last_day", str(wrong)))
    return tuple(Fault(field, text, line) for field, text in found)


def _of_names(person: NewPerson, known: Known) -> list[tuple[str, str]]:
    found = []
    if not USERNAME.fullmatch(person.username):
        told = (
            f"Tên đăng nhập “{person.username}” cần 3 đến 60 ký tự: chữ thường không dấu, số và "
            "các dấu . _ - @, bắt đầu bằng chữ hoặc số."
        )
        found.append(("username", told))
    elif person.username in known.usernames:
        told = f"Tên đăng nhập “{person.username}” đã có người dùng. Chọn tên khác."
        found.append(("username", told))
    if not 0 < len(person.name) <= LONGEST_NAME:
        found.append(("name", f"Ghi họ và tên, tối đa {LONGEST_NAME} ký tự."))
    if person.email and not EMAIL.fullmatch(person.email):
        found.append(("email", f"“{person.email}” không phải địa chỉ thư điện tử. Sửa hoặc bỏ."))
    return found


def _of_office(person: NewPerson, known: Known) -> list[tuple[str, str]]:
    if person.role is None or person.role not in INVITED_BY_PROVINCE:
        wanted = ", ".join(ROLE_LABELS[role] for role in Role if role in INVITED_BY_PROVINCE)
        return [("role", f"Chọn một vai trò trong: {wanted}.")]
    unit, found = known.units.get(person.unit), []
    if unit is None or not unit.stands_on(known.today):
        told = f"Không có đơn vị mã “{person.unit}” trong tỉnh này. Xem mã ở danh sách đơn vị."
        found.append(("unit", told))
    elif (unit.code == known.province) is (person.role in COMMUNE_SIDE):
        told = (
            "của một xã, phường" if person.role in COMMUNE_SIDE else f"của tỉnh ({known.province})"
        )
        found.append(("unit", f"Vai trò {ROLE_LABELS[person.role]} cần mã đơn vị {told}."))
    missing = (person.reach.communes if person.reach else frozenset()) - known.units.keys()
    if missing:
        told = f"Không có xã mã {', '.join(sorted(missing))} trong tỉnh này."
        found.append(("reach", told))
    return found


def read_sheet(
    rows: Sequence[tuple[int, tuple[str, ...]]],
) -> tuple[tuple[tuple[int, NewPerson], ...], tuple[Fault, ...]]:
    """Read people from the rows of a sheet: (row number, person), and what is not readable.

    The header is the first row that names the four columns that are needed, in any order; rows
    above it are titles. A person of a name that stands twice is a fault.
    """
    start, columns = _header(rows)
    if not columns:
        told = ", ".join(LABELS[name] for name in NEEDED)
        return (), (Fault("header", f"Không thấy dòng tiêu đề có đủ các cột: {told}."),)
    body = rows[start + 1 :]
    if not body:
        return (), (Fault("header", "Dưới dòng tiêu đề chưa có người nào."),)
    if len(body) > MOST_PEOPLE:
        told = f"Tệp có {len(body)} người, tối đa {MOST_PEOPLE}. Chia thành nhiều tệp."
        return (), (Fault("header", told),)
    people: list[tuple[int, NewPerson]] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for line, texts in body:
        cells = {name: texts[at] if at < len(texts) else "" for name, at in columns.items()}
        person, wrong = _person(cells)
        faults += [Fault(field, text, line) for field, text in wrong]
        if earlier := seen.get(person.username):
            told = f"Tên đăng nhập “{person.username}” đã có ở dòng {earlier}."
            faults.append(Fault("username", told, line))
        seen.setdefault(person.username, line)
        people.append((line, person))
    return tuple(people), tuple(faults)


def _header(rows: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[int, dict[str, int]]:
    for place, (_, texts) in enumerate(rows[:50]):
        told = [_folded(text) for text in texts]
        columns = {
            name: told.index(word)
            for name, words in HEADERS.items()
            for word in words[::-1]
            if word in told
        }
        if all(name in columns for name in NEEDED):
            return place, columns
    return 0, {}


def _person(cells: Mapping[str, str]) -> tuple[NewPerson, list[tuple[str, str]]]:
    wrong, days = [], {}
    for name in ("first_day", "last_day"):
        typed = cells.get(name, "").strip()
        days[name] = read_day(typed)
        if typed and days[name] is None:
            wrong.append((name, f"“{typed}” không phải ngày. Ghi dạng 31/12/2026."))
    person = NewPerson(
        cells["username"].strip().casefold(),
        " ".join(unicodedata.normalize("NFC", cells["name"]).split()),
        read_role(cells["role"]),
        cells["unit"].strip(),
        cells.get("email", "").strip(),
        days["first_day"],
        days["last_day"],
    )
    return person, wrong


def read_role(typed: str) -> Role | None:
    """Read an office by its code or by its Vietnamese name, with or without accents."""
    told = _folded(typed)
    for role, label in ROLE_LABELS.items():
        if told in {role.value, _folded(label)}:
            return role
    return None


def read_day(typed: str) -> date | None:
    """Read dd/mm/yyyy or yyyy-mm-dd; None if it is no day."""
    if found := _DAY.fullmatch(typed.strip()):
        numbers = int(found[3]), int(found[2]), int(found[1])
    elif found := _ISO.fullmatch(typed.strip()):
        numbers = int(found[1]), int(found[2]), int(found[3])
    else:
        return None
    try:
        return date(*numbers)
    except ValueError:
        return None


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(bare.replace("đ", "d").replace("Đ", "D").casefold().split())
