"""The states of a dossier and the one table of steps between them (trạng thái, bước xử lý)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from .audit import Action
from .people import COMMUNE_SIDE, Role


class Status(StrEnum):
    """Where a dossier stands; values are stored and never change (trạng thái hồ sơ)."""

    DRAFT = "draft"
    CHECKING = "checking"
    CHECKED = "checked"
    SUBMITTED = "submitted"
    UNDER_APPRAISAL = "under_appraisal"
    RETURNED = "returned"
    REFUSED = "refused"
    APPROVED = "approved"
    CERTIFIED = "certified"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"


LABELS: Final[Mapping[Status, str]] = {
    Status.DRAFT: "bản nháp",
    Status.CHECKING: "đang kiểm tra",
    Status.CHECKED: "đã kiểm tra",
    Status.SUBMITTED: "đã nộp",
    Status.UNDER_APPRAISAL: "đang thẩm định",
    Status.RETURNED: "trả lại để bổ sung",
    Status.REFUSED: "không công nhận",
    Status.APPROVED: "đã phê duyệt",
    Status.CERTIFIED: "đã cấp kết quả",
    Status.SUPERSEDED: "đã được thay thế",
    Status.REVOKED: "đã thu hồi",
    Status.WITHDRAWN: "đã rút",
}

RETURN_REASONS: Final[Mapping[str, str]] = {
    "list_errors": "Danh sách còn lỗi phải sửa",
    "duplicates": "Có người trùng với danh sách khác, cần giải trình",
    "population_evidence": "Thiếu hoặc chưa khớp căn cứ dân số",
    "expired_cards": "Có thẻ đã hết hạn tại ngày chốt số liệu",
    "wrong_period": "Sai kỳ hoặc sai ngày chốt số liệu",
    "field_check": "Kết quả kiểm tra thực tế không khớp",
    "other": "Lý do khác (ghi rõ)",
}
REFUSE_REASONS: Final[Mapping[str, str]] = {
    "criterion_not_met": "Chưa đạt tiêu chí theo số liệu đã thẩm định",
    **RETURN_REASONS,
}
TAKE_OVER_REASONS: Final[Mapping[str, str]] = {
    "holder_absent": "Người đang thẩm định vắng mặt",
    "deadline_near": "Sắp hết hạn thẩm định",
    "reassigned": "Lãnh đạo phân công lại (ghi rõ)",
}
REVOKE_REASONS: Final[Mapping[str, str]] = {
    "wrong_figures": "Số liệu sai, phải thẩm định lại",
    "inspection": "Theo kết luận thanh tra, kiểm tra, kiểm toán",
    "issued_by_mistake": "Ban hành nhầm đơn vị hoặc nhầm kỳ",
    "other": "Lý do khác (ghi rõ)",
}
SUPERSEDE_REASON: Final = "new_decision"
REASON_LABELS: Final[Mapping[str, str]] = {
    **REVOKE_REASONS,
    **TAKE_OVER_REASONS,
    **REFUSE_REASONS,
    SUPERSEDE_REASON: "Có quyết định mới cho cùng xã và cùng ngày chốt số liệu",
}
"""Every reason in words, whatever step it belongs to (mọi mã lý do)."""


@dataclass(frozen=True, slots=True)
class Step:
    """Who may take a step, what the audit log calls it, and what may be its reason (bước xử lý).

    A step with `reasons` needs one of them, and the reason in words. The log keeps the code for
    ever and must hold no free text: so it is one of those named here.
    """

    roles: frozenset[Role]
    action: Action
    reasons: Mapping[str, str] = field(default_factory=dict)


_APPRAISER: Final = frozenset({Role.APPRAISER})
_SIGNER: Final = frozenset({Role.SIGNER})
_SYSTEM: Final = frozenset({Role.SYSTEM})

STEPS: Final[Mapping[tuple[Status, Status], Step]] = {
    (Status.DRAFT, Status.CHECKING): Step(COMMUNE_SIDE, Action.ROWS_IMPORTED),
    (Status.CHECKED, Status.CHECKING): Step(COMMUNE_SIDE, Action.ROWS_IMPORTED),
    (Status.RETURNED, Status.CHECKING): Step(COMMUNE_SIDE, Action.ROWS_IMPORTED),
    (Status.CHECKING, Status.CHECKED): Step(_SYSTEM, Action.CHECK_COMPUTED),
    (Status.CHECKING, Status.DRAFT): Step(_SYSTEM, Action.CHECK_COMPUTED),
    (Status.CHECKED, Status.CHECKED): Step(COMMUNE_SIDE, Action.LIST_AMENDED),
    (Status.CHECKED, Status.SUBMITTED): Step(COMMUNE_SIDE, Action.SUBMISSION_SUBMITTED),
    (Status.DRAFT, Status.WITHDRAWN): Step(COMMUNE_SIDE, Action.SUBMISSION_WITHDRAWN),
    (Status.CHECKING, Status.WITHDRAWN): Step(COMMUNE_SIDE, Action.SUBMISSION_WITHDRAWN),
    (Status.CHECKED, Status.WITHDRAWN): Step(COMMUNE_SIDE, Action.SUBMISSION_WITHDRAWN),
    (Status.SUBMITTED, Status.WITHDRAWN): Step(COMMUNE_SIDE, Action.SUBMISSION_WITHDRAWN),
    (Status.UNDER_APPRAISAL, Status.WITHDRAWN): Step(COMMUNE_SIDE, Action.SUBMISSION_WITHDRAWN),
    (Status.RETURNED, Status.WITHDRAWN): Step(COMMUNE_SIDE, Action.SUBMISSION_WITHDRAWN),
    (Status.SUBMITTED, Status.UNDER_APPRAISAL): Step(_APPRAISER, Action.APPRAISAL_OPENED),
    (Status.UNDER_APPRAISAL, Status.SUBMITTED): Step(_APPRAISER, Action.APPRAISAL_OPENED),
    (Status.UNDER_APPRAISAL, Status.UNDER_APPRAISAL): Step(
        _APPRAISER, Action.APPRAISAL_OPENED, TAKE_OVER_REASONS
    ),
    (Status.UNDER_APPRAISAL, Status.RETURNED): Step(
        _APPRAISER, Action.APPRAISAL_DECIDED, RETURN_REASONS
    ),
    (Status.UNDER_APPRAISAL, Status.REFUSED): Step(
        _APPRAISER, Action.APPRAISAL_DECIDED, REFUSE_REASONS
    ),
    (Status.UNDER_APPRAISAL, Status.APPROVED): Step(_APPRAISER, Action.APPRAISAL_DECIDED),
    (Status.APPROVED, Status.CERTIFIED): Step(_SIGNER, Action.SUBMISSION_CERTIFIED),
    (Status.CERTIFIED, Status.SUPERSEDED): Step(_SIGNER, Action.CERTIFICATE_SUPERSEDED),
    (Status.CERTIFIED, Status.REVOKED): Step(_SIGNER, Action.CERTIFICATE_REVOKED, REVOKE_REASONS),
}

UNDECIDED: Final = frozenset(
    {
        Status.DRAFT,
        Status.CHECKING,
        Status.CHECKED,
        Status.SUBMITTED,
        Status.UNDER_APPRAISAL,
        Status.RETURNED,
    }
)
BEFORE_THE_PROVINCE: Final = frozenset({Status.DRAFT, Status.CHECKING, Status.CHECKED})
"""Until it is handed in, a dossier is the commune's own and nobody else sees it."""
