"""What stands on each paper: rows gathered into plain words and figures for the documents room."""
