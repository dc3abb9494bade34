"""The pages: one folder a screen, server-rendered, usable without JavaScript. Services do the work."""
