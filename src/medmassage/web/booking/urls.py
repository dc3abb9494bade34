"""Addresses of booking and the door of a visit."""

from django.urls import path

from medmassage.web.booking import views

urlpatterns = [
    path("cases/<uuid:pk>/book", views.book, name="visit_book"),
    path("visits/<uuid:pk>/check-in", views.check_in, name="visit_check_in"),
    path("visits/<uuid:pk>/end", views.end, name="visit_end"),
]
