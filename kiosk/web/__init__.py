"""Serves pages to this machine only, within limits on connections, time and size.

`gate` decides which connections may stay, `callers` accepts them, `http_site` serves a web
application on them, `loop_thread` gives a server its own thread, `descriptors` reserves file
descriptors for other parts, `local_socket` listens.
"""
