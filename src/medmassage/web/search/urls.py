"""Address of the search."""

from django.urls import path

from medmassage.web.search import views

urlpatterns = [path("search", views.search, name="search")]
