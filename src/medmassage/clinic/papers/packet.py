"""The audit packet: how one paper's education stands, the courses of its period, and the certificates themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from medmassage.clinic import corrections, education
from medmassage.clinic.education import Account, figure
from medmassage.clinic.models import Course, Credential, Membership
from medmassage.clinic.papers import words
from medmassage.clinic.services.outcome import Refused
from medmassage.documents.join import Part, join, pages
from medmassage.documents.pdf import DocumentError, render
from medmassage.documents.picture import pixels
from medmassage.finding import Basis
from medmassage.law.renewal import Count, Line
from medmassage.law.vocabulary import vocabulary

PDF = "application/pdf"
ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}
# A page of legal size at 600 dpi has half of that.
MOST_PIXELS = 100_000_000


@dataclass(frozen=True, slots=True)
class Proof:
    """The certificate of a course: pages to append, or the reason why there are none."""

    course: Course
    number: int
    part: Part | None
    length: int = 0
    problem: str = ""


def pdf(
    member: Membership, paper: Credential, held: Iterable[Credential], courses: Iterable[Course], on: date
) -> bytes:
    """The packet of a paper as of a day. Raises :class:`Refused` where its period or its rules are not known."""
    found = list(courses)
    one = education.account(
        paper, held, [education.as_law(course) for course in found], on, corrections.local(member.clinic)
    )
    if one.count is None:
        raise Refused(f"The period of {paper} is not known, so no course can be counted. {one.due.words}")
    counted = sorted((c for c in found if education.as_law(c) in one.count.counted), key=lambda c: c.taken_on)
    proofs = [_proof(member, course, number) for number, course in enumerate(counted, 1)]
    cover = _cover(member, one, one.count, proofs, on)
    parts = [proof.part for proof in proofs if proof.part]
    return join(cover, parts, f"Continuing education: {paper}")


def _cover(member: Membership, one: Account, count: Count, proofs: Sequence[Proof], on: date) -> bytes:
    """The first pages. They say on which page each certificate begins, so they are made once to be counted."""
    before = pages(render("packet", data(member, one, count, proofs, on)))
    return render("packet", data(member, one, count, proofs, on, before))


def data(
    member: Membership, one: Account, count: Count, proofs: Sequence[Proof], on: date, before: int = 1
) -> dict[str, Any]:
    """The cover for the template ``packet``. ``before``: how many pages it has itself."""
    who = one.paper.therapist
    return {
        **words.paper(member.clinic, "Continuing education", [f"{who}, {one.paper}", f"as of {words.day(on)}"]),
        "heading": f"Continuing education: {who}",
        "standing": _standing(one, count),
        "facts": [*_facts(one, count), ["This file", _length(proofs, before)]],
        "lines": _lines(count),
        "notes": list(count.notes),
        "sources": [_source(basis) for basis in count.basis],
        "courses": _courses(proofs, before),
        "none": "No course of this period is on file.",
        "problems": [f"Certificate {p.number}, {p.course.title}: {p.problem}" for p in proofs if p.problem],
    }


def _standing(one: Account, count: Count) -> str:
    if count.wanted is None:
        return f"How many hours are asked is not known. {education.hours(count.have)} are on file."
    if count.standing == "none_asked":
        return "No hours are asked for."
    said = f"{figure(count.have)} of {education.hours(count.wanted)} on file"
    return f"{said}. {one.missing_of}." if one.missing else f"{said}: complete."


def _facts(one: Account, count: Count) -> list[list[str]]:
    paper, who = one.paper, one.paper.therapist
    first = words.day(count.first) if count.first else "not known"
    return [
        ["Paper", str(paper)],
        ["Number", paper.number or words.NOTHING],
        ["Given by", one.issuer],
        ["NPI", (who.npi if who else "") or words.NOTHING],
        ["Period", f"{first} to {words.day(count.last)}"],
        ["Its end", "as the paper says" if one.due.printed else one.due.words],
    ]


def _length(proofs: Sequence[Proof], before: int) -> str:
    behind = sum(proof.length for proof in proofs)
    return f"{words.some(before, 'page')} of this list, then {words.some(behind, 'page')} of certificates"


def _lines(count: Count) -> list[list[str]]:
    if not count.wanted:
        return []
    total = ["All hours", figure(count.wanted), figure(count.have), figure(count.missing)]
    return [
        total,
        *(
            [
                _label(line),
                figure(line.wanted),
                figure(line.have),
                words.NOTHING if line.limit else figure(line.missing),
            ]
            for line in count.lines
        ),
    ]


def _label(line: Line) -> str:
    return f"{education.kind(line)}, at {'most' if line.limit else 'least'}"


def _source(basis: Basis) -> str:
    sure = "unverified" if basis.confidence == "recall" else f"{basis.confidence} source"
    as_of = f"as of {basis.as_of}" if basis.as_of else ""
    return words.DOT.join(part for part in (basis.cite, basis.publisher, as_of, sure, basis.url) if part)


def _courses(proofs: Sequence[Proof], before: int) -> list[list[str]]:
    rows, page = [], before + 1
    for proof in proofs:
        rows.append(_course(proof, page))
        page += proof.length
    return rows


def _course(proof: Proof, page: int) -> list[str]:
    course, terms = proof.course, vocabulary()
    kinds = ", ".join(terms.ce.get(name, name) for name in course.categories)
    how = terms.delivery.get(course.delivery, course.delivery)
    given = words.DOT.join(part for part in (course.provider, course.approval) if part)
    where = f"page {page}" if proof.part else "not here, see below"
    title = f"{course.title}\n{given}"
    return [str(proof.number), words.day(course.taken_on), title, figure(course.hours), f"{kinds}; {how}", where]


def _proof(member: Membership, course: Course, number: int) -> Proof:
    """The certificate as pages. Whatever is wrong with it is kept as words."""
    if not course.media_type:
        return Proof(course, number, None, problem="no certificate is on file.")
    title = f"Certificate {number}: {course.title}"
    try:
        content = bytes(course.content or b"")
        made = content if course.media_type == PDF else _picture(member, course, number, content)
        return Proof(course, number, Part(title, made), pages(made))
    except DocumentError:
        return Proof(course, number, None, problem=f"the file “{course.name}” is damaged. Scan the paper again.")
    except ValueError as wrong:
        return Proof(course, number, None, problem=f"the file “{course.name}” cannot be opened: {wrong}.")


def _placed(content: bytes) -> bytes:
    """A picture that the typesetter can unfold. Raises :class:`ValueError` for one that it cannot."""
    if pixels(content) > MOST_PIXELS:
        raise ValueError(f"it has more than {MOST_PIXELS // 1_000_000} million dots. Scan it at 200 dpi")
    return content


def _picture(member: Membership, course: Course, number: int, content: bytes) -> bytes:
    name = f"scan.{ENDINGS[course.media_type]}"
    paper = words.paper(member.clinic, "Certificate", [str(course.therapist), f"certificate {number}"])
    facts = {
        "heading": f"Certificate {number}: {course.title}",
        "standing": f"{words.day(course.taken_on)}, {course.provider}",
        "file": name,
    }
    return render("certificate", {**paper, **facts}, pictures={name: _placed(content)})
