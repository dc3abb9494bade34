"""Body regions in a list: the order in which they are offered."""

from collections.abc import Iterable

from medmassage.knowledge import anatomy


def labels() -> dict[str, str]:
    """Region id → words, one a side."""
    return {region.id: region.name for region in anatomy.regions()}


def options(first: Iterable[str] = ()) -> list[tuple[str, object]]:
    """The choices of a list: those of this case on top (both sides and each), then all."""
    own = list(dict.fromkeys(one for place in first for one in (place, *anatomy.expand(place))))
    groups: list[tuple[str, object]] = [("", "region")]
    if own:
        groups.append(("In this case", [(region, anatomy.label(region)) for region in own]))
    return [*groups, ("All regions", [pair for pair in labels().items() if pair[0] not in own])]
