"""Addresses of the law pages."""

from django.urls import path

from medmassage.web.law import atlas, changes, compare, covered, moving, notes, views, where

urlpatterns = [
    path("law", atlas.atlas, name="law"),
    path("law/where", where.where, name="law_where"),
    path("law/moving", moving.moving, name="law_moving"),
    path("law/moving/<slug:code>", moving.moving_to, name="law_moving_to"),
    path("law/compare", compare.compare, name="law_compare"),
    path("law/changes", changes.changes, name="law_changes"),
    path("law/coverage", covered.coverage, name="law_coverage"),
    path("law/US", views.federal_law, name="law_federal"),
    path("law/notes/<uuid:pk>/withdraw", notes.note_withdraw, name="law_note_withdraw"),
    path("law/<slug:code>", views.state, name="law_state"),
    path("law/<slug:code>/note", notes.note_new, name="law_note_new"),
    path("law/<slug:code>/proposal", notes.proposal, name="law_proposal"),
]
