"""The service starts on settings that make sense, and says what does not."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from ntm_verify.settings import QUIET, Settings, WrongSettings, start_logging
from tests.support.files import ROOT

HIDDEN: Final = "gia-lap-giu-kin"
SMTP: Final = {"NTM_SMTP_URL": "smtp://mail", "NTM_MAIL_FROM": "ntm@tinh.example"}


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NTM_DATABSE_URL", "sqlite://"),
        ("NTM_BASE_URL", "ntm.example"),
        ("NTM_BASE_URL", "ftp://ntm.example"),
        ("NTM_BASE_URL", "https://"),
        ("NTM_LOG_LEVEL", "LOUD"),
        ("NTM_DATABASE_URL", "mysql://host/ntm"),
        ("NTM_DATABASE_URL", "host/ntm"),
        ("NTM_ENV_FILE", "/khong/co/tep"),
        ("NTM_TEMPLATES_DIR", "/khong/co/mau"),
        ("NTM_RENDERERS", "0"),
        ("NTM_TSA_URL", "tsa.example"),
        ("NTM_SIGNING_TRUST", "/khong/co/tep"),
        ("NTM_SIGNING_KEY", "x"),
        ("NTM_RENDERERS", "65"),
        ("NTM_RENDERERS", "-1"),
        ("NTM_RENDERERS", "hai"),
    ],
)
def test_nonsense_is_refused_by_the_name_of_its_variable(name: str, value: str) -> None:
    with pytest.raises(WrongSettings, match=name):
        Settings.read({name: value})


def test_a_database_of_another_kind_is_refused_without_telling_its_password() -> None:
    with pytest.raises(WrongSettings) as refused:
        Settings.read({"NTM_DATABASE_URL": f"mysql://ntm:{HIDDEN}@db.example/ntm"})

    assert HIDDEN not in str(refused.value)
    assert "db.example" in str(refused.value)


def test_nothing_told_gives_a_service_of_one_machine(tmp_path: Path) -> None:
    told = Settings.read({})

    assert told.data_dir == tmp_path / ".data"
    assert told.database_url == f"sqlite+aiosqlite:///{tmp_path}/.data/ntm.db"
    assert told.writer_key_file == tmp_path / ".data" / "writer.key"
    assert (told.base_url, told.log_origin) == ("http://127.0.0.1:8000", "127.0.0.1/audit")
    assert (told.log_level, told.renderers, told.api_token) == ("INFO", 1, "")
    assert told.templates_dir == ROOT / "templates"


@pytest.mark.parametrize(
    ("given", "driven"),
    [
        ("postgresql://a@h/n", "postgresql+asyncpg://a@h/n"),
        ("postgres://a@h/n", "postgresql+asyncpg://a@h/n"),
        ("postgresql+asyncpg://a@h/n", "postgresql+asyncpg://a@h/n"),
        ("sqlite:////tmp/x.db", "sqlite+aiosqlite:////tmp/x.db"),
    ],
)
def test_the_usual_spellings_of_a_database_get_the_driver(given: str, driven: str) -> None:
    assert Settings.read({"NTM_DATABASE_URL": given}).database_url == driven


def test_an_address_loses_its_last_stroke_and_names_the_log() -> None:
    told = Settings.read({"NTM_BASE_URL": "https://ntm.example/", "NTM_LOG_LEVEL": "debug"})

    assert (told.base_url, told.log_origin) == ("https://ntm.example", "ntm.example/audit")
    assert told.log_level == "DEBUG"


def test_a_file_of_settings_is_read_and_the_environment_outweighs_it(tmp_path: Path) -> None:
    file = tmp_path / "ntm.env"
    file.write_text(
        "# ghi chú NTM_LOG_LEVEL=ERROR\n\nNTM_LOG_LEVEL = WARNING\nNTM_RENDERERS=3\n", "utf-8"
    )

    told = Settings.read({"NTM_ENV_FILE": str(file), "NTM_RENDERERS": "2"})

    assert (told.log_level, told.renderers) == ("WARNING", 2)


def test_a_file_with_an_unknown_setting_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ntm.env"
    file.write_text("NTM_BASEURL=https://ntm.example\n", "utf-8")

    with pytest.raises(WrongSettings, match="NTM_BASEURL"):
        Settings.read({"NTM_ENV_FILE": str(file)})


def test_names_of_other_programs_and_other_parts_are_left_alone() -> None:
    strangers = {"PATH": "/bin", "NTM_GATEWAY_URL": "x", "NTM_TEST_URL": "y"}

    assert Settings.read(strangers) == Settings.read({})


def test_moving_takes_the_database_and_the_keys_along(tmp_path: Path) -> None:
    told = Settings.read({"NTM_DATABASE_URL": "postgresql://a@h/n", "NTM_BASE_URL": "https://x.vn"})

    moved = told.moved_to(tmp_path / "nơi khác")

    assert moved.data_dir == tmp_path / "nơi khác"
    assert moved.database_url == f"sqlite+aiosqlite:///{tmp_path}/nơi khác/ntm.db"
    assert moved.writer_key_file == tmp_path / "nơi khác" / "writer.key"
    assert moved.base_url == "https://x.vn"


@pytest.mark.parametrize(
    ("there", "taken"),
    [
        ((), ".data"),
        (("demo/ntm.db",), ".data/demo"),
        (("demo/ntm.db", "ntm.db"), ".data"),
    ],
)
def test_a_demonstration_serves_where_there_is_nothing_else(
    tmp_path: Path, there: tuple[str, ...], taken: str
) -> None:
    (tmp_path / ".data" / "demo").mkdir(parents=True)
    for name in there:
        (tmp_path / ".data" / name).touch()

    assert Settings.read({}).data_dir == tmp_path / taken


def test_the_token_is_not_shown() -> None:
    assert HIDDEN not in repr(Settings.read({"NTM_API_TOKEN": HIDDEN}))


def test_the_log_begins_at_its_level_and_libraries_speak_up_from_warnings_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    levels = {name: logging.getLogger(name).level for name in ("", *QUIET)}
    try:
        start_logging("ERROR")

        assert root.level == logging.ERROR
        assert {logging.getLogger(name).level for name in QUIET} == {logging.WARNING}
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.tinh.gov.vn", ("mail.tinh.gov.vn", 587, "starttls")),
        ("smtp://mail.tinh.gov.vn:25?starttls=optional", ("mail.tinh.gov.vn", 25, "optional")),
        ("smtp://mail.tinh.gov.vn?starttls=never", ("mail.tinh.gov.vn", 587, "none")),
        ("smtps://mail.tinh.gov.vn", ("mail.tinh.gov.vn", 465, "tls")),
        ("smtp://127.0.0.1:1025", ("127.0.0.1", 1025, "none")),
    ],
)
def test_letters_are_encrypted_unless_the_address_of_the_server_says_otherwise(
    url: str, expected: tuple[str, int, str]
) -> None:
    told = Settings.read({"NTM_SMTP_URL": url, "NTM_MAIL_FROM": "ntm@tinh.example"}).mail

    assert told is not None
    assert (told.host, told.port, told.encryption) == expected


def test_name_and_password_of_the_mail_server_are_read_and_never_shown() -> None:
    url = "smtp://g%40tinh:b%C3%AD%2Fmat@mail.tinh.gov.vn"
    settings = Settings.read({"NTM_SMTP_URL": url, "NTM_MAIL_FROM": "ntm@tinh.example"})

    assert settings.mail is not None
    assert (settings.mail.user, settings.mail.password) == ("g@tinh", "bí/mat")
    assert "bí/mat" not in repr(settings)


def test_without_a_mail_server_there_is_none() -> None:
    assert Settings.read({}).mail is None


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"NTM_SMTP_URL": "smtp://mail.tinh.gov.vn"}, "NTM_MAIL_FROM"),
        ({"NTM_MAIL_FROM": "ntm@tinh.example"}, "NTM_SMTP_URL"),
        ({"NTM_SMTP_URL": "http://mail", "NTM_MAIL_FROM": "a@b.vn"}, "NTM_SMTP_URL"),
        ({"NTM_SMTP_URL": "smtp://mail:port", "NTM_MAIL_FROM": "a@b.vn"}, "NTM_SMTP_URL"),
        ({"NTM_SMTP_URL": "smtp://mail?tls=no", "NTM_MAIL_FROM": "a@b.vn"}, "NTM_SMTP_URL"),
        ({"NTM_SMTP_URL": "smtp://mail?starttls=x", "NTM_MAIL_FROM": "a@b.vn"}, "starttls"),
        ({"NTM_SMTP_URL": "smtps://mail?starttls=never", "NTM_MAIL_FROM": "a@b.vn"}, "smtps"),
        ({"NTM_SMTP_URL": "smtp://u:p@mail?starttls=never", "NTM_MAIL_FROM": "a@b.vn"}, "mật khẩu"),
        ({"NTM_SMTP_CA_FILE": "/khong-co", **SMTP}, "NTM_SMTP_CA_FILE"),
        ({"NTM_WEBHOOK_PRIVATE": "maybe"}, "NTM_WEBHOOK_PRIVATE"),
    ],
)
def test_settings_of_mail_and_webhooks_that_make_no_sense_are_refused(
    told: dict[str, str], named: str
) -> None:
    with pytest.raises(WrongSettings, match=named):
        Settings.read(told)


def test_webhooks_stay_out_of_the_private_network_unless_told_otherwise() -> None:
    assert not Settings.read({}).webhook_private
    assert Settings.read({"NTM_WEBHOOK_PRIVATE": "yes"}).webhook_private


def test_a_token_needs_name_pin_roots_and_time_stamps(tmp_path: Path) -> None:
    (tmp_path / "pin").touch()
    told: dict[str, str] = {}
    for name, value in (
        ("NTM_SIGNING_PKCS11_LIBRARY", "/usr/lib/p11.so"),
        ("NTM_SIGNING_PKCS11_TOKEN", "van-thu"),
        ("NTM_SIGNING_PIN_FILE", str(tmp_path / "pin")),
        ("NTM_SIGNING_TRUST", str(tmp_path / "pin")),
        ("NTM_TSA_URL", "https://tsa.example"),
    ):
        if told:
            with pytest.raises(WrongSettings, match=name):
                Settings.read(told)
        told[name] = value

    signing = Settings.read(told).signing

    assert (signing.token, signing.signer, signing.seal) == ("van-thu", "signer", "seal")
    assert signing.tsa_url == "https://tsa.example"
    assert Settings.read({}).moved_to(tmp_path).signing.folder == tmp_path / "signing"


@pytest.mark.parametrize(
    ("told", "needs", "minutes"),
    [
        ({}, False, 10),
        ({"NTM_BASE_URL": "http://localhost:9000"}, False, 10),
        ({"NTM_BASE_URL": "https://ntm.tinh.example"}, True, 10),
        ({"NTM_BASE_URL": "https://ntm.tinh.example", "NTM_SECOND_FACTOR": "optional"}, False, 10),
        ({"NTM_SECOND_FACTOR": "Required", "NTM_CONFIRM_MINUTES": "0"}, True, 0),
    ],
)
def test_who_is_reached_by_others_needs_second_factors_unless_told_otherwise(
    told: dict[str, str], *, needs: bool, minutes: int
) -> None:
    rules = Settings.read(told).access
    assert bool(rules.factor_roles) is needs
    assert rules.confirm_within == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NTM_SECOND_FACTOR", "maybe"),
        ("NTM_CONFIRM_MINUTES", "61"),
        ("NTM_CONFIRM_MINUTES", "-1"),
        ("NTM_CONFIRM_MINUTES", "mười"),
    ],
)
def test_nonsense_about_access_stops_the_start(name: str, value: str) -> None:
    with pytest.raises(WrongSettings, match=name):
        Settings.read({name: value})


def _oidc(folder: Path, **others: str) -> dict[str, str]:
    """Give the variables of a sign-in provider, its secret in a file of its own."""
    secret = folder / "cong.secret"
    secret.write_text(f"{HIDDEN}\n", "utf-8")
    secret.chmod(0o600)
    return {
        "NTM_OIDC_ISSUER": "https://cong.tinh.example/realms/tinh",
        "NTM_OIDC_CLIENT_ID": "ntm",
        "NTM_OIDC_CLIENT_SECRET_FILE": str(secret),
        **others,
    }


def test_a_sign_in_provider_is_read_with_its_secret_kept_from_sight(tmp_path: Path) -> None:
    assert Settings.read({}).identity is None
    more = {"NTM_OIDC_NAME": "Cổng tỉnh", "NTM_OIDC_SECOND_FACTOR": "otp  urn:loa:3"}
    told = Settings.read(_oidc(tmp_path, **more)).identity
    assert told is not None
    assert (told.client_secret, told.name) == (HIDDEN, "Cổng tỉnh")
    assert told.strong == {"otp", "urn:loa:3"}
    assert HIDDEN not in repr(told)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NTM_OIDC_ISSUER", "http://cong.tinh.example"),
        ("NTM_OIDC_ISSUER", "https://cong.tinh.example/?tenant=1"),
        ("NTM_OIDC_ISSUER", "cong.tinh.example"),
        ("NTM_OIDC_ISSUER", "https://[cong"),
        ("NTM_OIDC_ISSUER", ""),
        ("NTM_OIDC_CLIENT_ID", ""),
        ("NTM_OIDC_CLIENT_SECRET_FILE", "/khong/co/tep"),
        ("NTM_OIDC_CA_FILE", "/khong/co/tep"),
        ("NTM_OIDC_NAME", "x" * 61),
    ],
)
def test_half_a_sign_in_provider_is_none(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(WrongSettings, match=name):
        Settings.read(_oidc(tmp_path, **{name: value}))


def test_a_client_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    told = _oidc(tmp_path)
    Path(told["NTM_OIDC_CLIENT_SECRET_FILE"]).chmod(0o644)
    with pytest.raises(WrongSettings, match="chmod 600"):
        Settings.read(told)
    with pytest.raises(WrongSettings, match="NTM_OIDC_NAME"):
        Settings.read({"NTM_OIDC_NAME": "Cổng tỉnh"})
