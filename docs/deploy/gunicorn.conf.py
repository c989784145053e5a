"""Within Reach under gunicorn: `gunicorn --config gunicorn.conf.py`."""

wsgi_app = "supporter:create_app()"
bind = "127.0.0.1:8001"
workers = 3
worker_class = "gthread"
threads = 4
# A worker that has died begins again from the guide in memory, whatever state the files are in by then. So SIGHUP
# reads no content anew: touch SUPPORTER_RELOAD_FILE. A new version of the package needs a restart.
preload_app = True
# It writes a file each second to say that it lives; there may be no /tmp, or a full one.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn makes a file of its own there
graceful_timeout = 10
# No access log; the log of faults holds no answer.
accesslog = None
errorlog = "-"
loglevel = "warning"
# What a proxy says is taken by SUPPORTER_PROXIES alone.
forwarded_allow_ips = ""
