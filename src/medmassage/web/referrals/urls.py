"""Addresses of referrals."""

from django.urls import path

from medmassage.web.referrals import importing, views

urlpatterns = [
    path("patients/<uuid:pk>/referral", views.new, name="referral_new"),
    path("referrals/import", importing.upload, name="referral_import"),
    path("referrals/import/take", importing.take, name="referral_take"),
    path("referrals/<uuid:pk>", views.referral, name="referral"),
    path("scans/<uuid:pk>", views.scan, name="scan"),
]
