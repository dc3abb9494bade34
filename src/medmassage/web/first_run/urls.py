"""Addresses before and beside a clinic."""

from django.urls import path

from medmassage.web.first_run import views

urlpatterns = [
    path("first-run", views.first_run, name="first_run"),
    path("healthz", views.healthz, name="healthz"),
    path("no-clinic", views.no_clinic, name="no_clinic"),
    path("clinics", views.switch_clinic, name="switch_clinic"),
]
