"""Signing in and out: guesses, second factors, sessions, and people who left."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from clinic.fixtures import PASSWORD
from medmassage.clinic.models import Membership
from medmassage.clinic.services import changes
from web.world import ADDRESSES

pytestmark = pytest.mark.django_db
LOGIN, TODAY = reverse("account_login"), reverse("web:today")
GUESS = "quiet-river-stone-43"


@pytest.fixture(autouse=True)
def _no_guesses_yet():
    cache.clear()


def sign_in(client, who, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": who.user.email, "password": password, **more})


def code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return f"{hotp_value(secret, counter):06d}"


@pytest.fixture
def with_app(clinic):
    """The owner with an app for codes, in a clinic that asks for a second factor; the app's secret."""
    secret = generate_totp_secret()
    TOTP.activate(clinic.user, secret)
    clinic.clinic.mfa_required = True
    clinic.clinic.save()
    return secret


def is_in(client) -> bool:
    return client.get(TODAY).status_code == 200


# Guesses --------------------------------------------------------------------------------------------------


def test_after_five_wrong_passwords_the_right_one_has_to_wait(clinic):
    client = Client()
    for _ in range(5):
        assert sign_in(client, clinic, GUESS).status_code == 200
    answer = sign_in(client, clinic)
    assert not is_in(client)
    assert "many" in answer.content.decode().lower()


def test_guesses_from_one_place_at_many_accounts_are_slowed_too(clinic):
    client = Client()
    for number in range(10):
        client.post(LOGIN, {"login": f"{number}@river.example", "password": GUESS})
    sign_in(client, clinic)
    assert not is_in(client)


def test_a_header_does_not_make_guesses_come_from_elsewhere(clinic):
    client = Client()
    for number in range(10):
        client.post(
            LOGIN, {"login": f"{number}@r.example", "password": GUESS}, headers={"x-forwarded-for": f"9.9.9.{number}"}
        )
    sign_in(client, clinic)
    assert not is_in(client)


def test_a_wrong_password_and_an_unknown_address_look_the_same(clinic):
    known = sign_in(Client(), clinic, GUESS)
    unknown = Client().post(LOGIN, {"login": "nobody@river.example", "password": GUESS})
    assert known.status_code == unknown.status_code == 200
    assert known.context["form"].errors == unknown.context["form"].errors


def test_a_password_reset_looks_the_same_for_an_unknown_address(clinic):
    reset = reverse("account_reset_password")
    answers = [Client().post(reset, {"email": email}) for email in (clinic.user.email, "nobody@river.example")]
    assert len({(a.status_code, a.headers["Location"]) for a in answers}) == 1


def test_a_password_reset_comes_from_this_host_and_lets_nobody_in_without_the_second_factor(with_app, clinic):
    client = Client()
    client.post(reverse("account_reset_password"), {"email": clinic.user.email})
    (letter,) = [m for m in mail.outbox if m.to == [clinic.user.email]]
    link = next(word for word in letter.body.split() if "/password/reset/key/" in word)
    assert link.startswith("http://testserver/")
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "another-long-way-77", "password2": "another-long-way-77"})
    assert not is_in(client)
    sign_in(client, clinic, "another-long-way-77")
    assert not is_in(client)


def test_another_host_is_refused_before_anything_is_done(clinic):
    answer = Client().post(
        reverse("account_reset_password"), {"email": clinic.user.email}, headers={"host": "evil.example"}
    )
    assert answer.status_code == 400
    assert mail.outbox == []


def test_nobody_signs_up_by_themselves(clinic):
    answer = Client().post(
        reverse("account_signup"), {"email": "x@x.example", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert answer.status_code == 200
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    ["/accounts/email/", "/accounts/confirm-email/", "/accounts/confirm-email/a/", "/accounts/login/code/confirm/"],
)  # fmt: skip
def test_pages_that_let_people_change_who_they_are_are_closed(clinic, client_for, address):
    client = client_for(clinic)
    assert client.get(address).status_code == 404
    assert client.post(address, {"email": "other@x.example", "action_add": ""}).status_code == 404


# The second factor ----------------------------------------------------------------------------------------


def test_between_password_and_second_factor_no_page_opens(with_app, clinic):
    client = Client()
    answer = sign_in(client, clinic)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    for name in ("today", "patients", "settings", "access_log"):
        assert client.get(reverse(f"web:{name}")).headers["Location"].startswith(LOGIN)
    for name in ("mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes", "account_change_password"):
        assert client.get(reverse(name)).headers["Location"].startswith(LOGIN), name
    client.post(reverse("mfa_authenticate"), {"code": code(with_app)})
    assert is_in(client)


def test_wrong_codes_are_counted(with_app, clinic):
    client = Client()
    sign_in(client, clinic)
    wrong = f"{(int(code(with_app)) + 1) % 1_000_000:06d}"
    for _ in range(20):
        client.post(reverse("mfa_authenticate"), {"code": wrong})
    client.post(reverse("mfa_authenticate"), {"code": code(with_app)})
    assert not is_in(client)


def test_a_recovery_code_lets_in_once(with_app, clinic):
    first = RecoveryCodes.activate(clinic.user).get_unused_codes()[0]
    for expected in (True, False):
        client = Client()
        sign_in(client, clinic)
        client.post(reverse("mfa_authenticate"), {"code": first})
        assert is_in(client) is expected


def test_recovery_codes_alone_are_no_second_factor(with_app, clinic, client_for):
    RecoveryCodes.activate(clinic.user)
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()
    assert client_for(clinic).get(TODAY).headers["Location"] == reverse("mfa_index")


def test_without_the_second_factor_that_is_asked_for_every_page_leads_to_its_set_up(clinic, client_for):
    clinic.clinic.mfa_required = True
    clinic.clinic.save()
    client = client_for(clinic)
    key = clinic.pk
    for name, address in ADDRESSES.items():
        arguments = {address.argument: {"entry": "dvt", "state": "MD"}.get(address.key, key)} if address.key else {}
        answer = getattr(client, address.method)(reverse(f"web:{name}", kwargs=arguments))
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("mfa_index")), name
    assert client.get(reverse("web:switch_clinic")).headers["Location"] == reverse("mfa_index")


@pytest.mark.parametrize(
    "name", ["mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_add_webauthn"]
)
def test_changing_the_second_factor_asks_who_one_is_once_more(with_app, clinic, client_for, name):
    RecoveryCodes.activate(clinic.user)
    answer = client_for(clinic).get(reverse(name))
    assert answer.status_code == 302
    assert "reauthenticate" in answer.headers["Location"]


# Sessions -------------------------------------------------------------------------------------------------


def test_signing_in_changes_the_sessions_key_and_signing_out_ends_it(clinic):
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    planted = client.cookies["sessionid"].value if "sessionid" in client.cookies else session.session_key
    sign_in(client, clinic)
    now = client.cookies["sessionid"].value
    assert now != planted
    client.post(reverse("account_logout"))
    assert not Session.objects.filter(session_key=now).exists()
    stolen = Client()
    stolen.cookies["sessionid"] = now
    assert not is_in(stolen)


def test_a_link_does_not_sign_out(clinic, client_for):
    client = client_for(clinic)
    client.get(reverse("account_logout"))
    assert is_in(client)


def test_nobody_is_remembered_beyond_the_idle_time(clinic, settings):
    client = Client()
    sign_in(client, clinic, remember="on")
    cookie = client.cookies["sessionid"]
    assert cookie["max-age"] == "" and cookie["expires"] == ""
    left = Session.objects.get(session_key=cookie.value).expire_date - timezone.now()
    assert left.total_seconds() <= settings.SESSION_COOKIE_AGE


def test_sessions_that_ended_are_deleted_when_the_next_person_signs_in(clinic, client_for):
    client_for(clinic)
    Session.objects.update(expire_date=timezone.now())
    client_for(clinic)
    assert Session.objects.count() == 1


def test_a_new_password_ends_the_other_sessions(clinic, client_for):
    elsewhere = client_for(clinic)
    clinic.user.set_password("another-long-way-77")
    clinic.user.save()
    assert not is_in(elsewhere)


@pytest.mark.parametrize("left", ["membership", "user"])
def test_somebody_who_left_is_out_at_once(clinic, member, client_for, left):
    desk = member("front_desk")
    client = client_for(desk)
    assert is_in(client)
    if left == "membership":
        changes.member_change(clinic, of=desk, role=desk.role, is_active=False)
    else:
        desk.user.is_active = False
        desk.user.save()
    answers = [client.get(reverse(f"web:{name}")) for name in ("today", "patients", "search")]
    assert {a.status_code for a in answers} == {302}
    assert client.post(reverse("web:search"), {"q": "Hazel"}).status_code == 302


def test_a_changed_role_holds_from_the_next_page_on(clinic, member, client_for):
    biller = member("biller")
    client = client_for(biller)
    assert client.get(reverse("web:claims")).status_code == 200
    changes.member_change(clinic, of=biller, role="front_desk", is_active=True)
    assert client.get(reverse("web:claims")).status_code == 404


def test_what_was_begun_in_one_clinic_is_not_carried_into_another(clinic, other_clinic, client_for):
    Membership.objects.create(clinic=other_clinic.clinic, user=clinic.user, role="owner")
    client = client_for(clinic)
    session = client.session
    session["referral_waiting"] = {"content": "{}", "at": timezone.now().isoformat()}
    session.save()
    client.post(reverse("web:switch_clinic"), {"clinic": str(other_clinic.clinic_id)})
    assert "referral_waiting" not in client.session


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(clinic, next_):
    answer = sign_in(Client(), clinic, next=next_)
    assert answer.headers["Location"] == TODAY


@pytest.mark.parametrize("path", ["//evil.example/", "/x%0d%0aSet-Cookie:a=b", "/x%3Fnext=//evil.example/&a=1"])
def test_the_way_back_after_signing_in_is_one_quoted_path_of_this_site(clinic, path):
    where = Client().get(path).headers["Location"]
    assert where.startswith(f"{LOGIN}?next=%2F")
    assert "\n" not in where and "&" not in where


def test_no_page_of_the_clinic_answers_without_the_door():
    """Everything that is open stands in the door's own short list, beside allauth's own pages."""
    top = {str(pattern.pattern) for pattern in get_resolver().url_patterns}
    assert top == {"accounts/", "", *(p for p in top if p.startswith("accounts/"))}


def test_what_goes_wrong_at_sign_in_is_said_in_our_words(clinic):
    page = Client().post(reverse("account_login"), {"login": clinic.user.email, "password": "not-the-password-1"})
    assert "Email and password do not fit together." in page.content.decode()
