"""Printed and imported trade figures as one list: asked for, counted, shown, streamed and added."""
