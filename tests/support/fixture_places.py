"""Made-up communes on a day, as the fixture lists are drawn from them."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ntm_verify.domain.synthetic import People, Recipe, make_people
from ntm_verify.domain.synthetic_lists import choose
from ntm_verify.domain.synthetic_stock import Stock
from tests.support.files import ROOT

SEED: Final = 151
STOCK: Final = Stock.of(
    tomllib.loads((ROOT / "ntm_verify" / "regulations" / "synthetic.toml").read_text("utf-8"))
)


@dataclass(frozen=True, slots=True)
class Place:
    """One commune on one day, with those of its people who take part."""

    people: People
    chosen: Sequence[int]
    recipe: Recipe

    @classmethod
    def of(cls, code: str, on: date, population: int, participants: int) -> "Place":
        recipe = Recipe(STOCK, SEED, on)
        people = make_people(recipe, code, population)
        return cls(people, choose(people, participants, recipe.random(code, "list")), recipe)

    def hamlet(self, place: int) -> str:
        return f"{STOCK.hamlet} {self.people.hamlets[place]}"

    @property
    def day(self) -> str:
        return f"{self.recipe.on:%d/%m/%Y}"

    def card(self, at: int) -> str:
        """Give the 15-character card built on a person's number."""
        age = self.recipe.on.year - self.people.years[at]
        group = "TE1" if age < 6 else "HS4" if age < 18 else "GD4" if age < 62 else "HT2"
        return f"{group}38{self.people.numbers[at]}"
