"""What we publish is accepted by verifiers that others wrote, in Go and in Rust."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import metamorphic_log  # type: ignore[import-untyped]
import pytest
import sqlalchemy as sa

from ntm_verify.domain.people import SYSTEM
from ntm_verify.storage import migrate
from ntm_verify.storage.log_tables import log_tables
from ntm_verify.storage.log_writer import to_edge
from ntm_verify.trail.entry import seal
from ntm_verify.trail.log_folder import examine_folder
from ntm_verify.trail.policy_file import read_policy
from ntm_verify.trail.signatures import writer_of
from ntm_verify.trail.tiles import Stored, node, prove_consistency, prove_inclusion
from ntm_verify.trail.tree import leaf_hash
from ntm_verify.usecases.publish_log import PublishLog, publish_log
from tests.support.worlds import KEY, ORIGIN, world_at
from tests.usecases.test_publish_log import board, laid_down, policy

pytestmark = pytest.mark.slow
GO_LIBRARIES = Path("/usr/share/gocode")
"""Where Debian's golang-golang-x-mod-dev puts the library of the Go checksum database."""
SIZES = (69_000, 70_000)
Reader = Callable[[Path, str], int | None]


class Published(NamedTuple):
    """A published log: its folder, its key, and the policy to read it by."""

    folder: Path
    key: str
    policy: str


def template() -> bytes:
    """Seal one entry as the service does, with marks where others differ from it."""
    fields = {
        "log": ORIGIN,
        "id": "0192b1f0-0000-7000-8000-aaaaaaaaaaaa",
        "at": "2030-11-02T03:00:00.000000Z",
        "type": "search.run",
        "req": "req-aaaaaaaaaaaa",
        "actor": {"id": "u-auditor", "role": "auditor", "unit": "38"},
        "subject": {"kind": "search", "id": "s-aaaaaaaaaaaa", "rev": 1},
        "before": None,
        "after": None,
        "priv": {},
        "cause": None,
    }
    return seal(fields, writer_of(ORIGIN, KEY))


def grow(url: str, size: int) -> None:
    """Add entries as they stand on the disk, guards on; 70,000 acts would take a minute.

    Their signatures are those of the one that they are made of: nobody here looks at them.
    """
    tables, whole = log_tables("sqlite"), template()
    with migrate.opened(url) as connection:
        head = connection.execute(sa.select(tables.head)).mappings().one()
        entries = [whole.replace(b"a" * 12, b"%012x" % n) for n in range(head["size"], size)]
        leaves = [leaf_hash(entry) for entry in entries]
        edge, nodes = to_edge(head["size"], head["range"]).extend(leaves)
        rows = [
            {"idx": index, "leaf": leaf, "entry": entry}
            for index, (leaf, entry) in enumerate(zip(leaves, entries, strict=True), head["size"])
        ]
        connection.execute(sa.insert(tables.event), rows)
        connection.execute(
            sa.insert(tables.node),
            [{"level": one.level, "idx": one.index, "hash": one.hash} for one in nodes],
        )
        told = {"size": edge.size, "range": b"".join(edge.nodes)}
        connection.execute(sa.update(tables.head).values(told))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Give a log of 70,000 entries, published twice on the way."""
    folder = tmp_path_factory.mktemp("published")
    url = f"sqlite+aiosqlite:///{folder / 'ntm.db'}"

    async def publish() -> tuple[str, str]:
        async with world_at(url) as world:
            for size in SIZES:
                await asyncio.to_thread(grow, url, size)
                await publish_log(world.ports, SYSTEM, PublishLog())
            laid_down(world, folder / "log")
            log = policy(world).partition("#ntm writer")[0]
            return board(world).vkey, log

    return Published(folder / "log", *asyncio.run(publish()))


@pytest.fixture(scope="module")
def read_in_go(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    go, folder = Path(sys.executable).parent / "go", tmp_path_factory.mktemp("go")
    if not go.is_file() or not GO_LIBRARIES.is_dir():
        pytest.skip("make test installs go and golang-golang-x-mod-dev")
    program = folder / "reader"
    environment = {
        **os.environ,
        "GO111MODULE": "off",
        "GOPATH": str(GO_LIBRARIES),
        "GOCACHE": str(folder / "cache"),
        "GOFLAGS": "",
    }
    source = Path(__file__).parent / "foreign" / "main.go"
    command = [str(go), "build", "-o", str(program), str(source)]
    subprocess.run(command, check=True, env=environment)  # noqa: S603 - our own program

    def read(published: Path, key: str) -> int | None:
        told = subprocess.run(  # noqa: S603 - as above
            [program, published, key], capture_output=True, text=True, check=False
        )
        return int(told.stdout) if told.returncode == 0 else None

    return read


def stored_in(folder: Path) -> Stored:
    """Read hashes from the tiles alone."""
    cache: dict[tuple[int, int], bytes] = {}

    def stored(level: int, index: int) -> bytes:
        key = level // 8, index // 256
        if key not in cache:
            name = f"{key[1]:03d}"
            found = folder / "tile" / str(key[0])
            whole = found / name
            part = max((found / f"{name}.p").glob("*"), key=lambda p: int(p.name), default=whole)
            cache[key] = (whole if whole.is_file() else part).read_bytes()
        return cache[key][index % 256 * 32 : index % 256 * 32 + 32]

    return stored


def test_a_published_log_is_accepted_by_a_program_in_go(
    published: Published, read_in_go: Reader
) -> None:
    assert read_in_go(published.folder, published.key) == SIZES[-1]


def test_no_flipped_byte_passes_the_program_in_go(
    published: Published, read_in_go: Reader, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(published.folder, folder)
    for name in ("checkpoint", "tile/entries/000", "tile/0/000", "tile/1/000"):
        path = folder / name
        content = path.read_bytes()
        path.write_bytes(content[:40] + bytes([content[40] ^ 1]) + content[41:])
        assert read_in_go(folder, published.key) is None, name
        path.write_bytes(content)
    assert read_in_go(folder, published.key) == SIZES[-1]


def test_checkpoints_and_proofs_are_accepted_by_a_library_in_rust(
    published: Published,
) -> None:
    keys = [published.key]
    old, new = ((published.folder / f"checkpoints/{size:012d}").read_text() for size in SIZES)
    stored = stored_in(published.folder)

    head = metamorphic_log.checkpoint_verify(new, keys)
    assert (head.size, len(head.root)) == (SIZES[-1], 32)
    for index in (0, 255, 256, 40_000, 69_999):
        leaf = stored(0, index)
        proof = list(prove_inclusion(stored, index, SIZES[-1]))
        metamorphic_log.checkpoint_verify_inclusion(new, keys, index, leaf, proof)
        with pytest.raises(metamorphic_log.VerifyError):
            metamorphic_log.checkpoint_verify_inclusion(new, keys, index, leaf_hash(leaf), proof)
    grown = list(prove_consistency(stored, *SIZES))
    metamorphic_log.checkpoint_verify_consistency(old, new, keys, grown)
    with pytest.raises(metamorphic_log.VerifyError):
        metamorphic_log.checkpoint_verify_consistency(old, new, keys, grown[:-1])
    assert node(stored, 8, 0) == stored(8, 0)


def test_our_own_reader_agrees(published: Published) -> None:
    report = examine_folder(published.folder, read_policy(published.policy))

    assert (report.exit_code, report.size) == (0, SIZES[-1])
