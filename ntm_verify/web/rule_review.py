"""Groups of communes, and the second person's review of what was entered (xếp nhóm, rà soát)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from ntm_verify.domain.errors import Refusal
from ntm_verify.domain.rule_comparison import said_figure
from ntm_verify.domain.rule_comparison import share as written_share
from ntm_verify.domain.rule_fitting import effective, gaps
from ntm_verify.domain.rule_sets import ProposalState, WrongTerms, group_on
from ntm_verify.domain.wording import day as written
from ntm_verify.usecases.group_communes import GroupCommunes, group_communes
from ntm_verify.usecases.read_proposal import ProposalFile, ReadProposal, read_proposal
from ntm_verify.usecases.review_rules import ReviewRules, review_rules

from .forms import FieldError, Form
from .policy import ADMINISTRATOR
from .province import ProposalRow, beside, known_clause, proposal_row, typed_day
from .public import ClauseRow, clause_row
from .visit import Visit, go

MOST_LINES: Final = 1_000


@dataclass(frozen=True, slots=True)
class GroupsView:
    """The form that puts communes into groups (xếp nhóm xã), with what was typed."""

    clause: ClauseRow
    groups: tuple[tuple[str, str], ...]
    form: Form
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact as it is and as it would be (một nội dung: đang áp dụng, đề nghị)."""

    what: str
    now: str
    then: str
    differs: bool


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A proposal beside what is in force, and the form to decide (trang rà soát)."""

    row: ProposalRow
    rule_set: str
    sha256: str
    clause_sha256: str
    differences: tuple[Difference, ...]
    gaps: tuple[str, ...]
    gap_note: str
    replaces: bool
    is_own: bool
    is_alone: bool
    may_decide: bool
    may_be_lone: bool
    note: str
    errors: tuple[FieldError, ...]


class RuleReviewController(Controller):
    """Groups of communes and reviews (xếp nhóm xã, rà soát)."""

    path = "/province"
    include_in_schema = False
    opt: dict[str, Any] = {"policy": ADMINISTRATOR}  # noqa: RUF012 - the framework's shape

    @get("/rules/{rule_set:str}/groups")
    async def ask_groups(
        self, visit: NamedDependency[Visit], rule_set: FromPath[str]
    ) -> Response[Any]:
        """Ask which communes belong to which group (xếp nhóm xã)."""
        return visit.page("province/groups.html", _groups(visit, rule_set, Form(), ()))

    @post("/rules/{rule_set:str}/groups", opt={"confirm": True})
    async def enter_groups(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        rule_set: FromPath[str],
    ) -> Response[Any]:
        """Enter groups for another person to review (xếp nhóm xã)."""
        known_clause(visit.ports.rulebook, rule_set)
        errors: list[FieldError] = []
        first = typed_day(form, "first_day", errors)
        if first is None and not errors:
            errors.append(FieldError("first_day", "Ghi ngày bắt đầu áp dụng việc xếp nhóm."))
        if not errors and first is not None:
            lines = tuple(_lines(form.text("placements")))
            reference = " ".join(form.text("reference").split())
            replaces = form.text("replaces") == "yes"
            asked = GroupCommunes(rule_set, lines, first, reference, replaces)
            try:
                done = await group_communes(visit.ports, visit.actor, asked)
            except Refusal as refused:
                errors.append(beside(refused, "placements"))
            else:
                return go(f"/province/proposals/{done.id}")
        view = _groups(visit, rule_set, form, tuple(errors))
        return visit.page("province/groups.html", view, HTTP_422_UNPROCESSABLE_ENTITY)

    @get("/proposals/{proposal_id:uuid}")
    async def show(
        self, visit: NamedDependency[Visit], proposal_id: FromPath[UUID]
    ) -> Response[Any]:
        """Show a proposal beside what is in force (đọc để rà soát)."""
        found = await read_proposal(visit.ports, visit.actor, ReadProposal(proposal_id))
        return visit.page("province/proposal.html", _review(found, Form(), ()))

    @post("/proposals/{proposal_id:uuid}/review", opt={"confirm": True})
    async def review(
        self,
        visit: NamedDependency[Visit],
        form: NamedDependency[Form],
        proposal_id: FromPath[UUID],
    ) -> Response[Any]:
        """Release a proposal, or refuse it with a reason (công bố, không công bố)."""
        decision = form.text("decision")
        asked = ReviewRules(
            proposal_id, form.text("seen"), decision == "release", form.text("note")
        )
        try:
            if decision not in {"release", "refuse"}:
                raise WrongTerms("note", "Chọn công bố hoặc không công bố.")  # noqa: TRY301 - one answer
            await review_rules(visit.ports, visit.actor, asked)
        except WrongTerms as refused:
            found = await read_proposal(visit.ports, visit.actor, ReadProposal(proposal_id))
            errors = (FieldError(refused.field, str(refused)),)
            view = _review(found, form, errors)
            return visit.page("province/proposal.html", view, HTTP_422_UNPROCESSABLE_ENTITY)
        return go(f"/province/proposals/{proposal_id}")


def _lines(typed: str) -> Iterator[tuple[str, str]]:
    """Read "14999; 2": a commune's code and its group, a line each."""
    for line in typed.splitlines()[:MOST_LINES]:
        code, _, group = line.replace("\t", ";").replace(",", ";").partition(";")
        if code.strip():
            yield code.strip(), group.strip().removeprefix("nhóm").strip()


def _groups(visit: Visit, rule_set: str, form: Form, errors: tuple[FieldError, ...]) -> GroupsView:
    clause = known_clause(visit.ports.rulebook, rule_set)
    groups = visit.ports.rulebook.groups_of(rule_set)
    told = tuple((group.name, f"{group.meaning} (nguồn: {group.source})") for group in groups)
    return GroupsView(clause_row(clause), told, form, errors)


def _review(found: ProposalFile, form: Form, errors: tuple[FieldError, ...]) -> ReviewView:
    one, standing = found.proposal, found.standing
    is_waiting = one.state is ProposalState.WAITING
    figures = (*standing.figures, *(one.figures if is_waiting else ()))
    left = gaps(standing, figures) if one.terms.shares else ()
    return ReviewView(
        proposal_row(one, dict(found.people)),
        one.terms.rule_set,
        one.sha256,
        one.clause_sha256,
        tuple(_differences(found)),
        tuple(str(gap) for gap in left),
        one.terms.gap_note,
        one.terms.replaces,
        found.is_own,
        found.is_alone,
        is_waiting and (not found.is_own or found.may_be_lone),
        found.may_be_lone,
        form.text("note"),
        errors,
    )


def _differences(found: ProposalFile) -> Iterator[Difference]:
    one, standing = found.proposal, found.standing
    terms, clause = one.terms, standing.clause
    before = [f for f in standing.figures if f.release != one.release]
    national = "chưa có" if clause.percent is None else written_share(clause.percent)
    old = effective(before, clause)
    for group, share in terms.shares:
        who = f"xã nhóm {group}" if group else "mọi xã"
        same = [f for f in old if f.group in {"", group} or not group]
        now = "; ".join(said_figure(f, clause) for f in same) or f"quốc gia: {national}"
        yield _row(f"Ngưỡng của {who}", now, written_share(share))
    if terms.shares:
        sexes = {True: "đạt với cả nam và nữ", False: "xét chung cả xã", None: "chưa rõ"}
        now = sexes[old[-1].both_sexes if old else clause.both_sexes]
        yield _row("Xét theo giới", now, sexes[terms.both_sexes])
        now = f"{written(clause.first_day)} – {written(clause.last_day)}"
        yield _row("Áp dụng", now, f"{written(terms.first_day)} – {written(terms.last_day)}")
    earlier = [p for p in standing.placements if p.release != one.release]
    for code, group in terms.placements:
        mine = [p for p in earlier if p.commune == code]
        now = group_on(mine, terms.first_day).get(terms.rule_set, "")
        name = f"{found.communes.get(code, code)} ({code})"
        then = f"nhóm {group} từ {written(terms.first_day)}"
        yield _row(name, f"nhóm {now}" if now else "chưa xếp nhóm", then)
    documents = "; ".join(dict.fromkeys(f.legal_reference for f in old)) or clause.legal_reference
    yield _row("Căn cứ", documents, terms.legal_reference)


def _row(label: str, now: str, then: str) -> Difference:
    return Difference(label, now, then, now != then)
