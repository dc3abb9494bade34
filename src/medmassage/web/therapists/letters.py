"""The letters that issuers give, offered while a paper is entered, and where their registers are asked."""

from dataclasses import dataclass
from datetime import date

from medmassage.clinic.models import Credential
from medmassage.law import load

NPI_REGISTRY = ("NPPES NPI Registry", "https://npiregistry.cms.hhs.gov/")


@dataclass(frozen=True, slots=True)
class Letters:
    """One paper that an issuer gives: its letters, and its title with the issuer."""

    code: str
    title: str


def of_states(first: str) -> list[Letters]:
    """What the states give that gives a right of its own; this state's own first."""
    laws = sorted(load.covered(), key=lambda law: law.code != first)
    return [
        Letters(paper.code, f"{paper.title}, {law.name}")
        for law in laws
        for paper in law.credentials.values()
    ]  # fmt: skip


def of_certifiers() -> list[Letters]:
    """What the bodies that certify give."""
    return [
        Letters(paper.code, f"{paper.title}, {body.name}")
        for body in load.certifiers().values()
        for paper in body.credentials.values()
    ]


def register_of(paper: Credential, on: date) -> tuple[str, str] | None:
    """Who keeps the register of a paper and its address, as far as the law data knows."""
    if paper.kind == Credential.Kind.NPI:
        return NPI_REGISTRY
    issuer = load.issuer(paper.state or paper.issuer) if paper.state or paper.issuer else None
    found = issuer.topic("authority").on(on) if issuer else None
    return (str(found.value["name"]), str(found.value.get("url", ""))) if found else None
