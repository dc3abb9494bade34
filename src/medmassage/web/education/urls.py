"""Addresses of the courses of a therapist, and of the packet for an audit."""

from django.urls import path

from medmassage.web.education import courses, views

urlpatterns = [
    path("therapists/<uuid:pk>/education", views.education, name="education"),
    path("therapists/<uuid:pk>/education/new", courses.course_add, name="course_add"),
    path("courses/<uuid:pk>", courses.course, name="course"),
    path("courses/<uuid:pk>/remove", courses.course_remove, name="course_remove"),
    path("courses/<uuid:pk>/certificate", courses.certificate, name="course_certificate"),
    path("licenses/<uuid:pk>/packet.pdf", views.packet, name="education_packet"),
]
