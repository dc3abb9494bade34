"""Addresses of patients and what belongs to them."""

from django.urls import path

from medmassage.web.patients import adding, correcting, in_hand, views

urlpatterns = [
    path("patients", views.patients, name="patients"),
    path("patients/new", adding.patient_new, name="patient_new"),
    path("patients/<uuid:pk>", views.patient, name="patient"),
    path("patients/<uuid:pk>/edit", correcting.patient_edit, name="patient_edit"),
    path("patients/<uuid:pk>/health", adding.health_add, name="health_add"),
    path("health/<uuid:pk>/end", adding.health_end, name="health_end"),
    path("patients/<uuid:pk>/coverage", adding.coverage_add, name="coverage_add"),
    path("coverages/<uuid:pk>", correcting.coverage_edit, name="coverage_edit"),
    path("patients/<uuid:pk>/papers/new", in_hand.document_add, name="document_add"),
    path("papers/<uuid:pk>", in_hand.document, name="document"),
    path("papers/<uuid:pk>/scan", in_hand.document_scan, name="document_scan"),
    path("cases/<uuid:pk>", correcting.case_edit, name="case_edit"),
    path("cases/<uuid:pk>/visits", views.case_visits, name="case_visits"),
    path("cases/<uuid:pk>/authorization", adding.authorization_add, name="authorization_add"),
]
