"""Progress reports to the referring provider: rendered, and kept as they left."""

import hashlib
from datetime import date

from django.db import transaction

from medmassage.clinic import access, clock
from medmassage.clinic.models import Case, Membership, ProgressReport
from medmassage.clinic.services import papers
from medmassage.clinic.services.outcome import Refused


@transaction.atomic
def report_send(member: Membership, *, case: Case, on: date | None = None) -> ProgressReport:
    """Keep the report of a day (today) byte for byte as it is sent; the same paper again is the same record.

    Raises :class:`Refused` for a day to come, and for a case without a referral: there is nobody to report to.
    """
    access.require(member, ProgressReport, write=True)
    case = access.write(member, Case, case.pk)
    today = clock.today(member.clinic)
    on = on or today
    if on > today:
        raise Refused(f"{on:%-d %b %Y} is still to come.", "on")
    content = papers.progress_report_pdf(member, case, on)
    kept, _ = ProgressReport.objects.get_or_create(
        case=case,
        sent_on=on,
        digest=hashlib.sha256(content).hexdigest(),
        defaults={"clinic": member.clinic, "patient": case.patient, "content": content},
    )
    return kept
