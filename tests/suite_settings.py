"""The product's own settings for the suite, with a data folder that lives as long as the run.

pytest-django reads this before any ``conftest.py``, so that no test run ever touches a clinic's ``data/``.
"""

import atexit
import os
import shutil
import tempfile

_HOME = tempfile.mkdtemp(prefix="medmassage-test-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["MEDMASSAGE_HOME"] = _HOME
os.environ.setdefault("MEDMASSAGE_SECRET_KEY", "only-for-tests")
# What a test starts as a process of its own has this data folder and the product's plain settings.
os.environ["DJANGO_SETTINGS_MODULE"] = "medmassage.config.settings"

from medmassage.config.settings import *  # noqa: E402, F403  # after the data folder is named

# No test is about how slow hashing a password is.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
