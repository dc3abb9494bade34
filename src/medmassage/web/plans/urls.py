"""Addresses of a case's plan, goals and end."""

from django.urls import path

from medmassage.web.plans import ending, goals, views

urlpatterns = [
    path("cases/<uuid:pk>/plan", views.plan, name="plan"),
    path("cases/<uuid:pk>/plan/new", views.plan_new, name="plan_new"),
    path("cases/<uuid:pk>/goal", goals.goal_add, name="goal_add"),
    path("goals/<uuid:pk>", goals.goal_edit, name="goal_edit"),
    path("goals/<uuid:pk>/remove", goals.goal_remove, name="goal_remove"),
    path("cases/<uuid:pk>/close", ending.case_close, name="case_close"),
    path("cases/<uuid:pk>/reopen", ending.case_reopen, name="case_reopen"),
    path("patients/<uuid:pk>/wellness", ending.wellness_new, name="wellness_new"),
]
