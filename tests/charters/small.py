"""A charter that is as small as a charter can be, for breaking it in one place at a time."""

SMALL = """\
charter: 1
brand:
  code: kaynak
  name: Kaynak
  languages: [tr, en]
  default_language: tr
  zone: Europe/Istanbul
  legal_entity: {name: Kaynak A.Ş., address: İstanbul}
  contact: {url: "https://kaynak.example", email: destek@kaynak.example}
  sender: {name: Kaynak, email: destek@kaynak.example}
calendars:
  office:
    name: {tr: Mesai, en: Office}
    hours:
      mon: [["09:00", "12:00"], ["13:00", "18:00"]]
    holidays: {country: TR, half_days: {2026-10-28: [["09:00", "13:00"]]}}
channels:
  web_form: {name: {tr: Form, en: Form}, calendar: office}
  email:
    name: {tr: E-posta, en: E-mail}
    calendar: office
    mailboxes: [{name: destek, address: destek@kaynak.example}]
  social: {name: {tr: Sosyal, en: Social}, calendar: office, best_effort: true}
teams:
  people: {name: {tr: İnsanlar, en: People}}
queues:
  general: {name: {tr: Genel, en: General}, team: people, escalates_to: leads}
  leads: {name: {tr: Liderler, en: Leads}, team: people}
groups:
  all: {name: {tr: Her şey, en: Everything}}
topics:
  - code: PAY
    group: all
    name: {tr: Ödeme, en: Payment}
    queue: general
    fields:
      - code: transaction
        label: {tr: İşlem, en: Transaction}
        kind: transaction
        pattern: "T[0-9]{4}"
        example: T0001
promises:
  - id: reply
    clock: first_reply
    name: {tr: Yanıt, en: Reply}
    target: 24h
    limit: 72h
  - id: reply_form
    clock: first_reply
    name: {tr: Yanıt, en: Reply}
    target: 8bh
    limit: 2bd
    when: {channel: [web_form]}
ladder:
  default:
    - {at: target, do: [tell], to: owner}
    - {at: 80, do: [tell], to: supervisor}
notices:
  version: "1"
  purpose: {tr: Yanıt, en: Reply}
  legal_basis: {tr: Sözleşme, en: Contract}
  retention: {tr: Bir yıl, en: One year}
  policy: {version: "1", url: "https://kaynak.example/veri"}
"""


def broken(old: str, new: str) -> str:
    """Return the small charter with one passage replaced; the passage must stand in it once."""
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)
