"""What keeps an article from being published, and what cannot be done with it, in words."""

from django.utils.translation import gettext as _

from muhatap.approvals.operations import DecidedAlready, ProposalExpired, SamePerson, WaitsAlready
from muhatap.help_centre import operations as help_centre
from muhatap.help_centre.contents import Lack


def lack_words(lack: Lack) -> str:
    """What is missing and where."""
    what = {"what": lack.what, "line": lack.line}
    match lack.code:
        case "title":
            return _("The title is missing in %(what)s.") % what
        case "body":
            return _("The text is missing in %(what)s.") % what
        case "fact":
            return _("The charter says nothing called “%(what)s”.") % what
        case "captions":
            return _("The film has no captions in %(what)s.") % what
        case "transcript":
            return _("What is said in the film is missing in %(what)s.") % what
    return _("The captions in %(what)s are no WebVTT that browsers show; see line %(line)s.") % what


def refusal_words(refusal: Exception) -> str:
    """Why something cannot be done now, and what to do."""
    words = {
        help_centre.ChangedMeanwhile: _("Somebody else changed the draft. Open it again and compare."),
        help_centre.WaitsForSecond: _("The draft lies before a second person. Take it back first."),
        help_centre.NeedsSecondPerson: _("The charter wants two people here: propose it."),
        help_centre.NoDraft: _("There is no draft to publish."),
        help_centre.NotLive: _("Nobody reads this article now."),
        SamePerson: _("You can’t approve your own proposal."),
        WaitsAlready: _("It lies before a second person already."),
        DecidedAlready: _("Somebody decided this already."),
        ProposalExpired: _("The proposal waited too long and has to be made again."),
    }
    return str(words.get(type(refusal), _("This cannot be done now.")))
