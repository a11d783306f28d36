"""Reports as HTML pages and files, whatever they tell of."""
