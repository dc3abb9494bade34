"""Addresses of the settings."""

from django.urls import path

from medmassage.web.clinic_settings import views

urlpatterns = [
    path("settings", views.clinic, name="settings"),
    path("settings/fees", views.fees, name="fees"),
    path("settings/people", views.members, name="members"),
    path("settings/people/new", views.member_new, name="member_new"),
    path("settings/people/<uuid:pk>", views.member_edit, name="member_edit"),
    path("settings/payers", views.payers, name="payers"),
    path("settings/payers/new", views.payer_new, name="payer_new"),
]
