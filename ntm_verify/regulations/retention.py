"""Read how long personal data are kept (thời hạn lưu giữ)."""

import tomllib
from importlib.resources import files

from ntm_verify.domain.retention import Retention, RetentionKind, RetentionRule


def load_retention() -> Retention:
    """Read the rules of retention, once, at start.

    Raises:
        ValueError: a kind is unknown, or stands there twice.

    """
    told = tomllib.loads((files(__package__) / "retention.toml").read_text("utf-8"))
    rules = tuple(
        RetentionRule(
            RetentionKind(one["kind"]),
            one["name"],
            one["starts"],
            one["source"],
            one["mark"],
            one.get("days"),
            one.get("least_months", 0),
        )
        for one in told["terms"]
    )
    if len({rule.kind for rule in rules}) != len(RetentionKind) or len(rules) != len(RetentionKind):
        raise ValueError("retention.toml: every kind stands there once")
    return Retention(rules, told["from"])
