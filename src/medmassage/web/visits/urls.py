"""Addresses of the visit screen, and of the snippets that one writes with."""

from django.urls import path

from medmassage.web.visits import snippets, through, views

urlpatterns = [
    path("visits/<uuid:pk>", views.visit, name="visit"),
    path("visits/<uuid:pk>/checks", views.note_checks, name="note_checks"),
    path("visits/<uuid:pk>/save", views.save, name="note_save"),
    path("visits/<uuid:pk>/sign", views.sign, name="note_sign"),
    path("visits/<uuid:pk>/amend", views.amend, name="note_amend"),
    path("visits/<uuid:pk>/cosign", views.cosign, name="note_cosign"),
    path("visits/<uuid:pk>/note.pdf", views.pdf, name="note_pdf"),
    path("visits/<uuid:pk>/bodies", through.bodies, name="visit_bodies"),
    path("snippets", snippets.snippets, name="snippets"),
    path("snippets/new", snippets.snippet_new, name="snippet_new"),
    path("snippets/<uuid:pk>", snippets.snippet, name="snippet"),
    path("snippets/<uuid:pk>/remove", snippets.snippet_remove, name="snippet_remove"),
]
