"""The clinic's addresses, a file a screen. Only UUIDs and dates stand in them, never a person's facts."""

from django.urls import include, path

app_name = "web"

SCREENS = (
    "claims",
    "visits",
    "remittances",
    "ledger",
    "statements",
    "first_run",
    "today",
    "patients",
    "plans",
    "outcomes",
    "referrals",
    "booking",
    "therapists",
    "education",
    "deadlines",
    "clinic_settings",
    "access_log",
    "search",
    "law",
    "knowledge",
    "screening",
    "reports",
    "requests",
    "physician",
    "intake",
)

urlpatterns = [path("", include(f"medmassage.web.{screen}.urls")) for screen in SCREENS]
