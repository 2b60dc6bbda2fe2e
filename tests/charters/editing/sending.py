"""Forms as a browser would send them back."""

from muhatap.charters.editing.controls import Control, Form


class Sent(dict):
    """What a form sends: lists of texts by name."""

    def get(self, name, default=""):
        return super().get(name, [default])[-1]

    def getlist(self, name):
        return super().get(name, [])


def untouched(control: Control, sent: Sent | None = None) -> Sent:
    """The form as it is sent when nobody changed anything."""
    sent = Sent() if sent is None else sent
    match control.form:
        case Form.LINE | Form.WHOLE | Form.CHOICE | Form.DAY | Form.HOURS | Form.LINES:
            sent[control.name] = [control.written.replace("\n", "\r\n")]
        case Form.FLAG if control.is_on:
            sent[control.name] = ["on"]
        case Form.SPAN:
            sent[f"{control.name}.amount"] = [control.amount]
            sent[f"{control.name}.unit"] = [control.unit]
        case Form.CHECKS:
            sent[control.name] = list(control.chosen)
        case Form.ROWS | Form.PAIRS:
            sent[f"{control.name}.count"] = [str(len(control.parts))]
            for part in control.parts:
                sent[f"{part.name}.key"] = [part.key]
    for part in control.parts:
        untouched(part, sent)
    return sent
