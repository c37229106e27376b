"""Rule sets over HTTP (API bộ tiêu chí): enter, review, compare, and who would pass today."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Self
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED
from msgspec import Meta, Struct

from ntm_verify.domain.api_token import Scope
from ntm_verify.domain.people import Actor, Role
from ntm_verify.domain.province_recheck import CommuneRecheck
from ntm_verify.domain.rule_comparison import RuleComparison
from ntm_verify.domain.rule_sets import Proposal
from ntm_verify.usecases.compare_rules import CompareRules, compare_rules
from ntm_verify.usecases.enter_threshold import EnterThreshold, enter_threshold
from ntm_verify.usecases.group_communes import GroupCommunes, group_communes
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.read_proposal import ReadProposal, read_proposal
from ntm_verify.usecases.read_province import ReadProvince, read_province
from ntm_verify.usecases.recheck_province import ProvinceTable, RecheckProvince, recheck_province
from ntm_verify.usecases.review_rules import ReviewRules, review_rules

from .appraisals import PROVINCE
from .identity import provide_actor
from .repeats import Repeats, provide_repeats

Name = Annotated[str, Meta(max_length=40)]
Text = Annotated[str, Meta(max_length=300)]
Share = Annotated[str, Meta(pattern=r"^[0-9]{1,3}(\.[0-9]{1,4})?$")]
DECISION: Final = {
    "policy": frozenset({Role.ADMINISTRATOR}),
    "scope": Scope.DECIDE,
    "confirm": True,
}
ADMINISTRATOR: Final = {"policy": frozenset({Role.ADMINISTRATOR})}


class GroupShareBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The figure of one group of communes (ngưỡng của một nhóm xã)."""

    group: Name
    percent: Share


class PlacedBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A commune, by its code, and its group (xã thuộc nhóm)."""

    commune: Name
    group: Name


class ThresholdBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A figure, its document and its days (ngưỡng); `by_group` instead of one for all communes."""

    legal_reference: Text
    both_sexes: bool
    percent: Share | None = None
    by_group: Annotated[list[GroupShareBody], Meta(max_length=40)] = []
    first_day: date | None = None
    last_day: date | None = None
    replaces: bool = False
    gap_note: Text = ""


class GroupsBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Which communes (by code) belong to which group (xếp nhóm xã)."""

    legal_reference: Text
    first_day: date
    communes: Annotated[list[PlacedBody], Meta(min_length=1, max_length=1000)]
    replaces: bool = False


class RuleReviewBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What the second person decides (kết luận rà soát); `seen` is the digest that was read."""

    seen: Annotated[str, Meta(max_length=64)]
    release: bool
    note: Text = ""


class ProposalView(Struct, frozen=True):
    """What was entered and what became of it (một lần nhập); people by their account."""

    id: UUID
    release: str
    rule_set: str
    state: str
    sha256: str
    rule_sha256: str
    shares: dict[str, str]
    communes: dict[str, str]
    both_sexes: bool | None
    legal_reference: str
    first_day: date
    last_day: date
    replaces: bool
    gap_note: str
    entered_by: str
    entered_at: datetime
    decided_by: str
    decided_at: datetime | None
    note: str
    lone: bool

    @classmethod
    def of(cls, one: Proposal) -> Self:
        """Show a proposal."""
        terms = one.terms
        return cls(
            one.id,
            one.release,
            terms.rule_set,
            one.state.value,
            one.sha256,
            one.clause_sha256,
            {group: str(share) for group, share in terms.shares},
            dict(terms.placements),
            terms.both_sexes,
            terms.legal_reference,
            terms.first_day,
            terms.last_day,
            terms.replaces,
            terms.gap_note,
            one.entered_by,
            one.entered_at,
            one.decided_by,
            one.decided_at,
            one.note,
            one.is_lone,
        )


class AspectView(Struct, frozen=True):
    """One fact of both sets (một nội dung)."""

    key: str
    label: str
    first: str
    second: str
    differs: bool


class RuleComparisonView(Struct, frozen=True):
    """Two sets side by side (so sánh)."""

    first: str
    second: str
    different: int
    between: str
    aspects: list[AspectView]

    @classmethod
    def of(cls, found: RuleComparison) -> Self:
        """Show a comparison."""
        aspects = [
            AspectView(one.key, one.label, one.first, one.second, one.differs)
            for one in found.aspects
        ]
        first, second = found.first.clause.rule_set, found.second.clause.rule_set
        return cls(first, second, found.different, found.between, aspects)


class CommuneTodayView(Struct, frozen=True):
    """One certified commune by the set (một xã)."""

    commune: str
    commune_name: str
    certificate: str
    as_of: date
    participants: int
    population: int
    percent_truncated: str
    threshold: str | None
    group: str
    required: int | None
    shortfall: int | None
    assessment: str
    doubts: list[str]
    assessment_then: str
    outside: str

    @classmethod
    def of(cls, one: CommuneRecheck) -> Self:
        """Show a commune."""
        dossier, now, threshold = one.dossier, one.now, one.now.threshold
        return cls(
            dossier.commune,
            dossier.commune_name,
            dossier.certificate,
            dossier.as_of,
            now.tally.insured,
            now.population.total,
            now.percent_truncated,
            str(threshold.percent) if threshold else None,
            threshold.group if threshold else "",
            now.required,
            now.shortfall,
            now.verdict.value,
            [doubt.value for doubt in now.doubts],
            one.then.verdict.value,
            one.outside,
        )


class ProvinceTodayView(Struct, frozen=True):
    """The certified communes by one set (còn đạt hôm nay không); no paper changes."""

    rule_set: str
    day: date
    counts: dict[str, int]
    communes: list[CommuneTodayView]

    @classmethod
    def of(cls, table: ProvinceTable) -> Self:
        """Show the table."""
        found = table.found
        counts = {verdict.value: count for verdict, count in found.counts.items()}
        if found.outside:
            counts["outside"] = found.outside
        communes = [CommuneTodayView.of(one) for one in found.communes]
        return cls(found.rule_set, found.day, counts, communes)


class RulesController(Controller):
    """Rule sets of the actor's province (bộ tiêu chí)."""

    path = "/api/v1/rules"
    opt: dict[str, Any] = {"policy": PROVINCE}  # noqa: RUF012 - the framework's shape
    dependencies = {  # noqa: RUF012 - the framework's shape
        "actor": Provide(provide_actor),
        "repeats": Provide(provide_repeats),
    }

    @get("/comparison")
    async def compare(
        self,
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
        first: FromQuery[Name] = "",
        second: FromQuery[Name] = "",
    ) -> RuleComparisonView:
        """Lay two sets side by side; the two newest where none is named (so sánh hai bộ)."""
        found = await compare_rules(ports, actor, CompareRules(first, second))
        return RuleComparisonView.of(found)

    @get("/today")
    async def today(
        self,
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
        rule_set: FromQuery[Name] = "",
    ) -> ProvinceTodayView:
        """Judge the certified communes by a set; no paper changes (còn đạt hôm nay không)."""
        table = await recheck_province(ports, actor, RecheckProvince(rule_set))
        return ProvinceTodayView.of(table)

    @get("/proposals", opt=ADMINISTRATOR)
    async def proposals(
        self, ports: NamedDependency[Ports], actor: NamedDependency[Actor]
    ) -> list[ProposalView]:
        """List what was entered and what became of it (các lần nhập)."""
        found = await read_province(ports, actor, ReadProvince())
        return [ProposalView.of(one) for one in found.proposals]

    @get("/proposals/{proposal_id:uuid}", opt=ADMINISTRATOR)
    async def proposal(
        self,
        proposal_id: FromPath[UUID],
        ports: NamedDependency[Ports],
        actor: NamedDependency[Actor],
    ) -> ProposalView:
        """Show what was entered (một lần nhập)."""
        found = await read_proposal(ports, actor, ReadProposal(proposal_id))
        return ProposalView.of(found.proposal)

    @post("/proposals/{proposal_id:uuid}/review", status_code=HTTP_200_OK, opt=DECISION)
    async def review(
        self,
        proposal_id: FromPath[UUID],
        data: JSONBody[RuleReviewBody],
        repeats: NamedDependency[Repeats],
    ) -> ProposalView:
        """Release what another person entered, or refuse it (rà soát, công bố)."""
        asked = ReviewRules(proposal_id, data.seen, data.release, data.note)
        return await repeats.answer(review_rules, asked, ProposalView)

    @post("/{rule_set:str}/figures", status_code=HTTP_201_CREATED, opt=DECISION)
    async def enter(
        self,
        rule_set: FromPath[str],
        data: JSONBody[ThresholdBody],
        repeats: NamedDependency[Repeats],
    ) -> ProposalView:
        """Enter a figure for another person to review (nhập ngưỡng)."""
        asked = EnterThreshold(
            rule_set,
            None if data.percent is None else Decimal(data.percent),
            data.legal_reference,
            data.both_sexes,
            by_group=tuple(sorted((one.group, Decimal(one.percent)) for one in data.by_group)),
            first_day=data.first_day,
            last_day=data.last_day,
            replaces=data.replaces,
            gap_note=data.gap_note,
        )
        return await repeats.answer(enter_threshold, asked, ProposalView)

    @post("/{rule_set:str}/groups", status_code=HTTP_201_CREATED, opt=DECISION)
    async def group(
        self,
        rule_set: FromPath[str],
        data: JSONBody[GroupsBody],
        repeats: NamedDependency[Repeats],
    ) -> ProposalView:
        """Enter groups of communes for another person to review (xếp nhóm xã)."""
        asked = GroupCommunes(
            rule_set,
            tuple(sorted((one.commune, one.group) for one in data.communes)),
            data.first_day,
            data.legal_reference,
            data.replaces,
        )
        return await repeats.answer(group_communes, asked, ProposalView)
