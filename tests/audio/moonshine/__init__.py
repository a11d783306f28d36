"""Tests of Moonshine, with its real model."""
