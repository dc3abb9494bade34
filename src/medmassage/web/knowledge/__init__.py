"""The knowledge screen: a search and a list by theme; one page an entry, read in a minute."""
