"""Rows 7, 8 and 9 of the log's floors: a paper with its proof, one entry, a full audit."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ntm_verify.trail.auditor import Examination, Policy
from ntm_verify.trail.entry import seal
from ntm_verify.trail.paper import examine_paper
from ntm_verify.trail.policy_file import read_policy
from ntm_verify.trail.signatures import verify_signature, writer_of
from ntm_verify.trail.tree import Edge, leaf_hash
from tests.support.outside import KEY, ORIGIN
from tests.trail.logs import SAMPLE

from .log_measure import COPY, OWN, PLAIN, Row, in_turn, seconds, slower, sound, spread_of
from .log_single import an_event

SIGNATURES: Final = 3
CORES: Final = 0.7
"""Of every free core an audit in so many processes must make this much use."""


def paper(times: int, repetitions: int) -> Iterator[Row]:
    """Row 7: the offline check of a paper of the sample log, beside three bare signatures."""
    what = f"7   a paper with its proof, beside {SIGNATURES} signatures"
    if not SAMPLE.is_dir():
        yield Row(what, "≤ 3", None, "no sample log")
        return
    lines = (SAMPLE / "policy.txt").read_text().splitlines()
    policy = read_policy("\n".join(one for one in lines if not one.startswith("#ntm writer")))
    pdf, proof = (_sample(f"GCN-0005.{end}") for end in ("base.pdf", "tlog-proof"))
    if examine_paper(pdf, proof, policy).exit_code:
        raise AssertionError("the sample paper does not hold")
    key, message = Ed25519PrivateKey.generate(), b"m" * 200
    public, signature = key.public_key(), key.sign(message)

    def bare(_: int) -> None:
        for _ in range(SIGNATURES):
            public.verify(signature, message)

    ways = {PLAIN: bare, OWN: lambda _: examine_paper(pdf, proof, policy), COPY: bare}
    yield slower(what, 3.0, sound(lambda: in_turn(ways, times), repetitions))


def _sample(name: str) -> bytes:
    path: Path = SAMPLE / name
    return path.read_bytes()


def entry(times: int) -> Iterator[Row]:
    """Row 8: canonical form, signature and leaf of one event, beside `json.dumps`."""
    fields, writer = _fields(1), writer_of(ORIGIN, KEY)
    took = in_turn(
        {
            PLAIN: lambda _: [json.dumps(fields) for _ in range(100)],
            OWN: lambda _: [leaf_hash(seal(fields, writer)) for _ in range(100)],
        },
        times // 100,
    )
    ratio = sum(took[OWN]) / sum(took[PLAIN])
    yield Row(
        "8   canonical form, signature and leaf, beside json.dumps", "-", ratio, f"{times} of each"
    )


def audit(count: int, repetitions: int) -> Iterator[Row]:
    """Row 9: the full audit beside hashing the same entries, and on as many cores as there are."""
    entries = tuple(seal(_fields(number), writer_of(ORIGIN, KEY)) for number in range(count))
    hashing, auditing = partial(_hash, entries), partial(_audit, entries)
    took = [(seconds(hashing, 1), seconds(auditing, 1)) for _ in range(repetitions)]
    rate = f"{count / min(one for _, one in took):,.0f}/s a core"
    ratio = median(bare / whole for bare, whole in took)
    yield Row("9   hashing alone / full audit with signatures", "-", ratio, rate)
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, mp_context=get_context("fork")) as pool:
        gains = [_gain(pool, cores, (hashing, auditing)) for _ in range(repetitions)]
    value, what = median(gains), f"9   audits on {cores} cores at once, beside hashing there"
    yield Row(what, f"≥ {CORES}", value, spread_of(gains), value >= CORES)


def _gain(
    pool: ProcessPoolExecutor, cores: int, works: tuple[Callable[[], None], Callable[[], None]]
) -> float:
    """Give by how much many processes are faster than one, of what bare hashing gains there.

    How many cores are free is what bare hashing shows in the same moment.
    """
    gains = []
    for work in works:
        alone = pool.submit(_timed, work, 1).result()
        began = perf_counter()
        for one in [pool.submit(_timed, work, 1) for _ in range(cores)]:
            one.result()
        gains.append(cores * alone / (perf_counter() - began))
    bare, own = gains
    return own / bare


def _timed(work: Callable[[], None], times: int) -> float:
    return seconds(work, times)


def _hash(entries: Sequence[bytes]) -> None:
    Edge().extend([leaf_hash(one) for one in entries])


def _audit(entries: Sequence[bytes]) -> None:
    name = KEY.name(f"{ORIGIN}/writer")
    examination = Examination(Policy(ORIGIN, name, partial(verify_signature, KEY.public)))
    for one in entries:
        examination.read(one)
    if not examination.report().holds:
        raise AssertionError("the audit finds something")


def _fields(number: int) -> dict[str, Any]:
    event = an_event(number)
    minute, second = divmod(min(number, 3599), 60)
    return {
        "log": ORIGIN,
        "id": f"0192b1f0-0000-7000-8000-{number:012x}",
        "at": f"2026-11-02T03:{minute:02d}:{second:02d}.000000Z",
        "type": event.action.value,
        "req": f"req-{number}",
        "actor": {"id": "u-1", "role": "auditor", "unit": "38"},
        "subject": {"kind": "submission", "id": event.subject.id, "rev": 1},
        "before": None,
        "after": event.after,
        "priv": {},
        "cause": None,
    }
