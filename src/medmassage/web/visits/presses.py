"""What the buttons inside the charting form do where no script did it first: keep, use, same as last time."""

from django.http import QueryDict

from medmassage.clinic import carried
from medmassage.clinic.models import Membership, Visit
from medmassage.web.visits import page, quick
from medmassage.web.visits.forms import MOST_ROWS

ROW = ("region", "technique", "code", "modifiers", "minutes", "pressure", "started", "carried")


def pressed(who: Membership, visit: Visit, last: Visit | None, posted: QueryDict) -> QueryDict:
    """The form as it is after the button that sent it: ``keep``, ``use`` (a part each) or ``same``."""
    keep = posted.get("keep", "")
    if keep in carried.PARTS and last and not posted.get(keep, "").strip():
        posted[keep] = getattr(last.note, keep)
    if keep == "lines":
        for at in range(_rows(posted)):
            posted[f"lines-{at}-carried"] = ""
    if (use := posted.get("use", "")) in quick.DRAFTED:
        _use(who, visit, last, posted, use)
    if posted.get("same") and last:
        _same(last, posted)
    untouched = [part for part in posted.getlist("carried") if part not in (keep, use) and _is_last(last, part, posted)]
    posted.setlist("carried", untouched)
    return posted


def _use(who: Membership, visit: Visit, last: Visit | None, posted: QueryDict, part: str) -> None:
    words = quick.drafted(who, visit, page.note_of(visit), last.note if last else None).get(part, "")
    own = posted.get(part, "").strip()
    if words and (not own or part in posted.getlist("carried")):
        posted[part] = words


def _same(last: Visit, posted: QueryDict) -> None:
    """Last visit's lines below those that stand, marked as carried; and its regions."""
    rows = [at for at in range(_rows(posted)) if any(posted.get(f"lines-{at}-{name}") for name in ROW[:5])]
    lines, regions = quick.again(last.note)
    for at, line in enumerate(lines, start=rows[-1] + 1 if rows else 0):
        values = (
            line.region, line.technique, line.code, " ".join(line.modifiers), str(line.minutes), line.pressure or "",
            "", "1",
        )  # fmt: skip
        for name, value in zip(ROW, values, strict=True):
            posted[f"lines-{at}-{name}"] = value
        posted["lines-TOTAL_FORMS"] = str(max(_rows(posted), at + 1))
    posted.setlist("regions", list(dict.fromkeys([*posted.getlist("regions"), *regions])))


def _rows(posted: QueryDict) -> int:
    said = posted.get("lines-TOTAL_FORMS", "")
    return min(int(said), MOST_ROWS) if said.isascii() and said.isdigit() else 0


def _is_last(last: Visit | None, part: str, posted: QueryDict) -> bool:
    """Whether a part still holds last visit's very words."""
    if last is None or part not in carried.PARTS:
        return False
    return bool(posted.get(part, "").split() == getattr(last.note, part).split())
