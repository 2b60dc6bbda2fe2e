"""What can be done with surveys."""

from muhatap.surveys.operations.answering import Answer, AnsweredAlready, NotAScore, answer_survey

__all__ = ["Answer", "AnsweredAlready", "NotAScore", "answer_survey"]
