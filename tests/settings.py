"""The settings under test: those of the product, on a data folder of this worker."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

# Only for pytest itself: a `muhatap` command that a test starts keeps the folder that the test gave it.
if "pytest" in sys.modules:
    memory = Path("/dev/shm")
    DATA_FOLDER = Path(
        tempfile.mkdtemp(prefix="muhatap-tests-", dir=memory if os.access(memory, os.W_OK) else None)
    )
    atexit.register(shutil.rmtree, DATA_FOLDER, ignore_errors=True)
    os.environ["MUHATAP_DATA"] = str(DATA_FOLDER)
    # Playwright's synchronous API runs an event loop in the test's thread; the ORM would refuse.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from muhatap.wiring.settings import *  # noqa: F403
from muhatap.wiring.settings import DATABASES

# Setting pages takes a second or two: only the tests of that ask for it.
MUHATAP_PAPER = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests serve static files from their sources.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The client speaks to `testserver`, the browser to a port of its own.
ALLOWED_HOSTS = ["*"]
# Replies leave at once; the tests of undoing set the eight seconds.
MUHATAP_UNDO_SECONDS = 0

if "pytest" in sys.modules and DATABASES["default"]["ENGINE"].endswith("one_writer"):
    # A file, not memory: write-ahead log, locks and a second connection behave as in the product.
    DATABASES["default"].setdefault("TEST", {})["NAME"] = str(DATA_FOLDER / "test.sqlite3")
