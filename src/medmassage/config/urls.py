"""All addresses: allauth's own pages, and the clinic's."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("medmassage.web.urls")),
]

handler403 = "medmassage.web.errors.forbidden"
handler404 = "medmassage.web.errors.not_found"
handler500 = "medmassage.web.errors.server_error"
