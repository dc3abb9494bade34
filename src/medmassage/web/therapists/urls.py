"""Addresses of therapists and licenses."""

from django.urls import path

from medmassage.web.therapists import views

urlpatterns = [
    path("therapists", views.therapists, name="therapists"),
    path("therapists/new", views.therapist_new, name="therapist_new"),
    path("therapists/<uuid:pk>", views.therapist, name="therapist"),
    path("therapists/<uuid:pk>/license", views.license_add, name="license_add"),
    path("licenses/<uuid:pk>/checked", views.license_checked, name="license_checked"),
]
