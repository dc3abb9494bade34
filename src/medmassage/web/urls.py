"""The clinic's addresses. Only UUIDs and dates stand in them, never a person's facts."""

from django.urls import URLPattern

app_name = "web"

urlpatterns: list[URLPattern] = []
