"""Read the public holidays and terms that ship with the package (lịch nghỉ, thời hạn)."""

import tomllib
from importlib.resources import files
from typing import Any

from ntm_verify.domain.working_days import Calendar, Term, YearOff

SHIPPED = "45-2019-qh14.toml"


def load_calendar() -> Calendar:
    """Read the announced years and the terms, once, at start."""
    text = (files(__package__) / SHIPPED).read_text("utf-8")
    return read_calendar(tomllib.loads(text))


def read_calendar(told: dict[str, Any]) -> Calendar:
    """Give the calendar of a file's tables `year` and `term`."""
    years = tuple(
        YearOff(
            row["year"],
            frozenset(row["days_off"]),
            frozenset(row.get("worked", ())),
            row["source"],
            row["mark"],
        )
        for row in told.get("year", ())
    )
    terms = tuple(
        Term(row["province"], row["days"], row["legal_reference"], row["mark"])
        for row in told.get("term", ())
    )
    return Calendar(years, terms)
