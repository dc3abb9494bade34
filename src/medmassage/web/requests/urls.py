"""Addresses of requests to physicians."""

from django.urls import path

from medmassage.web.requests import asking, views

urlpatterns = [
    path("requests", views.requests, name="requests"),
    path("requests/<uuid:pk>", views.request_page, name="request"),
    path("requests/<uuid:pk>/link", views.link, name="request_link"),
    path("requests/<uuid:pk>/link-letter", views.link_letter, name="request_link_letter"),
    path("requests/<uuid:pk>/letter.pdf", views.letter, name="request_letter"),
    path("requests/<uuid:pk>/answer", views.answered, name="request_answer"),
    path("requests/<uuid:pk>/withdraw", views.withdraw, name="request_withdraw"),
    path("cases/<uuid:pk>/clearance", asking.clearance, name="clearance_ask"),
    path("referrals/<uuid:pk>/renewal", asking.renewal, name="renewal_ask"),
    path("reports/<uuid:pk>/ask", asking.report, name="report_ask"),
]
