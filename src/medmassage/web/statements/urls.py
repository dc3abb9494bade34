"""The address of the statement."""

from django.urls import path

from medmassage.web.statements import views

urlpatterns = [path("patients/<uuid:pk>/statement.pdf", views.statement, name="statement")]
