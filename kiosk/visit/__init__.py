"""What a visitor meets. It knows no settings, no alerts and no service."""
