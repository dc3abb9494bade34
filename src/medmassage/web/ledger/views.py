"""The clinic's ledger: balances that sum to zero, and every entry."""

from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from medmassage.billing.ledger import PATIENT, PAYER
from medmassage.clinic import access, clock, selectors
from medmassage.clinic.models import Membership
from medmassage.money import ZERO, show
from medmassage.web.charts import Chart, line
from medmassage.web.doors import member
from medmassage.web.ledger import words
from medmassage.web.ledger.entries import rows

A_PAGE = 50
WEEKS = 5


@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """Balances by account, money in by week, and the entries, newest first, of one kind or all."""
    who = member(request)
    kind = request.GET.get("kind", "")
    kind = kind if kind in words.KINDS else ""
    page = Paginator(selectors.entries(who, kind), A_PAGE).get_page(request.GET.get("page"))
    shown = rows(list(page))
    access.audit_list(who, "ledger", {claim.patient_id for row in shown for claim in row.claims})
    balances = selectors.balances(who)
    context = {
        "balances": words.in_words(balances),
        "sum": sum(balances.values(), ZERO),
        "owed": balances.get(PAYER, ZERO) + balances.get(PATIENT, ZERO),
        "rows": shown,
        "page": page,
        "kind": kind,
        "kinds": words.KINDS.items(),
        "chart": weekly(who),
    }
    return render(request, "ledger/ledger.html", context)


def weekly(who: Membership) -> Chart | None:
    """Money received in each of the last weeks (they begin on Monday), or nothing when none came."""
    today = clock.today(who.clinic)
    first = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    mondays = [first + timedelta(weeks=n) for n in range(WEEKS)]
    came = selectors.cash_by_day(who, first)
    sums = [_sum(came, monday) for monday in mondays]
    top = max(sums)
    if top <= 0:
        return None
    points = [(f"{m.day} {m:%b}", float(max(s, ZERO).to_integral_value())) for m, s in zip(mondays, sums, strict=True)]
    told = f"Whole US dollars; {show(sum(sums, ZERO))} in {WEEKS} weeks, each named by its Monday."
    # The axis ends at a full multiple of three steps of ten.
    return line("Money received by week", points, top=float(ceil(top / 30) * 30), summary=told)


def _sum(came: dict[date, Decimal], monday: date) -> Decimal:
    return sum((came.get(monday + timedelta(days=n), ZERO) for n in range(7)), ZERO)
