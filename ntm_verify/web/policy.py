"""Who may use a page (quyền truy cập trang): every route names one of these in `opt["policy"]`."""

from typing import Final

from ntm_verify.domain.people import COMMUNE_SIDE, Role

PUBLIC: Final = frozenset({Role.PUBLIC})
"""Anybody, signed in or not."""
SIGNED_IN: Final = frozenset(Role) - {Role.PUBLIC, Role.SYSTEM}
COMMUNE: Final = COMMUNE_SIDE
APPRAISER: Final = frozenset({Role.APPRAISER})
SIGNER: Final = frozenset({Role.SIGNER})
COMMENTER: Final = COMMUNE_SIDE | APPRAISER | SIGNER
"""Both sides of a dossier, while it is decided."""
DELEGATOR: Final = frozenset({Role.APPRAISER, Role.SIGNER, Role.ADMINISTRATOR})
AUDITOR: Final = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
"""Read past dossiers: an administrator sees what an auditor sees, names masked."""
AUDITOR_ALONE: Final = frozenset({Role.AUDITOR})
"""Open names that are masked, with a reason on record."""
LOG_READER: Final = frozenset({Role.AUDITOR, Role.ADMINISTRATOR, Role.OPERATOR})
ADMINISTRATOR: Final = frozenset({Role.ADMINISTRATOR})
STAFF: Final = frozenset({Role.APPRAISER, Role.SIGNER, Role.AUDITOR, Role.ADMINISTRATOR})
"""Serve the province and see its sums."""
WAIVER: Final = frozenset({Role.SIGNER, Role.ADMINISTRATOR})
"""Who may see requests for a waiver; who of them decides is data of the regulations."""
OPERATIONS: Final = frozenset({Role.OPERATOR, Role.ADMINISTRATOR})
PAPER_READER: Final = SIGNED_IN - {Role.OPERATOR}

HOME: Final = {
    Role.COMMUNE: "/submissions",
    Role.CHAIR: "/submissions",
    Role.APPRAISER: "/appraisals",
    Role.SIGNER: "/signing",
    Role.AUDITOR: "/audit",
    Role.ADMINISTRATOR: "/province",
    Role.OPERATOR: "/audit/log",
}
"""Where somebody of an office begins (trang đầu tiên)."""
