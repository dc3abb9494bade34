"""Rows turned into the billing room's frozen claim: who asks whom for what, and under which order."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from medmassage.billing import claim as b
from medmassage.billing import edits, payers
from medmassage.billing.claim import Claim
from medmassage.billing.professional import CAUSES, RELATIONS, Receiver, Submitter
from medmassage.clinic import clock, wallets
from medmassage.clinic.models import (
    Authorization,
    Case,
    Clinic,
    Coverage,
    Credential,
    Fee,
    NoteLine,
    Patient,
    Payer,
    Referral,
    Therapist,
    Visit,
)
from medmassage.clinic.models.address import AddressFields
from medmassage.clinic.services.outcome import Refused
from medmassage.money import ZERO

Frequency = Literal["1", "7", "8"]
MOST_POINTERS, MOST_DIAGNOSES, MOST_MODIFIERS = 4, 12, 4


def claim(
    clinic: Clinic,
    visits: Sequence[Visit],
    *,
    control_number: str,
    on: date,
    frequency: Frequency = "1",
    original_reference: str = "",
) -> Claim:
    """The claim of signed visits of one case, as it would be sent on this day.

    A claim that replaces one the payer decided has frequency 7 and the payer's number of that one.
    What is missing in the records stays empty or zero, so that the fourth gate finds it. Raises
    :class:`Refused` for what one claim cannot carry: several therapists, or a subscriber without a birth date.
    """
    visits = sorted(visits, key=lambda v: v.starts_at)
    first, case = visits[0], visits[0].case
    assert case.coverage is not None
    one_therapist(visits)
    referral = covering(case, day(first))
    diagnoses = _diagnoses(case, visits)
    return Claim(
        control_number=control_number,
        frequency=frequency,
        original_reference=original_reference,
        prepared_on=on,
        payer=payer(case.coverage.payer),
        billing_provider=_billing_provider(clinic),
        rendering_provider=_rendering_provider(first.therapist),
        referring_provider=_referring_provider(referral),
        subscriber=_subscriber(case.coverage),
        patient=b.Person(**_person(case.patient)),
        diagnoses=diagnoses,
        place_of_service=_place(clinic, first),
        setting=first.setting,
        lines=tuple(line for visit in visits for line in _lines(clinic, visit, diagnoses)),
        unbilled=tuple(work for visit in visits for work in _unbilled(visit)),
        accident=_accident(case),
        onset=case.onset_on,
        referral_number=referral.order_number if referral else "",
        authorization_number=_authorization_number(case, [day(v) for v in visits]),
        payer_claim_number=_payer_claim_number(case.coverage),
        note_signed=all(_is_signed(v) for v in visits),
    )


def submitter(clinic: Clinic) -> Submitter:
    """Who sends the file."""
    return Submitter(clinic.name, clinic.tax_id, clinic.name, clinic.phone)


def receiver(payer: Payer) -> Receiver:
    """Who takes it in."""
    return Receiver(payer.name, payer.payer_id)


def day(visit: Visit) -> date:
    """The date of the visit on the clinic's wall."""
    return clock.local(visit.clinic, visit.starts_at).date()


def covering(case: Case, on: date) -> Referral | None:
    """The order a visit of this day stands under: the newest that covers it, else the newest that had begun."""
    begun = [r for r in case.referrals.all() if r.starts_on <= on]
    return next((r for r in begun if r.ends_on is None or r.ends_on >= on), begun[0] if begun else None)


def payer(payer: Payer) -> b.Payer:
    """Who is asked."""
    return b.Payer(
        name=payer.name,
        payer_id=payer.payer_id,
        kind=payer.kind,
        profile=payer.profile,
        address=_address(payer),
    )


def one_therapist(visits: Sequence[Visit]) -> None:
    """Raise :class:`Refused` for visits of several therapists: a claim names one rendering provider."""
    if len({v.therapist_id for v in visits}) > 1:
        raise Refused("These visits were given by different therapists. Make one claim for each therapist.")


def _billing_provider(clinic: Clinic) -> b.Provider:
    return b.Provider(
        npi=clinic.npi,
        name=clinic.name,
        tax_id=clinic.tax_id,
        tax_id_kind="SY" if clinic.tax_id_kind == "SY" else "EI",
        taxonomy=clinic.taxonomy,
        address=_address(clinic),
        phone=clinic.phone,
    )


def _rendering_provider(therapist: Therapist) -> b.Provider:
    return b.Provider(
        npi=therapist.npi,
        family=therapist.family,
        given=therapist.given,
        taxonomy=therapist.taxonomy,
        licenses=tuple(
            b.License(
                code=paper.code,
                state=paper.state,
                number=paper.number,
                valid_from=paper.valid_from,
                valid_to=wallets.billed_until(paper),
            )
            for paper in therapist.credentials.all()
            if paper.kind == Credential.Kind.LICENSE
        ),
    )


def _referring_provider(referral: Referral | None) -> b.Provider | None:
    if referral is None:
        return None
    who = referral.physician
    return b.Provider(npi=who.npi, family=who.family, given=who.given, address=_address(who), phone=who.phone)


def _subscriber(coverage: Coverage) -> b.Subscriber:
    own = coverage.relationship == "self"
    facts = _person(coverage.patient) if own else _someone_else(coverage)
    return b.Subscriber(
        **facts,
        member_id=coverage.member_id,
        group_number=coverage.group_number,
        relationship=coverage.relationship if coverage.relationship in RELATIONS else "other",
    )


def _someone_else(coverage: Coverage) -> dict[str, object]:
    if coverage.subscriber_birth_date is None:
        raise Refused(
            "The subscriber's birth date is not on file, and the payer asks for it. Add it to the coverage.",
            "subscriber_birth_date",
        )
    return {
        "family": coverage.subscriber_family,
        "given": coverage.subscriber_given,
        "birth_date": coverage.subscriber_birth_date,
        "sex": coverage.subscriber_sex,
        "address": _address(coverage if coverage.street else coverage.patient),
    }


def _person(patient: Patient) -> dict[str, object]:
    return {
        "family": patient.family,
        "given": patient.given,
        "middle": patient.middle,
        "birth_date": patient.birth_date,
        "sex": patient.sex,
        "address": _address(patient),
        "phone": patient.phone,
    }


def _address(row: AddressFields) -> b.Address:
    return b.Address(
        street=row.street, street2=row.street2, city=row.city, state=row.address_state, zip_code=row.zip_code
    )


def _diagnoses(case: Case, visits: Sequence[Visit]) -> tuple[str, ...]:
    """Those of each order that the visits stand under, each once, the main one first."""
    orders = [covering(case, day(visit)) for visit in visits]
    found = dict.fromkeys(code for order in orders if order for code in order.diagnoses)
    return tuple(found)[:MOST_DIAGNOSES]


def _place(clinic: Clinic, visit: Visit) -> str:
    """The clinic's own place of service; for a visit given elsewhere, the usual one of that setting."""
    usual = edits.places().get(visit.setting, ())
    if visit.setting == clinic.setting or clinic.place_of_service in usual or not usual:
        return clinic.place_of_service
    return usual[0]


def _lines(clinic: Clinic, visit: Visit, diagnoses: Sequence[str]) -> Iterator[b.Line]:
    """One line a code that earned a unit, in the order worked."""
    fees = dict(Fee.objects.filter(clinic=clinic).values_list("code", "amount"))
    order = covering(visit.case, day(visit))
    for code, stretches, units in _worked(visit):
        if units:
            yield b.Line(
                on=day(visit),
                code=code,
                modifiers=_modifiers(visit, stretches),
                pointers=_pointers(diagnoses, order),
                units=units,
                minutes=sum(s.minutes for s in stretches),
                starts=_starts(stretches),
                charge=fees.get(code, ZERO) * Decimal(units),
                place_of_service=_place(clinic, visit),
            )


def _unbilled(visit: Visit) -> Iterator[b.Unbilled]:
    """Work that earned no unit of its own: its minutes may still carry another code's unit."""
    for code, stretches, units in _worked(visit):
        if not units:
            yield b.Unbilled(on=day(visit), code=code, minutes=sum(s.minutes for s in stretches))


def _worked(visit: Visit) -> list[tuple[str, list[NoteLine], int]]:
    """Each code of the note with its stretches and the units it earned."""
    note = getattr(visit, "note", None)
    if note is None:
        return []
    worked: dict[str, list[NoteLine]] = {}
    for line in note.lines.all():
        worked.setdefault(line.code, []).append(line)
    return [(code, stretches, note.units.get(code, 0)) for code, stretches in worked.items()]


def _modifiers(visit: Visit, stretches: Sequence[NoteLine]) -> tuple[str, ...]:
    """Those the therapist wrote, then those the payer always asks for. Nothing is added to part a pair of codes."""
    coverage = visit.case.coverage
    asked = payers.profile(coverage.payer.profile).modifiers if coverage else ()
    written = [modifier for stretch in stretches for modifier in stretch.modifiers]
    return tuple(dict.fromkeys([*written, *asked]))[:MOST_MODIFIERS]


def _pointers(diagnoses: Sequence[str], order: Referral | None) -> tuple[int, ...]:
    own = order.diagnoses if order else diagnoses
    return tuple(n for n, code in enumerate(diagnoses, start=1) if code in own)[:MOST_POINTERS]


def _starts(stretches: Sequence[NoteLine]) -> str | None:
    """When the hands-on time began; unknown when it was given in several stretches, which may lie apart."""
    began = stretches[0].started
    return f"{began:%H:%M}" if began and len(stretches) == 1 else None


def _accident(case: Case) -> b.Accident | None:
    kind = case.accident_kind
    if not kind or case.accident_on is None:
        return None
    return b.Accident(kind=kind if kind in CAUSES else "other", on=case.accident_on, state=case.accident_state)


def _authorization_number(case: Case, days: Sequence[date]) -> str:
    """The authorization that covers all these days; else the first day's, and the gate says what is wrong."""
    papers: list[Authorization] = list(case.authorizations.all())
    for wanted in (days, days[:1]):
        for paper in papers:
            if all(paper.starts_on <= on and (paper.ends_on is None or on <= paper.ends_on) for on in wanted):
                return paper.number
    return ""


def _payer_claim_number(coverage: Coverage) -> str:
    """Where the payer knows the injury by a claim number, that number is what the clinic keeps as member ID."""
    return coverage.member_id if payers.profile(coverage.payer.profile).needs_claim_number else ""


def _is_signed(visit: Visit) -> bool:
    note = getattr(visit, "note", None)
    return note is not None and note.signed_at is not None
