"""The touch screen: a local page that shows what the kiosk says and takes touches and keys.

`screen` is the screen that the app knows, `server` brings it to a browser, `static` is the page.
"""
