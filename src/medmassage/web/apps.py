"""The pages' registration; no tables of its own."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, forms and templates."""

    name = "medmassage.web"
    label = "web"
