"""Addresses of therapists, their wallets and the clinic's own papers."""

from django.urls import path

from medmassage.web.therapists import papers, proofs, views

urlpatterns = [
    path("therapists", views.therapists, name="therapists"),
    path("therapists/new", views.therapist_new, name="therapist_new"),
    path("therapists/<uuid:pk>", views.therapist, name="therapist"),
    path("therapists/<uuid:pk>/papers/new", papers.credential_add, name="credential_add"),
    path("therapists/<uuid:pk>/npi", proofs.npi_verify, name="npi_verify"),
    path("licenses/new", papers.clinic_credential_add, name="clinic_credential_add"),
    path("licenses/<uuid:pk>", papers.credential, name="credential"),
    path("licenses/<uuid:pk>/verify", proofs.verify, name="credential_verify"),
    path("licenses/<uuid:pk>/scan", proofs.scan_add, name="credential_scan_add"),
    path("licenses/scans/<uuid:pk>", proofs.scan, name="credential_scan"),
    path("licenses/evidence/<uuid:pk>", proofs.evidence, name="verification_evidence"),
]
