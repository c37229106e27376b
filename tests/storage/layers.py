"""Which layer of the verification is the first to find an attack: one that finds none is idle.

S reads the database alone (entries, leaves, nodes, head); W knows the writer's key and what entries
may mean; C has heads that were signed outside; F is everything: states, openings, guards.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final

import sqlalchemy as sa

from ntm_verify.storage import migrate
from ntm_verify.storage.log_writer import to_edge
from ntm_verify.trail.auditor import Examination, Policy, read_pin
from ntm_verify.trail.checkpoints import judge_checkpoints, policy_for
from ntm_verify.trail.policy_file import PolicyFile
from ntm_verify.trail.signatures import verify_signature
from ntm_verify.trail.tree import Head, Node
from ntm_verify.trail.words import Finding, Weight, Word
from tests.support.worlds import KEY, ORIGIN

from .conftest import Stage
from .dba import tables_of

STRUCTURE: Final = frozenset(
    {Word.TAMPERED_ENTRY, Word.INDEX_GAP, Word.HEAD_DAMAGED, Word.NODE_DAMAGED}
)
"""What can be told with no key, no meaning and nothing from outside."""
WRITER: Final = Policy(ORIGIN, verify=partial(verify_signature, KEY.public))


def _read(url: str, policy: Policy) -> tuple[Finding, ...]:
    examination = Examination(policy)
    with migrate.opened(url) as dba:
        tables = tables_of(dba)
        event, node = tables.event.c, tables.node.c
        query = sa.select(event.idx, event.leaf, event.entry).order_by(event.idx)
        for index, leaf, entry in dba.execute(query):
            examination.read(bytes(entry), bytes(leaf), index=index)
        head = dba.execute(sa.select(tables.head)).mappings().one()
        nodes = dba.execute(sa.select(node.level, node.idx, node.hash)).all()
    examination.compare_head(to_edge(head["size"], head["range"]), head["last_at"])
    examination.compare_nodes(Node(level, index, bytes(kept)) for level, index, kept in nodes)
    return examination.report().findings


def _layers(
    stage: Stage, pins: Sequence[Head], notes: Sequence[bytes], policy: PolicyFile | None
) -> Iterator[tuple[str, Iterable[Finding]]]:
    yield "S", (one for one in _read(stage.url, Policy()) if one.word in STRUCTURE)
    yield "W", _read(stage.url, WRITER)
    if policy is None:
        yield "C", _read(stage.url, Policy(ORIGIN, verify=WRITER.verify, pins=tuple(pins)))
    else:
        judged = judge_checkpoints(notes, policy)
        yield "C", (*judged.findings, *_read(stage.url, policy_for(policy, judged, pins)))


async def first_layer(
    stage: Stage,
    pin: str = "",
    *,
    notes: Sequence[bytes] = (),
    policy: PolicyFile | None = None,
) -> str:
    """Name the first layer that speaks against the log: S, W, C or F; "" if none does."""
    pins = [read_pin(pin)] if pin else []
    for name, found in _layers(stage, pins, notes, policy):
        if any(one.weight is Weight.TAMPERED for one in found):
            return name
    return "F" if (await stage.world.examine(pin)).exit_code == 1 else ""
