"""Addresses of the knowledge screen."""

from django.urls import path

from medmassage.web.knowledge import views

urlpatterns = [
    path("knowledge", views.knowledge, name="knowledge"),
    path("knowledge/drug/<str:drug>", views.drug, name="knowledge_drug"),
    path("knowledge/code/<str:code>", views.code, name="knowledge_code"),
    path("knowledge/<slug:entry>", views.entry, name="knowledge_entry"),
]
