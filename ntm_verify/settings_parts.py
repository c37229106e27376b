"""Parts of the settings that come from several variables each (các nhóm cấu hình).

`settings` reads the environment as a whole and hands them on; nobody else needs this file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
MAIL_FROM: Final = re.compile(r"[^@\s<>]{1,64}@[A-Za-z0-9.-]{1,190}")
OIDC: Final = ("NTM_OIDC_ISSUER", "NTM_OIDC_CLIENT_ID", "NTM_OIDC_CLIENT_SECRET_FILE")
USUAL_NAME: Final = "cổng định danh của tỉnh"
LONGEST_NAME: Final = 60


class WrongSettings(Exception):
    """The service does not start on these settings (cấu hình sai)."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The server that takes letters, and who they come from (máy chủ thư).

    `encryption` is "tls", "starttls", "optional" or "none".
    """

    host: str
    port: int
    sender: str
    encryption: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class IdentitySettings:
    """The province's own sign-in provider (cổng đăng nhập OpenID Connect).

    Attributes:
        issuer: as its tokens name it; https, or http on this machine.
        name: what the button says; `strong`: values of `acr` and `amr` that stand for a second
            factor; `ca_file`: authorities (PEM) that its certificate leads to, "" for the usual.

    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str = USUAL_NAME
    strong: frozenset[str] = frozenset()
    ca_file: str = ""


def read_mail(told: Mapping[str, str]) -> MailSettings | None:
    """Read the mail server; None where there is none: notices then show in the service only.

    A letter goes out encrypted or not at all, but to this machine or where the address says so;
    a password never travels in the clear.
    """
    url, sender = told.get("NTM_SMTP_URL", ""), told.get("NTM_MAIL_FROM", "")
    if not url and not sender:
        return None
    shown = re.sub(r"//[^@/]*@", "//…@", url)
    wrong = f"NTM_SMTP_URL={shown!r}: cần dạng smtp://tên:mật-khẩu@máy-chủ:587?starttls=required."
    try:
        parts = urlsplit(url)
        host, port, extra = parts.hostname or "", parts.port, dict(parse_qsl(parts.query))
    except ValueError as unreadable:
        raise WrongSettings(wrong) from unreadable
    if parts.scheme not in {"smtp", "smtps"} or not host or not extra.keys() <= {"starttls"}:
        raise WrongSettings(wrong)
    if not MAIL_FROM.fullmatch(sender):
        raise WrongSettings(
            f"NTM_MAIL_FROM={sender!r}: cần một địa chỉ thư, ví dụ ntm@tinh.gov.vn."
        )
    encryption = _encryption(parts.scheme, extra.get("starttls", ""), host)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if password and encryption in {"none", "optional"} and host not in LOOPBACK:
        raise WrongSettings("NTM_SMTP_URL: mật khẩu chỉ được gửi khi có starttls=required.")
    usual = 465 if encryption == "tls" else 587
    ca_file = told.get("NTM_SMTP_CA_FILE", "")
    if ca_file and not Path(ca_file).is_file():
        raise WrongSettings(f"NTM_SMTP_CA_FILE={ca_file!r}: không có tệp này.")
    return MailSettings(host, port or usual, sender, encryption, user, password, ca_file)


def _encryption(scheme: str, starttls: str, host: str) -> str:
    if scheme == "smtps" and not starttls:
        return "tls"
    usual = "never" if host in LOOPBACK else "required"
    kinds = {"required": "starttls", "optional": "optional", "never": "none"}
    if scheme == "smtps" or (starttls or usual) not in kinds:
        raise WrongSettings(
            f"NTM_SMTP_URL: starttls={starttls!r}, chọn required, optional hoặc never; "
            "với smtps:// thì bỏ phần này."
        )
    return kinds[starttls or usual]


def read_identity(told: Mapping[str, str]) -> IdentitySettings | None:
    """Read the sign-in provider; None where there is none: people then have passwords.

    Raises:
        WrongSettings: one of the variables is missing, or its value makes no sense.

    """
    given = {name: told.get(name, "").strip() for name in OIDC}
    others = ("NTM_OIDC_NAME", "NTM_OIDC_SECOND_FACTOR", "NTM_OIDC_CA_FILE")
    if not any(given.values()):
        stray = [name for name in others if told.get(name)]
        if stray:
            raise WrongSettings(f"{stray[0]}: cần có cả {', '.join(OIDC)}.")
        return None
    for name, value in given.items():
        if not value:
            raise WrongSettings(f"{name}: cần có cả {', '.join(OIDC)}.")
    issuer, client_id, file = given.values()
    _require_issuer(issuer)
    ca_file = told.get("NTM_OIDC_CA_FILE", "")
    if ca_file and not Path(ca_file).is_file():
        raise WrongSettings(f"NTM_OIDC_CA_FILE={ca_file!r}: không có tệp này.")
    name = told.get("NTM_OIDC_NAME", "").strip() or USUAL_NAME
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise WrongSettings(f"NTM_OIDC_NAME: tên trên nút tối đa {LONGEST_NAME} ký tự, một dòng.")
    strong = frozenset(told.get("NTM_OIDC_SECOND_FACTOR", "").split())
    return IdentitySettings(issuer, client_id, _secret(file), name, strong, ca_file)


def _require_issuer(issuer: str) -> None:
    """Refuse an issuer that is no address, or one that anybody on the way could answer for."""
    wrong = f"NTM_OIDC_ISSUER={issuer!r}: cần dạng https://…, không kèm dấu hỏi hay dấu thăng."
    try:
        parts = urlsplit(issuer)
    except ValueError as unreadable:
        raise WrongSettings(wrong) from unreadable
    plain = parts.scheme == "http" and parts.hostname in LOOPBACK
    odd = parts.query or parts.fragment or parts.username is not None
    if not parts.hostname or odd or not (parts.scheme == "https" or plain):
        raise WrongSettings(wrong)


def _secret(file: str) -> str:
    """Read a secret that its owner alone may read."""
    name, path = "NTM_OIDC_CLIENT_SECRET_FILE", Path(file)
    try:
        is_open = path.stat().st_mode & 0o077
        secret = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as failure:
        raise WrongSettings(f"{name}={file!r}: không đọc được tệp này.") from failure
    if is_open:
        raise WrongSettings(f"{name}={file!r}: người khác đọc được. Hãy chạy: chmod 600 {file}")
    if not secret:
        raise WrongSettings(f"{name}={file!r}: tệp trống.")
    return secret
