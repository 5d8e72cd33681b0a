"""Tests of evtui."""
