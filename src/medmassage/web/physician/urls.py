"""Addresses for physicians. The secret in them opens nothing by itself: the page asks for a birth date first."""

from django.urls import path

from medmassage.web.physician import views

urlpatterns = [
    path("physician/thanks", views.thanks, name="physician_thanks"),
    path("physician/<uuid:pk>/<str:secret>", views.physician, name="physician"),
    path("physician/<uuid:pk>/<str:secret>/answer", views.answered, name="physician_answer"),
    path("physician/<uuid:pk>/<str:secret>/report.pdf", views.report, name="physician_report"),
]
