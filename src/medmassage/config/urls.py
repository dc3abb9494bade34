"""All addresses: allauth's own pages, and the clinic's."""

from django.urls import include, path

from medmassage.web.errors import closed

# Of allauth's pages, those nobody needs here: an address for signing in is given by the clinic's owner and is never
# changed or added by its holder, and without mailed confirmations there is nothing to confirm.
CLOSED = (
    ("email/", "account_email"),
    ("confirm-email/", "account_email_verification_sent"),
    ("confirm-email/<str:key>/", "account_confirm_email"),
    ("login/code/confirm/", "account_confirm_login_code"),
)

urlpatterns = [
    *(path(f"accounts/{address}", closed, name=name) for address, name in CLOSED),
    path("accounts/", include("allauth.urls")),
    path("", include("medmassage.web.urls")),
]

handler400 = "medmassage.web.errors.bad_request"
handler403 = "medmassage.web.errors.forbidden"
handler404 = "medmassage.web.errors.not_found"
handler500 = "medmassage.web.errors.server_error"
