"""The consent that a patient reads, agrees to and signs: its text, and the paper that is kept of it."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

from medmassage.clinic import clock
from medmassage.clinic.models import Clinic, Intake, Patient
from medmassage.clinic.papers import words
from medmassage.datafile import Row, read
from medmassage.knowledge.intake_rows import Language, Said


class Part(Row):
    """A heading and the lines under it."""

    title: Said
    lines: tuple[Said, ...]


class Paper(Row):
    """The words around the text on the signed paper."""

    patient: Said
    born: Said
    agreed: Said
    signed: Said
    for_another: Said


class Text(Row):
    """``consent.yaml``."""

    edition: str
    heading: Said
    consent: tuple[Part, ...]
    privacy: tuple[Part, ...]
    paper: Paper


@lru_cache(maxsize=1)
def text() -> Text:
    """The file, read once. Raises :class:`~medmassage.datafile.DataFileError`."""
    return read(files("medmassage.clinic.papers") / "consent.yaml", Text)


def sections(clinic: Clinic, language: Language, *names: str) -> list[tuple[str, list[str]]]:
    """Heading and lines of ``consent`` or ``privacy``, in the reader's language."""
    parts = [part for name in names for part in getattr(text(), name)]
    return [(part.title.to(language), [_of(line.to(language), clinic) for line in part.lines]) for part in parts]


def signed(row: Intake, patient: Patient) -> dict[str, Any]:
    """The paper for the template ``consent``: what was read, that it was agreed to, by whom, and when."""
    assert row.signed_at
    language: Language = "es" if row.language == "es" else "en"
    around, relation = text().paper, row.answers.get("signed", {}).get("relation", "")
    at = clock.local(row.clinic, row.signed_at)
    day = f"{at:%Y-%m-%d}, {at:%H:%M}" if language == "es" else words.moment(at)
    line = (around.for_another if relation else around.signed).to(language)
    heading = text().heading.to(language)
    return {
        **words.paper(row.clinic, heading, words.whose(patient)),
        "language": language,
        "heading": heading,
        "standing": f"{around.patient.to(language)}: {patient}, {around.born.to(language)} {patient.birth_date}",
        "sections": [[title, lines] for title, lines in sections(row.clinic, language, "consent", "privacy")],
        "agreed": around.agreed.to(language),
        "signed": line.format(name=row.signed_name, relation=relation, patient=patient, day=day),
    }


def _of(line: str, clinic: Clinic) -> str:
    return line.replace("{clinic}", clinic.name)
