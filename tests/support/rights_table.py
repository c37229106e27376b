"""Who may do what, said a second time and not taken from the service's own code.

Three tables, all of which a new route must be found in: who may come (`OFFICES`), whose records
its path names (`RECORDS`), and what a form or a document must hold so that the act gets as far as
the record (`BODIES`, for what `FORM` and `VALUES` do not cover). A route that is found in none
stops the matrix with a sentence that names it.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from ntm_verify.domain.people import Role

STALE: Final = 999_999
"""A version that no record has: an act gets as far as the record and changes nothing."""
NOTE: Final = "DỮ LIỆU GIẢ LẬP: thử quyền truy cập."

EVERYBODY: Final = frozenset(
    {
        *(Role.COMMUNE, Role.CHAIR, Role.APPRAISER, Role.SIGNER),
        *(Role.AUDITOR, Role.ADMINISTRATOR, Role.OPERATOR),
    }
)
ANYBODY: Final = EVERYBODY | {Role.PUBLIC}
COMMUNES: Final = frozenset({Role.COMMUNE, Role.CHAIR})
AUDITORS: Final = frozenset({Role.AUDITOR})
READERS: Final = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
APPRAISERS: Final = frozenset({Role.APPRAISER})
SIGNERS: Final = frozenset({Role.SIGNER})
ADMINISTRATORS: Final = frozenset({Role.ADMINISTRATOR})
LOG_READERS: Final = READERS | {Role.OPERATOR}
DOSSIER_READERS: Final = COMMUNES | READERS | APPRAISERS | SIGNERS

OFFICES: Final = (
    ("", "/api/v1/session/confirmation", EVERYBODY),
    ("", "/api/v1/session", ANYBODY),
    ("", "/api/v1/submissions", COMMUNES),
    ("POST", "/api/v1/appraisals/{}/certificate", SIGNERS),
    ("GET", "/api/v1/appraisals/{}/duplicates", APPRAISERS),
    ("POST", "/api/v1/appraisals/{}/reappraisal", APPRAISERS | SIGNERS | READERS),
    ("", "/api/v1/appraisals/{}/casework", APPRAISERS | SIGNERS),
    ("", "/api/v1/appraisals/{}/comments", APPRAISERS | SIGNERS),
    ("", "/api/v1/appraisals/{}/sample", APPRAISERS),
    ("POST", "/api/v1/appraisals", APPRAISERS),
    ("GET", "/api/v1/appraisals", APPRAISERS | SIGNERS | READERS),
    ("POST", "/api/v1/certificates", SIGNERS),
    ("", "/api/v1/signing-orders", SIGNERS),
    ("GET", "/api/v1/certificates", DOSSIER_READERS),
    ("", "/api/v1/audit/tile/entries", LOG_READERS),
    ("", "/api/v1/audit/tile", ANYBODY),
    ("", "/api/v1/audit/checkpoint", ANYBODY),
    ("", "/api/v1/audit/appraisals", READERS),
    *(("", f"/api/v1/audit/{what}", READERS) for what in ("patterns", "sample", "reviews")),
    ("", "/api/v1/audit", LOG_READERS),
    ("", "/witness", ANYBODY),
    ("", "/healthz", ANYBODY),
    ("", "/readyz", ANYBODY),
    ("", "/metrics", ANYBODY),
    ("", "/offline.html", ANYBODY),
    ("", "/status.json", ANYBODY),
    ("", "/statement.schema.json", ANYBODY),
    ("", "/schema", ANYBODY),
    ("", "/assets", ANYBODY),
    ("", "/accessibility", ANYBODY),
    ("", "/verify", ANYBODY),
    ("", "/help", ANYBODY),
    ("", "/rules", ANYBODY),
    ("", "/sign-in", ANYBODY),
    ("", "/sign-out", EVERYBODY),
    ("", "/invitation", ANYBODY),
    ("", "/account", EVERYBODY),
    ("", "/notices/following", DOSSIER_READERS),
    ("", "/notices/letters", ADMINISTRATORS),
    ("", "/notices/webhooks", ADMINISTRATORS),
    ("", "/notices", EVERYBODY),
    ("", "/practice", COMMUNES),
    ("", "/typed", COMMUNES),
    ("", "/delegations", APPRAISERS | SIGNERS | ADMINISTRATORS),
    ("", "/api/v1/delegations", APPRAISERS | SIGNERS | ADMINISTRATORS),
    ("", "/api/v1/units/changes", ADMINISTRATORS),
    ("", "/api/v1/outlook", APPRAISERS | SIGNERS | READERS),
    ("", "/api/v1/units", READERS),
    ("", "/api/v1/rules/proposals", ADMINISTRATORS),
    ("GET", "/api/v1/rules", APPRAISERS | SIGNERS | READERS),
    ("POST", "/api/v1/rules", ADMINISTRATORS),
    ("", "/operations", ADMINISTRATORS | {Role.OPERATOR}),
    ("", "/submissions", COMMUNES),
    ("", "/templates", COMMUNES),
    ("", "/duplicates", DOSSIER_READERS),
    ("", "/duplicate-reviews", APPRAISERS),
    ("", "/comments", COMMUNES | APPRAISERS | SIGNERS),
    ("", "/workbooks", COMMUNES | APPRAISERS),
    ("", "/comparisons", DOSSIER_READERS),
    ("", "/appraisals", APPRAISERS),
    ("", "/signing", SIGNERS),
    ("", "/waivers", SIGNERS | ADMINISTRATORS),
    ("", "/api/v1/waivers", SIGNERS | ADMINISTRATORS),
    ("", "/certificates", DOSSIER_READERS),
    ("", "/audit/log", LOG_READERS),
    ("", "/audit/chain", LOG_READERS),
    ("", "/audit/appraisals/{}/people", AUDITORS),
    ("", "/audit", READERS),
    ("", "/province", ADMINISTRATORS),
    ("", "/dashboard", APPRAISERS | SIGNERS | READERS),
    ("", "=/", ANYBODY),
)
"""Method ("" for all), beginning of the path ("=" for the whole of it), offices; the first fits."""

RECORDS: Final = (
    ("/submissions/{}/warnings", "warned"),
    ("/submissions/{}/review", "checked"),
    ("/waivers/{}", "taken"),
    ("/submissions/{}/receipt", "waiting"),
    ("/submissions/{}/receipt.pdf", "waiting"),
    ("/submissions/{}/withdrawal", "waiting"),
    ("/submissions/{}", "checked"),
    ("/workbooks/{}", "taken"),
    ("/comparisons/{}", "taken"),
    ("/appraisals/{}", "taken"),
    ("/signing/orders/{}", "order"),
    ("/api/v1/signing-orders/{}", "order"),
    ("/signing/{}/revocation", "certified"),
    ("/signing/{}/correction", "certified"),
    ("/signing/{}", "approved"),
    ("/audit/appraisals/{}", "certified"),
    ("/api/v1/audit/appraisals/{}", "certified"),
    ("/certificates/{}", "paper"),
    ("/duplicates/{}", "taken"),
    ("/dashboard/outlook/{}", "taken"),
    ("/duplicate-reviews/{}", "taken"),
    ("/comments/{}", "taken"),
    ("/province/accounts/{}/reactivation", "ended account"),
    ("/province/accounts/{}", "account"),
    ("/province/proposals/{}", "proposal"),
    ("/api/v1/rules/proposals/{}", "proposal"),
    ("/notices/webhooks/{}", "webhook"),
    ("/notices/letters/{}", "delivery"),
    ("/delegations/{}", "delegation"),
    ("/api/v1/delegations/{}", "delegation"),
    ("/notices/following/{}", "taken"),
    ("/account/tokens/{}", "token"),
    ("/api/v1/submissions/{}/confirmations", "warned"),
    ("/api/v1/submissions/{}/withdrawal", "waiting"),
    ("/api/v1/submissions/{}/receipt.pdf", "waiting"),
    ("/api/v1/submissions/{}", "checked"),
    ("/api/v1/waivers/{}", "taken"),
    ("/api/v1/outlook/{}", "taken"),
    ("/api/v1/appraisals/{}/certificate", "approved"),
    ("/api/v1/appraisals/{}/reappraisal", "certified"),
    ("/api/v1/appraisals/{}", "taken"),
    ("/api/v1/certificates/{}", "paper"),
)
"""Which record of a tenant the first parameter of a path names (`rights_world.STATES`)."""

OPEN_NAMES: Final[Mapping[str, str]] = {
    "/assets/{}": "tokens.css",
    "/schema/{}": "openapi.json",
    "/verify/{}": "AAAA-BBBB-CCCCC",
    "/province/rules/{}/figure": "NTM-2026",
    "/province/rules/{}/groups": "NTM-2026",
    "/api/v1/rules/{}/figures": "NTM-2026",
    "/api/v1/rules/{}/groups": "NTM-2026",
    "/invitation/{}": "A" * 43,
    "/invitation/{}/provider": "A" * 43,
    "/notices/address/{}": "A" * 43,
    "/templates/{}": "2026.xlsx",
    "/dashboard/{}": "open.csv",
    "/audit/reviews/{}": "2024-01-01",
    "/api/v1/audit/reviews/{}": "2024-01-01",
    "/api/v1/audit/tile/{}": "0/000",
    "/api/v1/audit/tile/entries/{}": "000",
    "/witness/{}/checkpoint": "0" * 64,
}
"""Paths whose first parameter names nobody's record: what stands there is the same for all."""

ASKS_SECRETS: Final = frozenset({"/api/v1/session/confirmation"})
"""Addresses where a wrong secret is answered as if nobody had signed in."""

OF_PARTS: Final = frozenset({"POST /api/v1/appraisals/{appraisal_id:uuid}/duplicates/reviews"})
"""Acts on a part of a record that the tenants' records do not have: nothing is there to act on."""

LATER_NAMES: Final = {"kind": "return", "key": "0-2"}
"""Parameters after the first one."""

FORM: Final[Mapping[str, str]] = {"seen": str(STALE), "declared": "yes", "note": NOTE}
"""What is typed into every form; what a page does not ask for does not trouble it."""
FORMS: Final[Mapping[str, Mapping[str, str]]] = {
    "POST /notices/webhooks/{}/state": {"to": "paused"},
    "POST /province/proposals/{}/review": {"decision": "release"},
}
"""More for single pages."""
VALUES: Final[Mapping[str, Any]] = {
    "seen": STALE,
    "reason_code": "list_errors",
    "note": NOTE,
    "code": "name_too_long",
    "field": "name",
    "username": "khong-co",
    "password": "mat khau gia lap",
}
"""What stands in the fields of a JSON document, by name; else something of the right kind."""
BODIES: Final[Mapping[str, Mapping[str, Any]]] = {
    "POST /api/v1/appraisals/{}/refusal": {"reason_code": "field_check"},
    "POST /api/v1/appraisals/{}/extension": {"until": "2026-12-31"},
    "POST /api/v1/delegations": {"first_day": "2026-12-01", "last_day": "2026-12-31"},
    "POST /api/v1/submissions/{}/confirmations": {"withdraw": True},
    "POST /api/v1/certificates/{}/revocation": {"reason_code": "other", "legal_base": ""},
    "POST /api/v1/certificates/{}/correction": {
        "part": "layout",
        "document": "Công văn số 1/BHXH ngày 01/01/2026",
    },
    "POST /api/v1/rules/proposals/{}/review": {"seen": "0" * 64},
    "POST /api/v1/submissions/{}/corrections": {"undo": True},
    "POST /api/v1/appraisals/{}/duplicates/reviews": {
        "pair": "0" * 32,
        "decision": "different_people",
        "reason_code": "papers_show_two",
    },
}
"""More for single routes; a revocation names no version, and takes the paper out of force."""


class Unclassified(AssertionError):
    """A route that the tables do not know."""


def bare(path: str) -> str:
    """Write a route's path without the names of its parameters."""
    return re.sub(r"\{[^}]+\}", "{}", path)


def offices_of(method: str, path: str) -> frozenset[Role]:
    """Say who may use a route.

    Raises:
        Unclassified: nobody has said it.

    """
    for its_method, beginning, roles in OFFICES:
        if its_method in {"", method} and _begins(bare(path), beginning):
            return roles
    raise Unclassified(f"{method} {path}: nobody has said in OFFICES which offices may use it.")


def record_of(method: str, path: str) -> str:
    """Say what the first parameter of a path names; "" for a path without a record.

    Raises:
        Unclassified: nobody has said it.

    """
    if "{" not in path or bare(path) in OPEN_NAMES:
        return ""
    for beginning, record in RECORDS:
        if _begins(bare(path), beginning):
            return record
    raise Unclassified(
        f"{method} {path}: nobody has said in RECORDS whose record its parameter names, nor in "
        "OPEN_NAMES that it names nobody's."
    )


def _begins(path: str, beginning: str) -> bool:
    if beginning.startswith("="):
        return path == beginning[1:]
    return path == beginning or path.startswith(f"{beginning}/")
