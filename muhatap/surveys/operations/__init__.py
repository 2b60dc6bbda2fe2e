"""What can be done with surveys."""

from muhatap.surveys.operations.answering import AnsweredAlready, NotAScore, answer_survey

__all__ = ["AnsweredAlready", "NotAScore", "answer_survey"]
