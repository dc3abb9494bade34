"""Builds the tables that the rules read, once for all claims asked about."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from medmassage.billing import payers
from medmassage.billing.claim import Claim
from medmassage.billing.claims_table import ClaimsTable, flatten, with_totals
from medmassage.billing.rules import parties, services
from medmassage.codes import icd10cm
from medmassage.codes.listed import rows as listed

HABITS = ("asks_referral", "asks_authorization", "pays_massage_therapists", "timely_filing_days")


def build(claims: Sequence[Claim], on: date) -> dict[str, pl.DataFrame]:
    """Every table by its name in :class:`~medmassage.billing.rules.Rule`; ``on`` is the day that is asked about."""
    flat = flatten(claims)
    claim = _claims(flat, on)
    line = services.lines(flat.lines, claim)
    code = services.codes(line, flat.unbilled)
    return {
        "claim": claim,
        "provider": parties.providers(claim),
        "address": parties.addresses(claim),
        "person": parties.persons(claim.rename({"asked_on": "on"})),
        "text": parties.texts(flat.claims),
        "diagnosis": _diagnoses(claim),
        "line": _licensed(line, flat.licenses),
        "modifier": services.modifiers(line),
        "day": services.days(code),
        "code": code,
        "pair": services.pairs(line),
    }


def _claims(flat: ClaimsTable, on: date) -> pl.DataFrame:
    """A row a claim with its payer's habits, its sums and its days."""
    found = with_totals(flat).join(_profiles(), on="payer_profile", how="left", maintain_order="left")
    licenses = flat.licenses.group_by("claim").agg(licenses=pl.len())
    found = found.join(licenses, on="claim", how="left", maintain_order="left")
    massage = [code for code, row in listed("taxonomy").items() if row["label"] == "massage therapist"]
    return found.with_columns(
        pl.col("licenses").fill_null(0),
        asked_on=pl.lit(on),
        last_filing_day=pl.col("first_day") + pl.duration(days="timely_filing_days"),
        diagnosis_count=pl.col("diagnoses").list.len(),
        first_diagnosis=pl.col("diagnoses").list.first().fill_null(""),
        by_massage_therapist=pl.col("rendering_provider_taxonomy").is_in(["", *massage]),
        same_person=_same("family") & _same("given") & _same("birth_date"),
        facility_is_billing=_alike("street") & _alike("zip_code"),
    )


def _same(field: str) -> pl.Expr:
    patient, subscriber = pl.col(f"patient_{field}"), pl.col(f"subscriber_{field}")
    if field == "birth_date":
        return patient == subscriber
    return patient.str.to_uppercase() == subscriber.str.to_uppercase()


def _alike(field: str) -> pl.Expr:
    ours = pl.col(f"billing_provider_address_{field}").str.to_uppercase()
    return (ours != "") & (ours == pl.col(f"facility_address_{field}").str.to_uppercase())


@lru_cache
def _profiles() -> pl.DataFrame:
    """A row a payer profile: its habits with their sources."""
    rows = []
    for key, profile in payers.profiles().items():
        row = {"payer_profile": key, **profile.model_dump(include=set(PLAIN)), "known_profile": True}
        row["required_modifiers"] = list(profile.modifiers)
        row["modifiers_source"] = services.as_struct(profile.modifiers_source or profile.units_source)
        row["units_source"] = services.as_struct(profile.units_source)
        for habit in HABITS:
            row[habit] = getattr(profile, habit).value
            row[f"{habit}_source"] = services.as_struct(getattr(profile, habit).source)
        rows.append(row)
    return pl.DataFrame(rows, schema=_PROFILE)


PLAIN: dict[str, Any] = {
    "units_rule": pl.String, "needs_accident": pl.Boolean, "needs_claim_number": pl.Boolean, "ncci": pl.Boolean,
}  # fmt: skip
_PROFILE: dict[str, Any] = {
    "payer_profile": pl.String, **PLAIN, "known_profile": pl.Boolean, "required_modifiers": pl.List(pl.String),
    "modifiers_source": services.SOURCE, "units_source": services.SOURCE,
    **{h: pl.Int64 if h.endswith("_days") else pl.Boolean for h in HABITS},
    **{f"{h}_source": services.SOURCE for h in HABITS},
}  # fmt: skip


def _diagnoses(claims: pl.DataFrame) -> pl.DataFrame:
    """A row a diagnosis: what its form lacks, and whether it stood before."""
    found = claims.filter(pl.col("diagnosis_count") > 0).select(
        "claim", diagnosis="diagnoses", row=pl.int_ranges(0, pl.col("diagnosis_count"))
    )
    found = found.explode("diagnosis", "row").with_columns(
        bare=pl.col("diagnosis").str.replace_all(r"[ .]", "").str.to_uppercase()
    )
    return found.with_columns(
        parties.problem("diagnosis", icd10cm.validate).alias("problem"),
        number=pl.col("row") + 1,
        twice=pl.int_range(pl.len()).over("claim", "bare") > 0,
    )


def _licensed(lines: pl.DataFrame, licenses: pl.DataFrame) -> pl.DataFrame:
    """The lines with what the rendering provider's licenses say of their day; null where there is none on the claim."""
    day = lines.select("claim", "on").unique().join(licenses, on="claim")
    begun = pl.col("valid_from").is_null() | (pl.col("valid_from") <= pl.col("on"))
    open_ = pl.col("valid_to").is_null()
    held = begun & (open_ | (pl.col("valid_to") >= pl.col("on")))
    by_day = day.group_by("claim", "on").agg(
        in_force=held.any(),
        ends_on_file=(held & ~open_).any(),
        last_end=pl.col("valid_to").max(),
    )
    found = lines.join(by_day, on=["claim", "on"], how="left", maintain_order="left")
    return found.with_columns(first_of_day=pl.col("row").first().over("claim", "on") == pl.col("row"))
