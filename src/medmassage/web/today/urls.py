"""Address of the day."""

from django.urls import path

from medmassage.web.today import views

urlpatterns = [path("", views.today, name="today")]
