"""The words by which mail programs introduce what they quote, in the languages our customers write."""

import re


def _any_of(*phrases: str) -> str:
    return "(?:" + "|".join(phrases) + ")"


MARKERS = ("bu çizginin üstüne yazın", "write above this line")
COLONS = (":", "\uff1a")

# Verbs that end (or, in Germanic languages, divide) the line above a quotation.
WROTE = re.compile(
    _any_of(
        "yazdı|yazmış|yazıyor|şöyle dedi",
        r"\bwrote|schrieb|a écrit|escribió|escribio|escreveu|ha scritto|schreef|het volgende geschreven",
        "napisał|pisze|пишет|писал|написал|написав|написала|пише|skrev|kirjoitti|napsal|έγραψε",
        "写道|寫道|書きました|작성",
    ),
    re.IGNORECASE,
)
# Zoho frames its line: "---- On … wrote ----".
WROTE_RULED = re.compile(rf"^\s*-{{2,}}\s.*{WROTE.pattern}\s*:?\s*-{{2,}}\s*$", re.IGNORECASE)
# Yahoo's telephones put the quotation behind the colon, on the same line.
WROTE_THEN_TEXT = re.compile(rf"^(.{{10,300}}?{WROTE.pattern}\s?:)\s{{2,}}\S", re.IGNORECASE)
COLON_THEN_TEXT = re.compile(r":\s{2,}\S")
# Somebody tells what was written to him; a program speaks of nobody.
TOLD = re.compile(
    r"\b(?:bana|bize|size|sana|şöyle|aynen|diye|temsilciniz|arkadaşınız|çalışanınız|müdürünüz|ekranda|sitede|"
    r"me|us|you|your|mir|uns|ihnen|nous|vous|mi|nos|mij|ons|mnie|nam|мне|нам|вам|меня|mig|oss|meg)\b",
    re.IGNORECASE,
)
# Yandex and Mail.ru write only date, name and address.
DATED_ADDRESS = re.compile(
    r"^\s*(?:[^\W\d_]{2,12},?\s+)?\d{1,2}[.\s/][\w.]{1,10}[.\s/]\d{2,4}.{0,30}\d{1,2}:\d{2}.{0,120}"
    r"<\s?[^<>\s]+@[^<>\s]+>\s*:\s*$"
)
WEEKDAYS = "pzt|sal|çar|per|cum|cmt|paz|mon|tue|wed|thu|fri|sat|sun|пн|вт|ср|чт|пт|сб|вс"
STARTS = re.compile(
    _any_of(
        r"^\s*(?:On|Am|Le|El|Em|Il|Op|Den|Dne|Dnia|W dniu|På|Il giorno|Pada|Στις|В|Під)\s.*\d",
        r"^\s*\d{1,2}[.\s/]\s?[\w.]{1,10}[.\s/]\s?\d{2,4}",
        r"^\s*\d{4}[-年/.]\s?\d{1,2}",
        rf"^\s*(?:{WEEKDAYS})[^\W\d_]{{0,10}}[,.]?\s.*\d",
        r"^\s*[在於]\s?.*\d",
    ),
    re.IGNORECASE,
)
CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?![.\d])|\d{1,2}\s?(?:h|時|点)\s?\d{0,2}\b")
ADDRESS = re.compile(r"[^\s<>@]@[^\s<>@]")
DATE = re.compile(r"\b(?:19|20)\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")

# Fields of the header block that Outlook and its like put above a quotation, by meaning.
LABELS = {
    "from": """from kimden gönderen von de da van od от від från fra mittente expéditeur remitente
        lähettäjä 发件人 寄件者 差出人 보낸사람 afzender nadawca отправитель""",
    "sent": """sent date gönderilen gönderildi gönderilme tarih gönderme gesendet datum envoyé enviado enviada
        fecha data inviato verzonden wysłano отправлено дата відправлено надіслано skickat sendt dato dátum
        发送时间 寄件日期 日期 送信日時 보낸날짜 lähetetty envoyée""",
    "to": """to kime alıcı an à a para aan do кому till til
        收件人 宛先 받는사람 destinataire destinatario vastaanottaja""",
    "cc": "cc bilgi kopie copie kopia копия копія kopi 抄送 副本",
    "subject": """subject konu betreff objet asunto assunto oggetto onderwerp temat тема ämne emne předmět
        主题 主旨 件名 제목 aihe""",
}
LABEL_OF = {word: meaning for meaning, words in LABELS.items() for word in words.split()}
LABEL_LINE = re.compile(
    r"^[\s*_>]{0,10}([^\W\d_]{1,16}(?:\s(?:tarihi|zamanı|saati|el|em|à))?)\s?[*_]{0,2}\s?(?::(?!//)|\uff1a)"
)

LABELS_IN_LINE = re.compile(r"(?:^|[\s*])([^\W\d_]{1,16})[*_]{0,2}\s?[:\uff1a]")

SEPARATOR_WORDS = _any_of(
    "(?:özgün|orijinal|orjinal|asıl|ilgili|iletilen|iletilmiş|yönlendirilen|yönlendirilmiş) "
    "(?:ileti|mesaj|e-?posta)",
    "original message|original appointment|forwarded message|begin forwarded message",
    "ursprüngliche nachricht|weitergeleitete nachricht|message d['’]origine|message original",
    "message (?:transféré|réexpédié)|mensaje original|mensaje reenviado|mensagem original",
    "mensagem (?:encaminhada|reencaminhada)|messaggio originale|messaggio inoltrato",
    "oorspronkelijk bericht|doorgestuurd bericht|wiadomość oryginalna|(?:oryginalna|przekazana) wiadomość",
    "исходное сообщение|пересылаемое сообщение|оригінальне повідомлення|переслане повідомлення",
    "ursprungligt meddelande|vidarebefordrat meddelande|opprinnelig melding|original melding",
    "videresendt melding|oprindelig meddelelse|původní zpráva",
    "原始邮件|原始郵件|邮件原件|转发的邮件|回复的原邮件|元のメッセージ|원본 메시지",
)
FORWARD_BEGINS = _any_of(
    "begin forwarded message|iletilen (?:ileti|mesaj) başlangıcı|anfang der weitergeleiteten nachricht",
    "début du message (?:transféré|réexpédié)|inicio del mensaje reenviado|início da mensagem encaminhada",
    "inizio messaggio inoltrato|begin doorgestuurd bericht|początek przekazywanej wiadomości",
    "начало переадресованного сообщения|vidarebefordrat brev|videresendt melding|початок листа",
    "下面是被转发的邮件",
)
SEPARATOR = re.compile(
    rf"^\s*(?:[-_=*]{{2,}}\s*{SEPARATOR_WORDS}\s*[-_=*]{{0,}}\s*:?|{FORWARD_BEGINS}\s*[:\uff1a])\s*$",
    re.IGNORECASE,
)
RULE = re.compile(r"^\s*[_\-–—]{20,}\s*$")

# "My answers are in red below": nothing marks them, so nothing may be folded.
ANSWERS_BELOW = re.compile(
    _any_of(
        r"(?:cevap|yanıt|not)\w{0,9}\b.{0,40}\b(?:aşağıda|altta|alt\w{0,4}nda|ara\w{0,6}da)",
        r"(?:cevap|yanıt|not)\w{0,9}\b.{0,40}\b(?:kırmızı|mavi|renkli)",
        r"(?:aşağıda|altta|kırmızı|mavi|renkli)\b.{0,40}\b(?:cevap|yanıt)la",
        r"\b(?:answer|repl|comment|response|note)\w{0,4}\b.{0,40}\b(?:below|inline|in (?:red|blue|bold))\b",
        r"\bantwort\w{0,3}\b.{0,40}\b(?:unten|rot|blau)|\bréponses?\b.{0,40}\b(?:ci-dessous|rouge|bleu)",
        r"\brespuestas?\b.{0,40}\b(?:abajo|rojo|azul)|\brespostas?\b.{0,40}\b(?:abaixo|vermelho|azul)",
        r"\brispost\w\b.{0,40}\b(?:sotto|rosso|blu)|\bответ\w{0,3}\b.{0,40}\b(?:ниже|красным|синим)",
    ),
    re.IGNORECASE | re.DOTALL,
)
FORWARDS = re.compile(
    r"forward|iletil|yönlendir|weitergeleitet|transféré|réexpédié|reenviado|encaminhada|inoltrato|doorgestuurd|"
    r"przekaz|переадрес|пересыл|переслан|vidarebefordra|videresend|转发",
    re.IGNORECASE,
)

# A mail signed in plain text stands in a frame (RFC 9580, 7).
ARMOUR_HEAD = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----\s*$")
ARMOUR_FIELD = re.compile(r"^(?:Hash|Charset|NotDashEscaped|Comment|Version)\b")
ARMOUR_TAIL = re.compile(r"^-----BEGIN PGP SIGNATURE-----\s*$")
