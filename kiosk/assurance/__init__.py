"""Conformance to the accessibility checklist: what the tests show of each line, and reports of it.

`standard` reads the lines, `results` runs their tests, `openacr` and `page` write it down, and
`install_sheet` is what is measured where a kiosk stands.
"""
