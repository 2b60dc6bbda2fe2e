"""Each measure in plain words, what it means for the customer, and nothing that is off."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.portal.trust.seeing import Seen
from muhatap.promises.wording import span_words


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its name, what is done, and what the customer has of it; `is_on` where it is set up."""

    code: str
    name: str
    done: str
    means: str
    is_on: bool = True
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Measures that belong together."""

    code: str
    name: str
    measures: tuple[Measure, ...]


def parts_of(seen: Seen) -> list[Part]:
    """The whole page, in the active language."""
    return [
        Part("way", _("On the way to us"), _said(seen, _tls, _mail)),
        Part("here", _("With us"), _said(seen, _sealed, _keys, _masked, _files, _place, _others)),
        Part("who", _("Who may read it"), _said(seen, _roles, _factor, _ledger, _networks)),
        Part("ends", _("How long it stays"), _said(seen, _kept, _erased)),
        Part("proof", _("How you can check us"), _said(seen, _chain, _stamp, _figures, _audits)),
        Part("fails", _("When something breaks"), _said(seen, _backup, _told, _weakness)),
        Part("device", _("On your device"), _said(seen, _cookies, _assistant)),
    ]


def _said(seen: Seen, *tellers: Callable[[Seen], Measure | None]) -> tuple[Measure, ...]:
    return tuple(told for each in tellers if (told := each(seen)) is not None)


def _tls(seen: Seen) -> Measure:
    if not seen.is_tls:
        return Measure(
            "tls",
            _("Encrypted connection"),
            _("Not set up: this desk is reached without TLS."),
            _("Do not write anything secret here. This is meant for trials on one machine."),
            is_on=False,
        )
    done = _("Every page and every file travels encrypted (TLS); unencrypted requests are turned away.")
    if seen.hsts_days:
        done += " " + ngettext(
            "Your browser remembers that for %(count)d day (HSTS).",
            "Your browser remembers that for %(count)d days (HSTS).",
            seen.hsts_days,
        ) % {"count": seen.hsts_days}
    means = _("Nobody in between, in a café or at your provider, can read or change what you write.")
    return Measure("tls", _("Encrypted connection"), done, means)


def _mail(seen: Seen) -> Measure | None:
    if not seen.mail_host:
        return None
    return Measure(
        "mail",
        _("Our mail"),
        _("Our letters leave signed by us (DKIM), and never ask for a password or a code."),
        _("You can tell our letters from forged ones, and check any address under “Is this really us?”."),
    )


def _sealed(seen: Seen) -> Measure:
    return Measure(
        "sealed",
        _("Encrypted storage"),
        _("What arrives, every file and every identity number lies encrypted, each item with its own key."),
        _("Who steals a disk or a copy of the database reads none of it."),
    )


def _keys(seen: Seen) -> Measure:
    if seen.keys < 2:
        return Measure(
            "keys",
            _("Keys"),
            _("The keys lie apart from the data. They can be changed at any time; that was not needed yet."),
            _("A copy of the data alone is worth nothing."),
        )
    count = seen.keys - 1
    done = ngettext(
        "The keys lie apart from the data and were changed %(count)d time.",
        "The keys lie apart from the data and were changed %(count)d times.",
        count,
    ) % {"count": count}
    return Measure("keys", _("Keys"), done, _("An old key, even if it were lost, opens nothing new."))


def _masked(seen: Seen) -> Measure:
    return Measure(
        "masked",
        _("Card and identity numbers"),
        _("Card numbers and security codes are cut out before anything is stored; other numbers are hidden."),
        _("Nobody here sees your card number, even if you write it by mistake."),
    )


def _files(seen: Seen) -> Measure:
    if not seen.scans_files:
        return Measure(
            "files",
            _("Files"),
            _("Files are known by their content, not their name, and opened apart from our pages."),
            _("A harmful file that somebody sends us does not reach you through us."),
        )
    return Measure(
        "files",
        _("Files"),
        _("Files are known by their content, searched for viruses, and opened apart from our pages."),
        _("A harmful file that somebody sends us does not reach you through us."),
    )


def _place(seen: Seen) -> Measure | None:
    if not seen.data_place:
        return None
    return Measure(
        "place", _("Where the data is"), seen.data_place, _("You know whose law protects what you write.")
    )


def _others(seen: Seen) -> Measure:
    if not seen.processors:
        return Measure(
            "others",
            _("Others who handle data for us"),
            _("We name nobody else."),
            _("If somebody is added, the name stands here before it begins."),
        )
    return Measure(
        "others",
        _("Others who handle data for us"),
        _("These companies, and nobody else:"),
        _("They work for us by contract and may do nothing else with it."),
        rows=tuple((each.name, each.purpose, each.country) for each in seen.processors),
    )


def _roles(seen: Seen) -> Measure:
    return Measure(
        "roles",
        _("Who may read a case"),
        _("Only the people of the team that handles it, their supervisors and compliance. Administrators set"
          " the desk up and read no cases."),
        _("Nobody who has nothing to do with your case can look you up."),
    )  # fmt: skip


def _factor(seen: Seen) -> Measure:
    done = _("Everybody signs in with two factors; without the second one no page opens.")
    if seen.passkey_roles:
        done += " " + ngettext(
            "%(count)d role needs a passkey, which cannot be phished.",
            "%(count)d roles need a passkey, which cannot be phished.",
            seen.passkey_roles,
        ) % {"count": seen.passkey_roles}
    done += " " + ngettext(
        "Who does nothing for %(count)d minute is signed out.",
        "Who does nothing for %(count)d minutes is signed out.",
        seen.idle_minutes,
    ) % {"count": seen.idle_minutes}
    return Measure("factor", _("How staff sign in"), done, _("A stolen password alone opens nothing."))


def _ledger(seen: Seen) -> Measure:
    return Measure(
        "ledger",
        _("Every look is written down"),
        _("Who opened which case, when, and why in an emergency, stands in a list that nobody can change."),
        _("You can ask who looked at your data; curiosity is noticed."),
    )


def _networks(seen: Seen) -> Measure | None:
    if not seen.has_networks:
        return None
    return Measure(
        "networks",
        _("From where staff may sign in"),
        _("Some roles come in only from the company's own networks."),
        _("A stranger far away cannot even try."),
    )


def _kept(seen: Seen) -> Measure | None:
    if not seen.retention:
        return None
    return Measure(
        "kept",
        _("How long what is kept"),
        _("Each kind of data has its time and its reason; then it ends by itself."),
        _("You do not have to ask for it to go."),
        rows=tuple((name, _span(keep), why) for name, keep, why in seen.retention),
    )


def _span(keep: str) -> str:
    if keep.endswith("y"):
        years = int(keep[:-1])
        return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    return span_words(keep)


def _erased(seen: Seen) -> Measure:
    return Measure(
        "erased",
        _("Your own data"),
        _("You can ask for a copy, for correction and for erasure; that is a case with a number and a date."),
        _("The answer names what is erased and what has to stay, and until when."),
    )


def _chain(seen: Seen) -> Measure:
    return Measure(
        "chain",
        _("A record that cannot be rewritten"),
        _("Every step of your case is sealed to the one before. Your receipt and your case file"
          " can be checked with a program that does not need us."),
        _("If we changed what happened afterwards, you could prove it."),
    )  # fmt: skip


def _stamp(seen: Seen) -> Measure | None:
    if not seen.stamps_record:
        return None
    return Measure(
        "stamp",
        _("A time stamp from outside"),
        _("The head of the record is stamped by an independent authority (RFC 3161)."),
        _("Even we cannot claim another date later."),
    )


def _figures(seen: Seen) -> Measure | None:
    if not seen.publishes_performance:
        return None
    return Measure(
        "figures",
        _("Our figures"),
        _("How promises were kept is published and signed, also where it does not flatter us."),
        _("You can compare what we promise with what we did."),
    )


def _audits(seen: Seen) -> Measure | None:
    if not seen.audits:
        return None
    return Measure(
        "audits",
        _("Audits"),
        _("These were held and closed with evidence:"),
        _("Others than those who run it have looked."),
        rows=tuple((name, _day(on)) for name, on in seen.audits),
    )


def _backup(seen: Seen) -> Measure:
    if seen.drill is None:
        return Measure(
            "backup",
            _("Backups"),
            _("Backups can be made and checked; no trial of bringing one back is noted yet."),
            _("We say so rather than claim it."),
            is_on=False,
        )
    done = _("On %(day)s a backup was brought back on trial; all of %(count)d checks were right.")
    return Measure(
        "backup",
        _("Backups"),
        done % {"day": _day(localtime(seen.drill.at).date()), "count": seen.drill.checks},
        _("If a machine is lost, your case is not."),
    )


def _told(seen: Seen) -> Measure:
    return Measure(
        "told",
        _("If data got into wrong hands"),
        _("We tell the authority within 72 hours and you without delay, in plain words."),
        _("You learn from us what happened and what you can do yourself."),
    )


def _weakness(seen: Seen) -> Measure | None:
    if not seen.security_email:
        return None
    return Measure(
        "weakness",
        _("You found a weakness?"),
        _("Write to %(address)s. We answer, mend it, and name you if you wish.")
        % {"address": seen.security_email},
        _("Who helps us is not prosecuted but thanked."),
    )


def _cookies(seen: Seen) -> Measure:
    rows = [
        ("csrftoken", _("Protects forms against foreign pages"), _("one year")),
        ("muhatap_language", _("Your language, once you chose one"), _("one year")),
        ("size", _("Large print, once you chose it"), _("one year")),
        ("muhatap_form", _("Your unfinished form"), _("7 days")),
        ("muhatap_case", _("The case that you opened with its secret"), _("2 hours")),
    ]
    return Measure(
        "cookies",
        _("Cookies"),
        _("Only what a page needs to work, none to watch you, nothing from other companies:"),
        _("There is no banner because there is nothing to agree to."),
        rows=tuple(rows),
    )


def _assistant(seen: Seen) -> Measure | None:
    if not seen.has_assistant:
        return None
    done = _("The assistant answers from our own articles on this machine and says that it is a machine.")
    if seen.has_model:
        done = _("The assistant says that it is a machine. Its words come from a model that we run or hire;"
                 " numbers are hidden before it reads them.")  # fmt: skip
    return Measure(
        "assistant",
        _("The assistant"),
        done,
        _("A person is one click away; no machine decides a complaint."),
    )


def _day(on: date) -> str:
    return date_format(on, "j F Y")
