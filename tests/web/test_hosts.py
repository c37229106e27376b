"""The service answers under its own name, and under every name of this machine in a trial."""

from pathlib import Path

import pytest
from litestar.testing import AsyncTestClient

from ntm_verify.app import build_app
from ntm_verify.settings import Settings
from ntm_verify.web.hosts import is_own_host

OURS = "https://ntm.test.example"
TRIAL = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("told", "base", "path", "own"),
    [
        ("ntm.test.example", OURS, "/", True),
        ("NTM.test.example:443", OURS, "/", True),
        ("ntm.test.example:8443", OURS, "/", False),
        ("evil.example", OURS, "/", False),
        ("ntm.test.example.evil.example", OURS, "/", False),
        ("ntm.test.example@evil.example", OURS, "/", False),
        ("ntm.test.example/x", OURS, "/", False),
        ("ntm.test.example:port", OURS, "/", False),
        ("[::1", OURS, "/", False),
        ("", OURS, "/", False),
        ("127.0.0.1:8000", OURS, "/", False),
        ("127.0.0.1:8000", OURS, "/healthz", True),
        ("evil.example", OURS, "/healthz", False),
        ("127.0.0.1:8000", TRIAL, "/", True),
        ("localhost:9000", TRIAL, "/", True),
        ("[::1]:9000", TRIAL, "/", True),
        ("evil.example:8000", TRIAL, "/", False),
    ],
)
def test_a_name_is_ours_or_it_is_not(told: str, base: str, path: str, *, own: bool) -> None:
    assert is_own_host(told, base, path) is own


async def test_another_name_gets_nothing_whatever_a_proxy_says(tmp_path: Path) -> None:
    app = build_app(Settings.read({"NTM_DATA_DIR": str(tmp_path), "NTM_BASE_URL": OURS}))
    async with AsyncTestClient(app=app, base_url=OURS) as client:
        assert (await client.get("/sign-in")).status_code == 200
        for host in ("evil.example", "127.0.0.1"):
            for path in ("/sign-in", "/api/v1/submissions", "/schema/openapi.json"):
                forged = {"host": host, "x-forwarded-host": "ntm.test.example"}
                answer = await client.get(path, headers=forged)
                assert answer.status_code == 421, path
                assert OURS in answer.text
                assert "evil" not in answer.text
        forwarded = await client.get("/sign-in", headers={"x-forwarded-host": "evil.example"})
        assert forwarded.status_code == 200
        assert "evil" not in forwarded.text
