"""Addresses of the law screen."""

from django.urls import path

from medmassage.web.law import views

urlpatterns = [
    path("law", views.states, name="law"),
    path("law/<slug:code>", views.state, name="law_state"),
]
