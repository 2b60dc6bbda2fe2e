"""The words by which mail programs introduce what they quote, in the languages our customers write."""

import re


def _any_of(*phrases: str) -> str:
    return "(?:" + "|".join(phrases) + ")"


MARKERS = ("bu çizginin üstüne yazın", "write above this line")
COLONS = (":", "\uff1a")

# Verbs that end (or, in Germanic languages, divide) the line above a quotation.
WROTE = re.compile(
    _any_of(
        "yazdı|yazmış|yazıyor",
        r"\bwrote|schrieb|a écrit|escribió|escribio|escreveu|ha scritto|schreef|het volgende geschreven",
        "napisał|pisze|пишет|писал|написал|написав|написала|пише|skrev|kirjoitti|napsal|έγραψε",
        "写道|寫道|書きました|작성",
    ),
    re.IGNORECASE,
)
# Yandex and Mail.ru write only date, name and address.
DATED_ADDRESS = re.compile(
    r"^\s*(?:[^\W\d_]{2,12},?\s+)?\d{1,2}[.\s/][\w.]{1,10}[.\s/]\d{2,4}.{0,30}\d{1,2}:\d{2}.{0,120}"
    r"<[^<>\s]+@[^<>\s]+>\s*:\s*$"
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
    "from": """from kimden gönderen von de da van od от від från fra mittente expéditeur remitente lähettäjä
        发件人 寄件者 差出人 보낸사람 afzender nadawca отправитель""",
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
    r"^[\s*_>]{0,10}([^\W\d_]{1,16}(?:\s(?:tarihi|zamanı|saati))?)\s?[*_]{0,2}\s?[:\uff1a][*_]{0,2}(?:\s|$)"
)

SEPARATOR_WORDS = _any_of(
    "özgün ileti|orijinal (?:mesaj|ileti)|asıl ileti|ilgili ileti|iletilen (?:ileti|mesaj)|iletilmiş ileti",
    "yönlendirilen (?:ileti|mesaj)|yönlendirilmiş (?:ileti|mesaj)",
    "original message|original appointment|forwarded message|begin forwarded message",
    "ursprüngliche nachricht|weitergeleitete nachricht|message d'origine|message original|message transféré",
    "mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada",
    "messaggio originale|messaggio inoltrato|oorspronkelijk bericht|doorgestuurd bericht",
    "wiadomość oryginalna",
    "исходное сообщение|пересылаемое сообщение|оригінальне повідомлення|ursprungligt meddelande",
    "opprinnelig melding|original melding|oprindelig meddelelse|původní zpráva",
    "原始邮件|原始郵件|转发的邮件|元のメッセージ|원본 메시지",
)
SEPARATOR = re.compile(
    rf"^\s*(?:[-_=*]{{2,}}\s*{SEPARATOR_WORDS}\s*[-_=*]{{0,}}\s*:?|begin forwarded message\s*:|"
    r"iletilen ileti başlangıcı\s*:|anfang der weitergeleiteten nachricht\s*:)\s*$",
    re.IGNORECASE,
)
RULE = re.compile(r"^\s*[_\-–—]{20,}\s*$")

TURKISH_DEVICES = (
    "ip(?:hone|ad)|samsung|huawei|xiaomi|android|cep telefonu|mobil cihaz|galaxy|windows|mail|yahoo|yandex"
)
SENT_FROM = re.compile(
    r"^\s*"
    + _any_of(
        rf"(?:{TURKISH_DEVICES}|outlook)\S{{0,20}}(?:\s\S{{1,20}}){{0,4}}\s(?:gönderildi|gönderilmiştir|edinin)",
        r"(?:android|ios) için outlook\S{0,4} (?:edinin|yükleyin).{0,40}",
        r"sent from (?:my|the|mail|outlook|yahoo|samsung|proton|gmail)\b.{0,60}|get outlook for .{0,40}",
        r"von meinem .{0,40} gesendet|gesendet (?:von|mit) .{0,40}|envoyé (?:de|depuis) (?:mon|ma) .{0,40}",
        r"enviado desde mi .{0,40}|enviado do meu .{0,40}|inviato da(?:l mio)? .{0,40}",
        r"verzonden vanaf mijn .{0,40}|wysłane z .{0,40}|отправлено с .{0,40}|надіслано з .{0,40}",
        r"skickat från min .{0,40}|sendt fra min .{0,40}|发自我的.{0,30}|從我的.{0,20}傳送",
    )
    + r"[.!]?(?:\s*<\S+>)?\s*$",
    re.IGNORECASE,
)
FEW_WORDS = r"(?:\s\S{1,20}){0,8}\s"
DISCLAIMER = re.compile(
    r"^\s*[*_]{0,3}"
    + _any_of(
        r"yasal uyarı|uyarı\s*:|gizlilik (?:notu|bildirimi|uyarısı)",
        rf"bu (?:e-?posta|e-?mail|elektronik posta|ileti|mesaj){FEW_WORDS}"
        "(?:ekleri|gizli|özel|yalnız|sadece|kişiye)",
        r"disclaimer\b|confidentiality notice",
        rf"this (?:e-?mail|message){FEW_WORDS}(?:confidential|intended|privileged)",
        rf"diese e-?mail (?:enthält|ist vertraulich)|ce (?:message|courriel){FEW_WORDS}confidentiel",
        rf"este (?:mensaje|correo){FEW_WORDS}confidencial|esta mensagem{FEW_WORDS}confidencia",
        rf"questo messaggio{FEW_WORDS}riservat|dit bericht{FEW_WORDS}vertrouwelijk",
    ),
    re.IGNORECASE,
)
SIGNATURE = re.compile(r"^-- ?$|^--\u00a0$")
