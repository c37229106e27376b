"""What made-up people are made of (kho tên và tỷ lệ): names, ages, households, all by weight.

The figures are data of `regulations/synthetic.toml`; this file says what shape they have. To draw
is to take one cell of a tuple in which a thing stands as often as it weighs: one random number,
one look-up, the same on every Python.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import gcd
from typing import Any, Self


def urn(weights: Mapping[str, int]) -> tuple[str, ...]:
    """Lay things out as often as they weigh (bình rút thăm), in the order given.

    Raises:
        ValueError: nothing weighs anything.

    """
    unit = gcd(*weights.values())
    cells = tuple(thing for thing, weight in weights.items() for _ in range(weight // (unit or 1)))
    if not cells:
        raise ValueError(f"nothing to draw from: {dict(weights)}")
    return cells


@dataclass(frozen=True, slots=True)
class Folk:
    """How people of one descent are named (cách đặt tên): each tuple is an `urn`.

    `full` holds, for men and women ("m", "f"), the words before the given name as one text to
    each cell, and the words after it; so that a name is put together with two additions.
    """

    name: str
    families: tuple[str, ...]
    male: str
    female: str
    middles: Mapping[str, tuple[str, ...]]
    givens: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Self:
        """Take one `[[folk]]` of the data file."""
        return cls(
            name=table["name"],
            families=urn(table["family"]),
            male=table["male"],
            female=table["female"],
            middles={"m": urn(table["middle_male"]), "f": urn(table["middle_female"])},
            givens={"m": urn(table["given_male"]), "f": urn(table["given_female"])},
        )

    def around(self, sex: str, family: str) -> tuple[tuple[str, ...], str]:
        """Give what may stand before a given name of this family and sex, and what follows it."""
        order = self.male if sex == "m" else self.female
        before, after = order.split("{given}")
        texts = (before.format(family=family, middle=middle) for middle in self.middles[sex])
        return tuple(_tidy(text) for text in texts), after.format(family=family)


def _tidy(text: str) -> str:
    """Take out the second of two spaces that an empty middle name leaves."""
    return " ".join(text.split()) + " " if text.endswith(" ") else text


@dataclass(frozen=True, slots=True)
class Stock:
    """Everything that is drawn from (kho dữ liệu giả lập)."""

    folks: tuple[Folk, ...]
    household_sizes: tuple[int, ...]
    head_ages: tuple[int, ...]
    groups: Mapping[str, tuple[str, ...]]
    faults: tuple[str, ...]
    province_code: str
    province: str
    commune_prefix: str
    commune_words: tuple[str, ...]
    hamlet: str
    people_per_hamlet: int

    @classmethod
    def of(cls, tables: Mapping[str, Any]) -> Self:
        """Take the tables of `synthetic.toml`.

        Raises:
            ValueError: a table of weights is empty.

        """
        folks = {str(place): folk["weight"] for place, folk in enumerate(tables["folk"])}
        made = [Folk.of(folk) for folk in tables["folk"]]
        communes = tables["communes"]
        return cls(
            folks=tuple(made[int(place)] for place in urn(folks)),
            household_sizes=tuple(map(int, urn(tables["households"]["sizes"]))),
            head_ages=tuple(map(int, urn(tables["ages"]["head"]))),
            groups={name: urn(weights) for name, weights in tables["groups"].items()},
            faults=urn(tables["faults"]),
            province_code=communes["province_code"],
            province=communes["province"],
            commune_prefix=communes["prefix"],
            commune_words=tuple(communes["words"]),
            hamlet=communes["hamlet"],
            people_per_hamlet=communes["people_per_hamlet"],
        )

    def commune_name(self, ordinal: int) -> str:
        """Name the n-th commune (tên xã giả lập), the first being 1: "Xã Mẫu An"."""
        turn, place = divmod(ordinal - 1, len(self.commune_words))
        words = self.commune_words[place]
        return (
            f"{self.commune_prefix} {words} {turn + 1}"
            if turn
            else (f"{self.commune_prefix} {words}")
        )
