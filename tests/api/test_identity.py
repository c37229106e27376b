"""A program gets a token for a name and a password, and for nothing else."""

from collections.abc import Callable

from tests.support.program import Program
from tests.support.site import Site

from .test_problems import problem

Known = Callable[[str], Program]


def test_a_token_says_whose_it_is(service: Site, program: Known) -> None:
    asked = {"username": "kiem-toan", "password": service.passwords["kiem-toan"]}

    told = program("").told("POST", "/api/v1/session", asked)

    assert (told["role"], told["unit"]) == ("auditor", "00")
    assert len(told["token"]) >= 40


def test_a_wrong_password_and_an_unknown_name_are_refused_alike(program: Known) -> None:
    told = [
        problem(
            program("").ask("POST", "/api/v1/session", {"username": name, "password": "sai"}),
            401,
            "wrong_credentials",
        )
        for name in ("xa-lam", "khong-co-ai")
    ]

    assert {**told[0], "request": ""} == {**told[1], "request": ""}


def test_empty_and_unknown_fields_are_refused(program: Known) -> None:
    for asked in (
        {"username": "", "password": "x"},
        {"username": "xa-an"},
        {"username": "xa-an", "password": "x" * 201},
        {"username": "xa-an", "password": "x", "role": "signer"},
    ):
        problem(program("").ask("POST", "/api/v1/session", asked), 400, "http_400")
