"""Code systems, one file each, with the same functions: compact, validate, is_valid and, where listed, label.

Nouns: the code and its plain label. Labels are our own words; licensed descriptors are never carried.
May import nothing but the ground floor.
"""
