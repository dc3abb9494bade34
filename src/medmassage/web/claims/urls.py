"""Addresses of the claims screen."""

from django.urls import path

from medmassage.web.claims import views

urlpatterns = [
    path("claims", views.claims, name="claims"),
    path("claims/prepare", views.prepare, name="claim_prepare"),
    path("claims/<uuid:pk>", views.claim, name="claim"),
    path("claims/<uuid:pk>/refresh", views.refresh, name="claim_refresh"),
    path("claims/<uuid:pk>/send", views.send, name="claim_send"),
    path("claims/<uuid:pk>/claim.837", views.file_837, name="claim_837"),
    path("claims/<uuid:pk>/cms1500.pdf", views.form_cms1500, name="claim_cms1500"),
]
