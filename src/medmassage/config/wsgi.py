"""The WSGI entry point for any web server (``medmassage.config.wsgi:application``)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medmassage.config.settings")
application = get_wsgi_application()
