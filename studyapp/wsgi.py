"""The entry point of web servers."""

import os

from django.core.wsgi import get_wsgi_application

from studyapp.web.readable import refusing_odd_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")
application = refusing_odd_headers(get_wsgi_application())
