"""Addresses of the claims screen."""

from django.urls import path

from medmassage.web.claims import one, receiving, views

urlpatterns = [
    path("claims", views.claims, name="claims"),
    path("claims/prepare", views.prepare, name="claim_prepare"),
    path("claims/<uuid:pk>", one.claim, name="claim"),
    path("claims/<uuid:pk>/refresh", one.refresh, name="claim_refresh"),
    path("claims/<uuid:pk>/send", one.send, name="claim_send"),
    path("claims/<uuid:pk>/discard", one.discard, name="claim_discard"),
    path("claims/<uuid:pk>/correct", one.correct, name="claim_correct"),
    path("claims/<uuid:pk>/claim.837", one.file_837, name="claim_837"),
    path("claims/<uuid:pk>/cms1500.pdf", one.form_cms1500, name="claim_cms1500"),
    path("files/receive", receiving.receive, name="files_receive"),
    path("work/<uuid:pk>/done", receiving.done, name="work_done"),
]
