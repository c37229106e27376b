"""What the log costs, on an embedded database and in memory, as ratios of the same work without it.

Variants take turns in small chunks; a second copy of the baseline takes turns too, and a run in
which it differs from the first by more than 15 % is void and done again.
"""

import hashlib
import json
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any, Final

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.storage import migrate
from ntm_verify.storage.log_events import prepare
from ntm_verify.storage.log_tables import LogTables, log_tables
from ntm_verify.storage.log_writer import append, read_head
from ntm_verify.trail.auditor import Examination, Policy
from ntm_verify.trail.entry import seal
from ntm_verify.trail.paper import examine_paper
from ntm_verify.trail.policy_file import read_policy
from ntm_verify.trail.signatures import verify_signature, writer_of
from ntm_verify.trail.tiles import prove_inclusion, stored_in, tile_path, widths
from ntm_verify.trail.tree import Edge, leaf_hash
from tests.support.builders import AUDITOR
from tests.support.outside import KEY, ORIGIN, Outside
from tests.trail.logs import SAMPLE

SPREAD: Final = (0.85, 1.15)
CHUNK: Final = 1_000
PAGES: Final = ("page_count", "freelist_count", "page_size")
Turn = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what, its floor, what came out, and whether it is met."""

    what: str
    floor: str
    value: float
    spread: str
    is_met: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "met", False: "MISSED", None: "reported"}[self.is_met]
        return f"{self.what:58} {self.floor:>8} {self.value:9.3f} {self.spread:>17}  {verdict}"


def interleaved(ways: dict[str, Callable[[int], None]], turns: int) -> dict[str, float]:
    """Let ways take turns, the order rotated; give the seconds of a turn of each, the median."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    names = list(ways)
    for turn in range(turns):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            began = time.perf_counter()
            ways[name](turn)
            times[name].append(time.perf_counter() - began)
    return {name: median(took) for name, took in times.items()}


def compared(
    measure: Callable[[], dict[str, float]], repetitions: int
) -> tuple[list[float], list[float]]:
    """Give plain/own and plain/copy of so many runs that are not void."""
    ratios, copies = list[float](), list[float]()
    for _ in range(repetitions * 4):
        took = measure()
        copy = took["plain"] / took["copy"]
        if SPREAD[0] <= copy <= SPREAD[1]:
            ratios.append(took["plain"] / took["own"])
            copies.append(copy)
        if len(ratios) == repetitions:
            break
    return ratios, copies


def told(what: str, floor: float, ratios: Sequence[float], *, most: bool = False) -> Row:
    if not ratios:
        return Row(what, "void", float("nan"), "-", is_met=False)
    value = median(ratios)
    spread = f"{min(ratios):.2f}-{max(ratios):.2f} ({len(ratios)})"
    met = value <= floor if most else value >= floor
    return Row(what, f"{'≤' if most else '≥'} {floor}", value, spread, is_met=met)


class Bare:
    """A SQLite file with the log's tables and guards, and plain tables beside them."""

    def __init__(self, folder: Path, name: str) -> None:
        self.url = f"sqlite+aiosqlite:///{folder / name}"
        migrate.upgrade(self.url, Outside().pen)
        self.engine = sa.create_engine(f"sqlite:///{folder / name}")
        sa.event.listen(self.engine, "connect", _settings)
        sa.event.listen(self.engine, "begin", _begin)
        self.meta = sa.MetaData()
        self.plain = {
            name: sa.Table(
                name,
                self.meta,
                sa.Column("idx", sa.Integer, primary_key=True, autoincrement=False),
                sa.Column("entry", sa.LargeBinary, nullable=False),
            )
            for name in ("plain", "copy")
        }
        self.work = sa.Table(
            "work",
            self.meta,
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("t", sa.Text),
        )
        self.meta.create_all(self.engine)

    @property
    def tables(self) -> LogTables:
        return log_tables("sqlite")

    def size(self) -> int:
        """Give the bytes in use, when everything has come to the file."""
        self.engine.dispose()
        with closing(sqlite3.connect(self.engine.url.database or "")) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            told = [raw.execute(f"PRAGMA {name}").fetchone()[0] for name in PAGES]
        return int((told[0] - told[1]) * told[2])


def batched(entries: Sequence[bytes], size: int) -> Iterator[list[bytes]]:
    for first in range(0, len(entries), size):
        yield list(entries[first : first + size])


def _settings(raw: sqlite3.Connection, _: object) -> None:
    raw.isolation_level = None
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def put_plain(bare: Bare, name: str, first: int, entries: Sequence[bytes]) -> None:
    rows = [{"idx": first + at, "entry": entry} for at, entry in enumerate(entries)]
    with bare.engine.begin() as connection:
        connection.execute(sa.insert(bare.plain[name]), rows)


def put_own(bare: Bare, entries: Sequence[bytes]) -> None:
    """Append prepared entries as the product does: head, leaves, nodes, guards on."""
    tables = bare.tables
    with bare.engine.begin() as connection:
        edge, _ = read_head(connection, tables, ORIGIN, lock=True)
        leaves = [leaf_hash(entry) for entry in entries]
        events = [
            {"idx": edge.size + at, "leaf": leaf, "entry": entry}
            for at, (leaf, entry) in enumerate(zip(leaves, entries, strict=True))
        ]
        edge, finished = edge.extend(leaves)
        nodes = [{"level": n.level, "idx": n.index, "hash": n.hash} for n in finished]
        connection.execute(sa.insert(tables.event), events)
        if nodes:
            connection.execute(sa.insert(tables.node), nodes)
        moved = {"size": edge.size, "range": b"".join(edge.nodes), "last_at": "x"}
        connection.execute(sa.update(tables.head).values(moved))


def require_root(bare: Bare) -> None:
    """Hash what is stored anew; a wrong root voids the figure."""
    edge = Edge()
    query = "SELECT leaf, entry FROM audit_event ORDER BY idx"
    with bare.engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        cursor = raw.execute(query)
        while rows := cursor.fetchmany(CHUNK):
            leaves = [sha256(b"\0" + entry).digest() for _, entry in rows]
            if leaves != [leaf for leaf, _ in rows]:
                raise AssertionError("a leaf is wrong")
            edge, _ = edge.extend(leaves)
        kept, _ = read_head(connection, bare.tables, ORIGIN)
    if kept != edge:
        raise AssertionError("the root is wrong")


def bulk(folder: Path, count: int, repetitions: int) -> Iterator[Row]:
    """Row 1: bulk append, 1,000 entries a transaction."""
    entries = [b"%08d" % at + b"x" * 92 for at in range(count)]
    chunks = [*batched(entries, CHUNK)]
    numbers = iter(range(100))

    def measure() -> dict[str, float]:
        bare = Bare(folder, f"bulk-{count}-{next(numbers)}.db")
        took = interleaved(
            {
                "plain": lambda turn: put_plain(bare, "plain", turn * CHUNK, chunks[turn]),
                "own": lambda turn: put_own(bare, chunks[turn]),
                "copy": lambda turn: put_plain(bare, "copy", turn * CHUNK, chunks[turn]),
            },
            len(chunks),
        )
        require_root(bare)
        bare.engine.dispose()
        return took

    ratios, _ = compared(measure, repetitions)
    yield told(f"1  bulk append, SQLite, {count:,} entries", 0.35, ratios)


def an_event(number: int) -> AuditEvent:
    state = {"status": "submitted", "participants": number, "population": 1700, "unit": "00001"}
    subject = Subject("submission", f"s-{number}", 1)
    return AuditEvent(Action.SEARCH_RUN, AUDITOR, subject, after=state)


def single(folder: Path, times: int, repetitions: int) -> Iterator[Row]:
    """Row 2: one event in one durable transaction beside one business row."""
    bare, pen = Bare(folder, "single.db"), Outside(made=50_000).pen
    entry = b"e" * 420
    numbers = {name: iter(range(1, 10**9)) for name in ("plain", "copy", "own")}

    def plain(name: str) -> None:
        number = next(numbers[name])
        with bare.engine.begin() as connection:
            connection.execute(sa.insert(bare.work).values(t="x" * 200))
            connection.execute(sa.insert(bare.plain[name]).values(idx=number, entry=entry))

    def own() -> None:
        waiting = [prepare(pen, an_event(next(numbers["own"])), "")]
        with bare.engine.begin() as connection:
            connection.execute(sa.insert(bare.work).values(t="x" * 200))
            append(connection, pen, waiting)

    ways: dict[str, Callable[[int], None]] = {
        "plain": lambda _: plain("plain"),
        "own": lambda _: own(),
        "copy": lambda _: plain("copy"),
    }
    ratios, _ = compared(lambda: interleaved(ways, times), repetitions)
    require_root(bare)
    yield told("2  one event with its row, SQLite, sealed and signed", 0.75, ratios)


def storage(folder: Path, count: int) -> Iterator[Row]:
    """Row 10: bytes an event beside a plain row of the same entry."""
    entries = [b"%08d" % at + b"x" * 92 for at in range(count)]
    own, plain = Bare(folder, "own.db"), Bare(folder, "row.db")
    before = own.size(), plain.size()
    for at, chunk in enumerate(batched(entries, CHUNK)):
        put_own(own, chunk)
        put_plain(plain, "plain", at * CHUNK, chunk)
    more = ((own.size() - before[0]) - (plain.size() - before[1])) / count
    yield Row(f"10 bytes an event more, {count:,}", "≤ 45", more, "-", is_met=more <= 45)


def verification(folder: Path, count: int, repetitions: int) -> Iterator[Row]:
    """Rows 4 and 9: reading, hashing and comparing everything; then meaning and signatures."""
    bare = Bare(folder, "verify.db")
    signed = [seal(_fields(number), writer_of(ORIGIN, KEY)) for number in range(2_000)]
    entries = [b"%08d" % at + b"x" * 92 for at in range(count)]
    for chunk in batched(entries, CHUNK):
        put_own(bare, chunk)
    ratios = []
    for _ in range(repetitions):
        began = time.perf_counter()
        require_root(bare)
        own = time.perf_counter() - began
        began = time.perf_counter()
        for entry in entries:
            hashlib.sha256(b"\0" + entry).digest()
        ratios.append((time.perf_counter() - began) / own)
    yield told(f"4  verification by hashes alone, {count:,}", 0.15, ratios)
    audit = _seconds(lambda: _audit(signed))
    bare_hash = _seconds(lambda: [leaf_hash(entry) for entry in signed])
    rate = f"{len(signed) / audit:,.0f}/s a core"
    yield Row("9  full audit with signatures, beside hashing", "-", bare_hash / audit, rate)


def _fields(number: int) -> dict[str, Any]:
    event = an_event(number)
    identity = f"0192b1f0-0000-7000-8000-{number:012x}"
    return {
        "log": ORIGIN,
        "id": identity,
        "at": f"2026-11-02T03:{number // 60 % 60:02d}:{number % 60:02d}.000000Z"
        if number < 3600
        else "2026-11-02T05:00:00.000000Z",
        "type": event.action.value,
        "req": f"req-{number}",
        "actor": {"id": "u-1", "role": "auditor", "unit": "38"},
        "subject": {"kind": "submission", "id": event.subject.id, "rev": 1},
        "before": None,
        "after": event.after,
        "priv": {},
        "cause": None,
    }


def _audit(entries: Sequence[bytes]) -> None:
    name = KEY.name(f"{ORIGIN}/writer")

    def verify(message: bytes, signature: bytes) -> bool:
        return verify_signature(KEY.public, message, signature)

    examination = Examination(Policy(ORIGIN, name, verify))
    for entry in entries:
        examination.read(entry)
    if not examination.report().holds:
        raise AssertionError("the audit finds something")


def _seconds(work: Callable[[], object], times: int = 3) -> float:
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best


def lay_tiles(folder: Path, count: int) -> None:
    """Write the tiles of a log of so many entries."""
    hashes, level = [leaf_hash(b"%d" % at) for at in range(count)], 0
    while hashes:
        for index, width in widths(len(hashes), 0):
            path = folder / tile_path(level, index, width)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"".join(hashes[index * 256 : index * 256 + width]))
        whole = range(0, len(hashes) // 256 * 256, 256)
        hashes, level = [_root(hashes[at : at + 256]) for at in whole], level + 1


def proofs(folder: Path, count: int) -> Iterator[Row]:
    """Rows 5a and 5b: a proof from tiles on disk, cold and warm."""
    lay_tiles(folder, count)
    chance, reads = random.Random(5), list[str]()  # noqa: S311 - which entries, no secret

    def get(path: str) -> bytes:
        reads.append(path)
        return (folder / path).read_bytes()

    took, ratios, most = [], list[float](), 0
    for index in (chance.randrange(count) for _ in range(50)):
        reads.clear()
        began = time.perf_counter()
        prove_inclusion(stored_in(get, count), index, count)
        took.append(time.perf_counter() - began)
        most = max(most, len(reads))
        floor = _seconds(lambda: [sha256(b"x" * 65).digest() for _ in range(768)], 1)
        ratios.append(took[-1] / floor)
    yield told(f"5a proof, cold, {count:,} ({most} tiles read)", 2.0, ratios, most=True)
    shared = stored_in(get, count)
    places = [chance.randrange(count) for _ in range(500)]
    for index in places:
        prove_inclusion(shared, index, count)
    warm = []
    for index in places:
        began = time.perf_counter()
        prove_inclusion(shared, index, count)
        warm.append(time.perf_counter() - began)
    cold = median(took)
    yield told("5b proof, warm, beside cold", 0.1, [t / cold for t in warm], most=True)


def _root(hashes: list[bytes]) -> bytes:
    edge = Edge()
    for one in hashes:
        edge = edge.push(one)
    return edge.head.root


def papers() -> Iterator[Row]:
    """Rows 7 and 8: a paper with its proof, and the making of one entry."""
    if SAMPLE.is_dir():
        lines = [
            line
            for line in (SAMPLE / "policy.txt").read_text().splitlines()
            if not line.startswith("#ntm writer")
        ]
        policy = read_policy("\n".join(lines))
        pdf, proof = (
            (SAMPLE / f"GCN-0005.{end}").read_bytes() for end in ("base.pdf", "tlog-proof")
        )
        if examine_paper(pdf, proof, policy).exit_code:
            raise AssertionError("the sample paper does not hold")
        key = Ed25519PrivateKey.generate()
        message, public = b"m" * 200, key.public_key()
        signature = key.sign(message)

        def bare() -> None:
            for _ in range(3):
                public.verify(signature, message)

        ratios = []
        for _ in range(200):
            own = _seconds(lambda: examine_paper(pdf, proof, policy), 1)
            ratios.append(own / _seconds(bare, 1))
        yield told("7  a paper with its proof, beside 3 signatures", 3.0, ratios, most=True)
    fields, writer = _fields(1), writer_of(ORIGIN, KEY)
    made = _seconds(lambda: [leaf_hash(seal(fields, writer)) for _ in range(2_000)])
    dumped = _seconds(lambda: [json.dumps(fields) for _ in range(2_000)])
    yield Row("8  canonical form, signature and leaf, beside json.dumps", "-", made / dumped, "-")


def rows(*, quick: bool) -> Iterator[Row]:
    """Measure everything that needs no server."""
    with tempfile.TemporaryDirectory(prefix="ntm-bench-") as made:
        folder = Path(made)
        sizes = [(20_000, 1)] if quick else [(100_000, 5), (1_000_000, 2)]
        for count, repetitions in sizes:
            yield from bulk(folder, count, repetitions)
        yield from single(folder, 50 if quick else 500, 1 if quick else 5)
        for count, repetitions in sizes:
            (folder / str(count)).mkdir()
            yield from verification(folder / str(count), count, repetitions)
        yield from storage(folder, sizes[0][0])
        yield from proofs(folder / "tiles", 70_000 if quick else 1_000_000)
        yield from papers()
