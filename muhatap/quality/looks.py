"""A second look at a case: blind, or because the agent disputes the first."""

from muhatap.quality.models import Review, ReviewRole


def second_look(first: Review, role: ReviewRole) -> Review:
    """Another review of the same case on the same scorecard, not saved."""
    return Review(
        brand_id=first.brand_id,
        sample_id=first.sample_id,
        case_id=first.case_id,
        agent_id=first.agent_id,
        role=role,
        about=first,
        why=first.why,
        channel=first.channel,
        topic=first.topic,
        scorecard_id=first.scorecard_id,
        due_on=first.due_on,
    )
