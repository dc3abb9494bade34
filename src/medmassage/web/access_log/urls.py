"""Address of the access log."""

from django.urls import path

from medmassage.web.access_log import views

urlpatterns = [path("access-log", views.access_log, name="access_log")]
