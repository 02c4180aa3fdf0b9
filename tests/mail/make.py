#!/usr/bin/env python3
"""Writes tests/mail/*.eml and *.json again: mails whose every byte counts are easier to read as what they were made of.
What a file expects is said beside its making, never taken from the desk's answer."""

from made import broken, japanese, machines, structure, world

for each in (japanese, world, structure, machines, broken):
    each.make()
