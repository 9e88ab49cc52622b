"""The portal's settings, on a data folder that lives as long as the tests run."""

import atexit
import os
import shutil
import tempfile

DATA_DIR = tempfile.mkdtemp(prefix="portal-tests-")
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
os.environ["DATA_DIR"] = DATA_DIR
# A developer's own environment does not change what is tested; tests.run says which database and queue.
for _name in ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DEBUG", "DEMO", "EMAIL_URL", "HTTPS", "PORTAL_URL"):
    os.environ.pop(_name, None)

from kanpur_portal.catalogues import compile_catalogues  # noqa: E402
from kanpur_portal.settings import *  # noqa: E402, F403
from kanpur_portal.settings import DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

compile_catalogues()

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, and only here
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file as in production: in memory all threads would share one connection, and never wait for a lock.
    DATABASES["default"]["TEST"] = {"NAME": f"{DATA_DIR}/test.sqlite3"}
# No names with hashes: those need `collectstatic`. tests/integration/test_launch.py serves the real ones.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(exist_ok=True)
