"""Who plays which part in a demonstration, and how they sign in (các vai trình diễn)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ntm_verify.domain.account import Account
from ntm_verify.domain.people import Role


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays which part (các vai trong buổi trình diễn): accounts and passwords by name."""

    accounts: Mapping[str, Account]
    passwords: Mapping[str, str]

    def first(self, role: Role) -> Account:
        """Give the first account of an office."""
        return next(a for a in self.accounts.values() if a.role is role)


def print_logins(cast: Cast, folder: Path) -> None:
    """Print who may sign in; the same lines are left beside the data, for this machine only."""
    lines = [
        f"{account.username:14} {cast.passwords[account.username]}   {account.role.value}"
        for account in cast.accounts.values()
    ]
    print("\nĐăng nhập trình diễn (DỮ LIỆU GIẢ LẬP):")
    print("\n".join(f"  {line}" for line in lines))
    file = folder / "logins.txt"
    file.touch(mode=0o600)
    file.write_text("\n".join(lines) + "\n", "utf-8")
    print(
        f"\nKiểm tra lại: ntm-verify verify {folder / 'certificates'}/TÊN.pdf · "
        "ntm-verify audit verify · ntm-verify serve"
    )
