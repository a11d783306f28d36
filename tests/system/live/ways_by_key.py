"""How each state is reached by keys, and the words on the screen that show it."""

ALL_NO = "2" * 8 + "1" + "2" * 5

WAYS = {
    "greeting": (" ", "Hello."),
    "main menu": (" k", "Main menu"),
    "section": (" k1k", "Symptoms ─"),
    "reading": (" k1k1", "This is about"),
    "preamble": (" k2", "Health questions"),
    "question": (" k21", "Question 1 of 13"),
    "later question": (" k2122k2", "Question 5 of 13"),
    "read-back": (" k21" + "2" * 8, "Your answers"),
    "outcome": (" k21" + ALL_NO, "What to do next"),
    "same-day outcome": (" k21" + "2" * 8 + "121222", "What to do next"),
    "help": (" h", "Help"),
    "paused": (" kp", "Paused"),
    "goodbye": (" q", "Thank you, and goodbye."),
}
"""Keys from the beginning, and what is printed then; the emergency is reached by "s"."""
