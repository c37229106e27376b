"""Three years of dossiers for the made-up province: lists, appraisals, papers (DỮ LIỆU GIẢ LẬP).

Every dossier walks through the same acts as a real one, on a short list of made-up people: a paper
takes about a second, so some communes have papers and the others the figures of a table.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ntm_verify.domain.account import Account
from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.people import SYSTEM, Role
from ntm_verify.domain.population import Population
from ntm_verify.domain.reading import ListFile
from ntm_verify.domain.unit import Letterhead, Unit
from ntm_verify.usecases.approve_appraisal import ApproveAppraisal, approve_appraisal
from ntm_verify.usecases.check_submission import CheckSubmission, check_submission
from ntm_verify.usecases.found_province import FoundProvince, NewAccount, found_province
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.receive_list import ReceiveList, receive_list
from ntm_verify.usecases.return_submission import (
    ReturnPoint,
    ReturnSubmission,
    return_submission,
)
from ntm_verify.usecases.submit_list import SubmitList, submit_list
from ntm_verify.usecases.take_appraisal import TakeAppraisal, take_appraisal

from .demo_cast import Cast
from .openers import console

PROVINCE: Final = "00"
COMMUNES: Final = 166
DISTRICTS: Final = 12
FIRST: Final = date(2010, 1, 1)
YEARS: Final = (2023, 2024, 2025)
LANES: Final = 2
"""Dossiers that walk at the same time, as papers are printed and signed outside the database."""
SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
SYLLABLES: Final = ("An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khanh", "Lan", "Minh", "Nga")
HEAD: Final = Letterhead(
    parent="BẢO HIỂM XÃ HỘI VIỆT NAM",
    issuer="BẢO HIỂM XÃ HỘI TỈNH MẪU",
    symbol="TB-BHXH",
    place="Mẫu",
    authority="GIÁM ĐỐC",
    post="",
    address="Số 1 đường Giả Lập, phường Mẫu, tỉnh Mẫu",
    recipients=("Ủy ban nhân dân xã", "Lưu: VT"),
    demonstration=True,
)


@dataclass(frozen=True, slots=True)
class Offices:
    """Who acts in the made-up province (người thực hiện), and the communes' clerks by place."""

    cast: Cast
    clerks: tuple[Account, ...]

    @property
    def appraiser(self) -> Account:
        """Who appraises."""
        return self.cast.first(Role.APPRAISER)

    @property
    def signer(self) -> Account:
        """Who signs."""
        return self.cast.first(Role.SIGNER)


STAFF: Final = {
    "tham-dinh": Role.APPRAISER,
    "ky": Role.SIGNER,
    "kiem-toan": Role.AUDITOR,
    "quan-tri": Role.ADMINISTRATOR,
}


def code_of(place: int) -> str:
    """Give the code of a commune by its place, from 0."""
    return f"{1 + place:05d}"


async def found(ports: Ports, clerks: int) -> Offices:
    """Set the province up: 166 communes in twelve old districts, its offices, some clerks."""
    units = [Unit(PROVINCE, "tỉnh Mẫu", "province", PROVINCE, FIRST, letterhead=HEAD)]
    units += [
        Unit(
            code_of(place),
            f"Xã Giả Lập {1 + place}",
            "commune",
            PROVINCE,
            FIRST,
            area=f"Huyện Giả Lập {1 + place % DISTRICTS:02d}",
        )
        for place in range(COMMUNES)
    ]
    people = [(name, role, PROVINCE) for name, role in STAFF.items()]
    people += [(f"xa-{code_of(n)}", Role.COMMUNE, code_of(n)) for n in range(clerks)]
    accounts = tuple(
        NewAccount(
            name,
            f"Người Giả Lập {number}",
            role,
            unit,
            PROVINCE,
            "-".join(ports.new_token(SIGNS, 4) for _ in range(4)),
        )
        for number, (name, role, unit) in enumerate(people, 1)
    )
    operator = console(Role.OPERATOR, PROVINCE)
    opened = await found_province(ports, operator, FoundProvince(tuple(units), accounts))
    passwords = {new.username: new.password for new in accounts[: len(STAFF)]}
    staff = {account.username: account for account in opened[: len(STAFF)]}
    return Offices(Cast(staff, passwords), opened[len(STAFF) :])


async def walk_years(ports: Ports, offices: Offices, papers: int) -> list[Certificate]:
    """Take the lists of the first communes to papers, year by year; the next two stay on the way.

    Of the two one is returned and one waits for the province, in the last year.
    """
    gate = asyncio.Semaphore(LANES)

    async def lane(place: int, year: int) -> Certificate:
        async with gate:
            return await _paper(ports, offices, place, year)

    issued: list[Certificate] = []
    for year in YEARS:  # a year's list is compared with that of the year before
        issued += await asyncio.gather(*(lane(place, year) for place in range(papers)))
    for place in range(papers, min(papers + 2, len(offices.clerks))):
        dossier = await _handed_in(ports, offices.clerks[place], place, YEARS[-1])
        if place == papers:
            await _returned(ports, offices, dossier)
    return issued


async def _paper(ports: Ports, offices: Offices, place: int, year: int) -> Certificate:
    dossier = await _handed_in(ports, offices.clerks[place], place, year)
    appraiser = offices.appraiser.actor()
    dossier = await take_appraisal(ports, appraiser, TakeAppraisal(dossier.id, dossier.version))
    yes = ApproveAppraisal(dossier.id, dossier.version)
    dossier = await approve_appraisal(ports, appraiser, yes)
    issue = IssueCertificate(dossier.id, dossier.version)
    return await issue_certificate(ports, offices.signer.actor(), issue)


async def _handed_in(ports: Ports, clerk: Account, place: int, year: int) -> Appraisal:
    insured, people = figures(place, year)
    source = "Công an xã, báo cáo dân số (DỮ LIỆU GIẢ LẬP)"
    day = date(year, 12, 31)
    population = Population(people, source, day, people // 2, people - people // 2)
    file = ListFile("danh-sach.csv", "\n".join(_list(place, insured)).encode())
    kept = await receive_list(ports, clerk.actor(), ReceiveList(day, population, (file,)))
    kept = await check_submission(ports, SYSTEM, CheckSubmission(kept.id))
    submit = SubmitList(kept.id, kept.version, declared=True)
    return await submit_list(ports, clerk.actor(), submit)


async def _returned(ports: Ports, offices: Offices, dossier: Appraisal) -> None:
    appraiser = offices.appraiser.actor()
    taken = await take_appraisal(ports, appraiser, TakeAppraisal(dossier.id, dossier.version))
    point = ReturnPoint(2, "Đối chiếu lại mã số với thẻ (DỮ LIỆU GIẢ LẬP).")
    back = ReturnSubmission(taken.id, taken.version, "list_errors", point.text, (point,))
    await return_submission(ports, appraiser, back)


def figures(place: int, year: int) -> tuple[int, int]:
    """Give a commune's participants and population of a year, both even: half men, half women."""
    people = 60 + 2 * (place % 7)
    return people - 2 * ((place + YEARS[-1] - year) % 4), people


def _list(place: int, people: int) -> Iterable[str]:
    """Make a list up; a commune's people keep their numbers over the years."""
    yield "\ufeffHọ và tên,Mã số BHXH,Giới tính,Thôn"
    for row in range(people):
        name = f"{SYLLABLES[row // 10]} {SYLLABLES[row % 10]}"
        sex = "Nam" if row % 2 == 0 else "Nữ"
        yield f"Nguyễn {name},{3_000_000 + 1_000 * place + row:010d},{sex},Thôn {row % 4 + 1}"


def sums(papers: Sequence[Certificate]) -> dict[int, tuple[int, int, int]]:
    """Add papers up one by one: by year how many, their participants, their population."""
    return {
        year: (
            len(mine),
            sum(paper.assessment.tally.insured for paper in mine),
            sum(paper.population.total for paper in mine),
        )
        for year in YEARS
        for mine in [[paper for paper in papers if paper.as_of.year == year]]
    }
