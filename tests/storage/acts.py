"""Acts that storage has to tell of."""

from dataclasses import replace

from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from tests.support.builders import AUDITOR, a_population, an_appraisal


def looked(kind: str = "submission", subject: str = "x") -> AuditEvent:
    """Tell of a look at something, with no name in it."""
    return AuditEvent(Action.RECORD_VIEWED, AUDITOR, Subject(kind, subject))


def a_draft() -> Appraisal:
    """Give a dossier that is not opened yet."""
    draft = replace(an_appraisal(status=Status.DRAFT), version=0, files=())
    return replace(draft, population=a_population(male=780, female=784))
