"""How long a treatment record is kept: the state's years from the last treatment, and longer for minors."""

from dataclasses import dataclass
from datetime import date

from medmassage.finding import Basis
from medmassage.law.jurisdiction import Jurisdiction
from medmassage.law.renewal import months_on
from medmassage.law.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Keep:
    """The last day on which the record must still be there; ``None`` where the state's years are not known."""

    until: date | None
    words: str
    basis: tuple[Basis, ...]


def keep_until(law: Jurisdiction, last_treated: date, born: date | None = None) -> Keep:
    """Until when a record is kept. A payer's contract, a legal hold or tax law may ask for longer: that is not here."""
    years, minors = (law.topic(f"records.{name}").on(last_treated) for name in ("retention_years", "retention_minors"))
    was_minor = born is not None and _age(born, last_treated) < vocabulary().minor_under.on(last_treated).value
    basis = (*years.basis, *(minors.basis if was_minor else ()))
    ends = [months_on(last_treated, 12 * years.value)] if years else []
    if was_minor and minors and born:
        rule = minors.value
        grown = rule["until_age"] if "until_age" in rule else rule["after_age"] + rule["years"]
        ends.append(months_on(born, 12 * grown))
    if years.state == "none":
        return Keep(None, years.text or f"The law of {law.name} that we hold sets no time.", basis)
    if not years or (was_minor and minors.state == "unknown"):
        what = "records" if not years else "records of minors"
        return Keep(None, f"How long {law.name} asks for {what} to be kept is not known to us. Keep the record.", basis)
    return Keep(max(ends), f"At least until {max(ends):%-d %b %Y}.", basis)


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
