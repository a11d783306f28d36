"""The hazard log and accessibility conformance, with the results of the tests behind each line.

`hazard_log` reads the hazards' tests, `attack_list` the attacks, `accessibility_standard` the
checklist; `test_run` runs tests; `openacr` and `accessibility_page` write reports; `install_sheet`
holds what is measured where a kiosk stands. `standards/` has the two documents that the code cites
as clinical-safety.md and accessibility.md.
"""
