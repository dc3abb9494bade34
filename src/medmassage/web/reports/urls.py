"""Addresses of reports and of their drafts."""

from django.urls import path

from medmassage.web.reports import views

urlpatterns = [
    path("cases/<uuid:pk>/reports", views.start, name="report_start"),
    path("report-drafts/<uuid:pk>", views.draft, name="report_draft"),
    path("report-drafts/<uuid:pk>/save", views.save, name="report_save"),
    path("report-drafts/<uuid:pk>/sign", views.sign, name="report_sign"),
    path("report-drafts/<uuid:pk>/discard", views.discard, name="report_discard"),
    path("report-drafts/<uuid:pk>/preview.pdf", views.preview, name="report_preview"),
    path("reports/<uuid:pk>/report.pdf", views.report, name="report"),
]
