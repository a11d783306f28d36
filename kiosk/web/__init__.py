"""Serves connections of this machine within bounds: their number, their time and their size.

`gate` decides who may stay, `callers` accepts connections, `http_site` serves a web application on
them, `loop_thread` gives a server a thread of its own, `descriptors` keeps some for other parts,
`local_socket` listens.
"""
