"""The people and places of claims as tables: providers, persons, addresses, and all texts."""

from collections.abc import Callable
from functools import lru_cache

import polars as pl

from medmassage.billing.plain import plain
from medmassage.codes import ein, npi, taxonomy, us_state
from medmassage.codes.errors import CodeError

PROVIDERS = {
    "billing_provider": "the billing provider",
    "rendering_provider": "the rendering provider",
    "referring_provider": "the referring provider",
    "facility": "the facility",
}
PERSONS = {"patient": "the patient", "subscriber": "the subscriber"}
PLACES = {
    "billing_provider": "the billing provider",
    "facility": "the facility",
    "subscriber": "the subscriber",
    "patient": "the patient",
    "payer": "the payer",
}
# Names and places go out in plain capitals without accents; all else goes out as it stands.
FOLDED = r"(name|family|given|middle|street2?|city|group_number)$"
UNSENT = ("setting", "payer_kind", "payer_profile")
CANNOT = r"[^\x20-\x7E]|[*:^~]"


def problem(column: str, validate: Callable[[str], str]) -> pl.Expr:
    """What a code system says against the column, in a sentence; null when it says nothing or the column is empty."""

    @lru_cache(maxsize=4096)
    def why(text: str) -> str | None:
        try:
            validate(text)
        except CodeError as wrong:
            return str(wrong)
        return None

    return pl.when(pl.col(column) != "").then(pl.col(column)).map_elements(why, return_dtype=pl.String)


def providers(claims: pl.DataFrame) -> pl.DataFrame:
    """A row a provider that stands on a claim: ``role``, ``who``, its fields, and what its numbers lack."""
    fields = ("npi", "name", "family", "given", "tax_id", "taxonomy")
    found = _parties(claims, PROVIDERS, fields, present="npi")
    return found.with_columns(
        problem("npi", npi.validate).alias("npi_problem"),
        problem("tax_id", ein.validate).alias("tax_id_problem"),
        problem("taxonomy", taxonomy.validate).alias("taxonomy_problem"),
        named=(pl.col("name") != "") | ((pl.col("family") != "") & (pl.col("given") != "")).fill_null(False),
    )


def persons(claims: pl.DataFrame) -> pl.DataFrame:
    """Two rows a claim: patient and subscriber."""
    return _parties(claims, PERSONS, ("family", "given", "birth_date"), present="family", keep=("on",))


def addresses(claims: pl.DataFrame) -> pl.DataFrame:
    """A row an address: what of it is missing, and whether the 837P asks for it.

    It asks for the billing provider's, the facility's and the patient's (who may be the subscriber).
    """
    fields = tuple(f"address_{f}" for f in ("street", "city", "state", "zip_code"))
    found = _parties(claims, PLACES, fields, present="address_street", keep=("subscriber_relationship",))
    found = found.rename({f: f.removeprefix("address_") for f in fields})
    itself = pl.col("subscriber_relationship") == "self"
    asked = pl.col("role").is_in(["billing_provider", "facility"])
    asked = asked | (pl.col("role") == pl.when(itself).then(pl.lit("subscriber")).otherwise(pl.lit("patient")))
    missing = [pl.when(pl.col(f) == "").then(pl.lit(w)) for f, w in _ADDRESS_WORDS.items()]
    return found.with_columns(
        problem("state", us_state.validate).alias("state_problem"),
        asked=asked,
        missing=pl.concat_str(missing, separator=", ", ignore_nulls=True),
        digits=pl.col("zip_code").str.replace_all(r"[\s-]", ""),
    )


_ADDRESS_WORDS = {"street": "the street", "city": "the city", "state": "the state", "zip_code": "the ZIP code"}


def texts(claims: pl.DataFrame) -> pl.DataFrame:
    """A row a text that goes out, as it goes out: ``path`` says where it stands, ``sent`` what would leave."""
    columns = [n for n, kind in claims.schema.items() if kind == pl.String and n not in UNSENT]
    long = claims.unpivot(columns, index=["claim"], variable_name="column", value_name="text")
    long = long.filter(pl.col("text").is_not_null() & (pl.col("text") != ""))
    folded = pl.col("text").map_elements(plain, return_dtype=pl.String)
    sent = pl.when(pl.col("column").str.contains(FOLDED)).then(folded).otherwise(pl.col("text"))
    return long.with_columns(sent=sent).filter(pl.col("sent").str.contains(CANNOT)).with_columns(path=_path())


def _path() -> pl.Expr:
    """The JSON path of a column of the claims frame: ``payer_address_city`` is ``payer.address.city``."""
    heads = "|".join((*PROVIDERS, *PERSONS, "payer", "accident"))
    path = pl.col("column").str.replace("_address_", ".address.", literal=True)
    return (
        pl.when(pl.col("column") == "payer_claim_number")
        .then(path)
        .otherwise(path.str.replace(rf"^({heads})[_.]", "${1}."))
    )


def _parties(
    claims: pl.DataFrame, roles: dict[str, str], fields: tuple[str, ...], *, present: str, keep: tuple[str, ...] = ()
) -> pl.DataFrame:
    """The same fields of several parties under one another; a party that is absent has no row."""
    parts = []
    for role, who in roles.items():
        has = [pl.col(f"{role}_{f}").alias(f) for f in fields if f"{role}_{f}" in claims.columns]
        part = claims.select("claim", *keep, *has, role=pl.lit(role), who=pl.lit(who))
        parts.append(part.filter(pl.col(present).is_not_null()))
    return pl.concat(parts, how="diagonal")
