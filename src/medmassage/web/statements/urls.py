"""Addresses of the papers."""

from django.urls import path

from medmassage.web.statements import views

urlpatterns = [
    path("patients/<uuid:pk>/statement.pdf", views.statement, name="statement"),
    path("cases/<uuid:pk>/progress-report.pdf", views.progress_report, name="progress_report"),
    path("cases/<uuid:pk>/report", views.report_send, name="report_send"),
    path("reports/<uuid:pk>/progress-report.pdf", views.report, name="report"),
]
