"""Addresses of the remittance screen."""

from django.urls import path

from medmassage.web.remittances import views

urlpatterns = [
    path("remittances", views.remittances, name="remittances"),
    path("remittances/<uuid:pk>", views.remittance, name="remittance"),
    path("remittances/<uuid:pk>/post", views.post, name="remittance_post"),
]
