"""Addresses of the screening pages."""

from django.urls import path

from medmassage.web.screening import views

urlpatterns = [
    path("screening", views.changed, name="screening"),
    path("screening/<uuid:pk>/seen", views.seen, name="screening_seen"),
    path("settings/windows", views.windows, name="windows"),
    path("settings/windows/<uuid:pk>/remove", views.window_remove, name="window_remove"),
]
