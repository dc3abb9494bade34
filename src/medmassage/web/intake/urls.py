"""Addresses of the intake. The secret in those of patients opens nothing by itself: a birth date is asked first."""

from django.urls import path

from medmassage.web.intake import door, record, staff, views

urlpatterns = [
    path("intake/thanks/<str:speak>", door.intake_thanks, name="intake_thanks"),
    path("intake/<uuid:pk>/<str:secret>", door.intake_open, name="intake_open"),
    path("intake/<uuid:pk>/<str:secret>/language", door.intake_language, name="intake_language"),
    path("intake/<uuid:pk>/<str:secret>/steps", views.intake_steps, name="intake_steps"),
    path("intake/<uuid:pk>/<str:secret>/steps/<slug:step>", views.intake_step, name="intake_step"),
    path("patients/<uuid:pk>/intake", staff.intake_send, name="intake_send"),
    path("patients/<uuid:pk>/record", record.record_read, name="record_read"),
    path("patients/<uuid:pk>/record/take", record.record_take, name="record_take"),
    path("intakes/<uuid:pk>", staff.intake, name="intake"),
    path("intakes/<uuid:pk>/close", staff.intake_close, name="intake_close"),
    path("intakes/<uuid:pk>/reviewed", staff.intake_reviewed, name="intake_reviewed"),
    path("intakes/<uuid:pk>/contact", staff.intake_contact, name="intake_contact"),
    path("intakes/<uuid:pk>/coverage", staff.intake_coverage, name="intake_coverage"),
    path("intakes/<uuid:pk>/accident", staff.intake_accident, name="intake_accident"),
]
