"""Addresses of outcomes, and of the wording of measures."""

from django.urls import path

from medmassage.web.outcomes import views, wording

urlpatterns = [
    path("cases/<uuid:pk>/outcomes", views.outcomes, name="outcomes"),
    path("cases/<uuid:pk>/score", views.score_add, name="score_add"),
    path("scores/<uuid:pk>/remove", views.score_remove, name="score_remove"),
    path("settings/measures", wording.wordings, name="wordings"),
    path("settings/measures/new", wording.wording_new, name="wording_new"),
    path("settings/measures/<uuid:pk>/remove", wording.wording_remove, name="wording_remove"),
]
