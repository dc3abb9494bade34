"""Templates and data become PDF pages and charts; no clinical text of its own."""
