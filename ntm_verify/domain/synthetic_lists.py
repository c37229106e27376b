"""Lists that a made-up commune hands in (danh sách giả lập), with every planted fault on record."""

from random import Random

from .synthetic import People


def choose(people: People, count: int, random: Random, sex: str = "mf") -> list[int]:
    """Choose so many people of a sex, everybody alike likely, in their order (chọn người tham gia).

    Raises:
        ValueError: there are not so many.

    """
    candidates = [place for place, letter in enumerate(people.sexes) if letter in sex]
    if count > len(candidates):
        raise ValueError(f"{count} people wanted, {len(candidates)} there")
    draw = random.random
    chosen, left = [], len(candidates)
    for place in candidates:
        if draw() * left < count - len(chosen):
            chosen.append(place)
        left -= 1
    return chosen
