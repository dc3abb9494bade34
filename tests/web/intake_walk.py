"""A patient's way through the intake, for the tests: the link opened, the steps sent on, the signature."""

from django.test import Client
from django.urls import reverse

BORN = "1981-04-02"
PRIVATE = ("Hazel", "Quillfeather", "1981", "Cedar Lane", "4105550101")


def address(row, secret):
    return reverse("web:intake_open", args=[row.pk, secret])


def opened(link, born=BORN):
    client = Client()
    answer = client.post(link, {"born": born})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{link}/steps")
    return client


def step(link, name):
    return f"{link}/steps/{name}"


def filled(link, *, born=BORN, **said):
    """Every step sent on with a no, but for what is said of some of them; the browser that did it, at the review."""
    client = opened(link, born)
    at = client.get(f"{link}/steps").headers["Location"]
    while not at.endswith("/review"):
        name = at.rsplit("/", 1)[-1]
        section = client.get(at).context["step"].section
        kinds = {q.id: q.kind for q in section.questions} if section else {}
        no = {id_: "no" for id_, kind in kinds.items() if kind == "yes_no_unsure"}
        none = {f"{id_}.answer": "no" for id_, kind in kinds.items() if kind == "list"}
        answer = client.post(at, no | none | said.get(name, {}))
        assert answer.status_code == 302, (name, answer.context["errors"])
        at = answer.headers["Location"]
    return client


def signed(link, **said):
    client = filled(link, **said)
    answer = client.post(step(link, "review"), {"name": "Hazel Quillfeather", "true": "on"})
    assert answer.status_code == 302, answer.context["errors"]
    return client


def page(answer):
    return answer.content.decode()


def shows_nothing(answer):
    return not any(word in page(answer) for word in PRIVATE)
