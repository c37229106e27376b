"""The wordings shipped with the product fit the recogniser, and every reason has its words."""

from typing import Final

from ntm_verify.domain.columns import Role
from ntm_verify.domain.list_rows import Sieve
from ntm_verify.regulations.columns import load_wordings

WORDINGS: Final = load_wordings()
BY_GROUP: Final = {role for role in Role if role.value.startswith("birth_")} - {Role.BIRTH_SEX}


def test_every_role_has_a_wording_or_a_group() -> None:
    assert set(WORDINGS.roles.values()) | BY_GROUP == set(Role)


def test_every_reason_a_row_is_left_out_for_can_be_said() -> None:
    reasons = {
        constant
        for method in vars(Sieve).values()
        if callable(method) and method.__name__.endswith(("reason", "leftover"))
        for constant in method.__code__.co_consts
        if isinstance(constant, str) and constant.isidentifier()
    }

    assert {"total", "signature", "section", "sample", "zero"} <= reasons
    assert reasons <= set(WORDINGS.labels)


def test_old_fonts_are_whole() -> None:
    sizes = {name: len(font.letters) for name, font in WORDINGS.fonts.items()}

    assert sizes == {"tcvn3": 74, "vni": 192, "viscii": 134}
    assert [font.name for font in WORDINGS.fonts.values() if font.guessed] == ["tcvn3", "vni"]
