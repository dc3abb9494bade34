"""Addresses of what is due. The feed's own address is a secret: a calendar asks without signing in."""

from django.urls import path

from medmassage.web.deadlines import feed, views

urlpatterns = [
    path("deadlines", views.deadlines, name="deadlines"),
    path("deadlines/feed", views.feed_make, name="feed_make"),
    path("deadlines/feed/revoke", views.feed_revoke, name="feed_revoke"),
    path("calendar/<uuid:pk>/<str:secret>.ics", feed.calendar, name="calendar"),
]
