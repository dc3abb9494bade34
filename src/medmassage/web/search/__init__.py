"""One search for patients, claims, the knowledge base and the law."""
