"""Addresses of the visit screen."""

from django.urls import path

from medmassage.web.visits import views

urlpatterns = [
    path("visits/<uuid:pk>", views.visit, name="visit"),
    path("visits/<uuid:pk>/checks", views.note_checks, name="note_checks"),
    path("visits/<uuid:pk>/save", views.save, name="note_save"),
    path("visits/<uuid:pk>/sign", views.sign, name="note_sign"),
    path("visits/<uuid:pk>/amend", views.amend, name="note_amend"),
    path("visits/<uuid:pk>/note.pdf", views.pdf, name="note_pdf"),
]
