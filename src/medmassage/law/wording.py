"""Values of the law in words: what the files hold as a table is said as a person would."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from medmassage.dated import Answer
from medmassage.law.topics import value_words
from medmassage.law.valuefile import many
from medmassage.law.vocabulary import vocabulary


def capital(words: str) -> str:
    """The words with a capital at their head, and nothing else changed."""
    return words[:1].upper() + words[1:]


def said(topic: str, answer: Answer) -> str:
    """What an answer says, with a capital at its head: ``24``, ``By 31 Oct of even years``, ``None in law``."""
    return capital(phrase(topic, answer))


def phrase(topic: str, answer: Answer) -> str:
    """What an answer says, as within a sentence: ``24``, ``by 31 Oct of even years``, ``none in law``."""
    how = _TABLES.get(topic.rpartition(".")[2])
    return how(answer.value) if how and answer else value_words(answer)


def _categories(value: Any) -> str:
    return "; ".join(_category(one) for one in value)


def _lower(words: str) -> str:
    """The words with a small letter at their head: what is in capitals further on stays so."""
    return words[:1].lower() + words[1:]


def _category(one: Mapping[str, Any]) -> str:
    """``at least 3 hours of ethics or state law and rules, in person``."""
    words = vocabulary()
    bound, hours = next((name, one[name]) for name in ("at_least", "at_most") if name in one)
    named = " or ".join(_lower(words.ce[name]) for name in many(one.get("category", ())))
    taken = " or ".join(words.delivery[name] for name in many(one.get("delivery", ())))
    about = ", ".join(filter(None, (f"of {named}" if named else "", taken)))
    return f"{bound.replace('_', ' ')} {hours} hour{'' if hours == 1 else 's'} {about}"


def _cycle(value: Any) -> str:
    ends, years = str(value["ends"]), _YEARS[str(value.get("years", "any"))]
    if ends == "fixed":
        month, day = str(value["day"]).split("-")
        ends = f"by {int(day)} {date(2000, int(month), 1):%b}"
    return f"{_ENDS.get(ends, ends)}{years}"


_ENDS = {
    "birth_month": "by the end of the birth month", "birthday": "by the birthday",
    "issue": "counted from the day of issue", "issue_month": "by the end of the month of issue",
}  # fmt: skip
_YEARS = {
    "any": "", "even": " of even years", "odd": " of odd years",
    "as_birth_year": ", every other year, as the birth year",
}  # fmt: skip


def _minors(value: Any) -> str:
    if "until_age" in value:
        return f"until the age of {value['until_age']}"
    return f"until {value['years']} years after the age of {value['after_age']}"


def _fees(value: Any) -> str:
    return "; ".join(f"{str(name).replace('_', ' ')} {amount}" for name, amount in value.items())


_TABLES: Mapping[str, Callable[[Any], str]] = {
    "ce_categories": _categories, "cycle": _cycle, "retention_minors": _minors, "fees_usd": _fees,
    "authority": lambda value: str(value["name"]),
}  # fmt: skip
