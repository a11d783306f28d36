"""The touch screen: a local page that shows what the kiosk says and takes touches and keys.

`screen` is what the app shows on, `server` brings it to a browser, `browser` opens one, `static`
is the page itself.
"""
