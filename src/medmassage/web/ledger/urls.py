"""Addresses of the ledger screen."""

from django.urls import path

from medmassage.web.ledger import patient, views

urlpatterns = [
    path("ledger", views.ledger, name="ledger"),
    path("patients/<uuid:pk>/ledger", patient.ledger, name="patient_ledger"),
    path("entries/<uuid:pk>/reverse", patient.take_back, name="entry_reverse"),
]
