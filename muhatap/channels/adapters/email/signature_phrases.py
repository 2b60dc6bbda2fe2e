"""The words that end a mail: closing formulas, devices that name themselves, notices of lawyers."""

import re


def _any_of(*phrases: str) -> str:
    return "(?:" + "|".join(phrases) + ")"


SIGNATURE = re.compile(r"^--[ \u00a0]$")
RULE = re.compile(r"^\s*(?:[_\-–—]{10,}|[*=]{20,})\s*$")

# Written with the Turkish i's folded into one letter; a closing line is compared as a whole.
CLOSING_LINES = """
    saygilarimla|saygilarimizla|saygilar|saygi ile|en derin saygilarimla|saygi ve sevgilerimle|sevgiler
    iyi çalişmalar|iyi çalişmalar dilerim|iyi çalişmalar dileriz|iyi günler|iyi günler dilerim|iyi akşamlar
    kolay gelsin|selamlar|hürmetlerimle|teşekkürler|teşekkür ederim|teşekkür ederiz|çok teşekkürler
    saygilarimla arz ederim|bilgilerinize sunarim|gereğini arz ederim|şimdiden teşekkürler
    best regards|kind regards|warm regards|regards|best wishes|best|sincerely|yours sincerely
    yours faithfully|yours truly|thanks|many thanks|thank you|cheers|with kind regards|thanks and regards
    mit freundlichen grüssen|freundliche grüsse|viele grüsse|beste grüsse|liebe grüsse|mfg|vg|lg
    hochachtungsvoll|mit freundlichem gruss|schöne grüsse
    cordialement|bien cordialement|salutations|sincères salutations|bien à vous|meilleures salutations
    saludos|saludos cordiales|un saludo|un cordial saludo|atentamente|muchas gracias|gracias
    atenciosamente|cumprimentos|com os melhores cumprimentos|att|abraços|obrigado|obrigada
    cordiali saluti|distinti saluti|saluti|un cordiale saluto|grazie
    met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|groet|groeten|hoogachtend|mvg
    pozdrawiam|z poważaniem|pozdrowienia|z wyrazami szacunku|serdecznie pozdrawiam
    с уважением|с наилучшими пожеланиями|всего доброго|з повагою|з найкращими побажаннями
    med vänliga hälsningar|vänliga hälsningar|med vänlig hälsning|vänligen|mvh|hälsningar
    med vennlig hilsen|vennlig hilsen|hilsen|venlig hilsen|med venlig hilsen
    此致|此致敬礼|敬礼|祝好|顺祝商祺|谢谢
"""
CLOSINGS = frozenset(one.strip() for line in CLOSING_LINES.splitlines() for one in line.split("|"))
# These also open a mail, when nothing or only a greeting stands above.
HELLO = re.compile(
    r"\W*(?:merhaba|selam|sayın|değerli|dear|hi|hello|hallo|bonjour|hola|ciao)\b.{0,40}$", re.IGNORECASE
)
GREETINGS = frozenset({"iyi günler", "iyi akşamlar", "kolay gelsin", "selamlar", "iyi çalişmalar"})

PHONE = re.compile(r"(?:\(?\+|00)?[\d(][\d\s()./-]{7,20}\d")
REACHED_BY = re.compile(
    r"[^\s<>@]@[^\s<>@]+\.|\bwww\.|https?://|"
    r"^\W{0,3}(?:t[eé]l|telefon|phone|gsm|cep|mobil|mobile|cell|faks|fax|tlf|тел|t|m|f|p|e|w|web|e-?posta|e-?mail)"
    r"\b[^\w+(]{1,6}(?:\+?[\d(]|\S+@|\S+\.\S)|^\W{0,3}电话",
    re.IGNORECASE,
)
STREET = re.compile(
    r"\b(?:mah|mahallesi|cad|caddesi|sok|sokak|sk|bulv|bulvari|plaza)\b\.?|\bno\s?:\s?\d|\bkat\s?:\s?\d|"
    r"\d.{0,20}\b(?:street|road|avenue|floor|suite)\b|(?:straße|strasse|str\.)\s?\d|"
    r"\d.{0,6}\brue\b|\bul\.\s|\bул\.\s"
)
# Who speaks of these may mean what stands in the signature.
REACHING = re.compile(
    r"adres|address|direcci|endere[çc]|morada|indirizzo|anschrift|telefon|t[eé]l[eé]phone|tel[eé]fono|phone|"
    r"numara|número|numéro|ulaş|iletişim|\bcontact|arayın|arar mısınız|call me|rufen sie|"
    r"адрес|телефон|номер|позвон|地址|电话",
    re.IGNORECASE,
)
# An account number is what somebody was asked for, not how to reach them.
ACCOUNT = re.compile(
    r"\b[A-Za-z]{2}\d{2}[\s\d]{10,}|\biban\b|\b(?:üye|hesap|sipariş|müşteri|dosya)\b.{0,12}\d", re.I
)

TURKISH_DEVICES = (
    "ip(?:hone|ad)|apple|samsung|huawei|xiaomi|redmi|oppo|honor|android|cep telefonu|akıllı telefon|"
    "mobil cihaz|galaxy|windows|mail|gmail|yahoo|yandex|mynet|turkcell|outlook|hotmail|tabletim|telefonum"
)
SENT_FROM = re.compile(
    r"^\s*"
    + _any_of(
        rf"(?:{TURKISH_DEVICES})\S{{0,20}}(?:\s\S{{1,20}}){{0,5}}\s"
        r"(?:gönderildi|gönderilmiştir|gönderilmiş|edinin|yükleyin)",
        r"(?:android|ios|mac) için outlook\S{0,4}(?:\s?<\S+>)? (?:\S{1,15} )?(?:edinin|yükleyin).{0,40}",
        r"sent from (?:my|the|mail|outlook|yahoo|samsung|proton|gmail)\b.{0,60}|get outlook for .{0,40}",
        r"sent (?:with|via|using) (?:proton|the|my|outlook|spark|mailbird|aqua)\b.{0,50}",
        r"von meinem .{0,40} gesendet|gesendet (?:von|mit) .{0,40}|outlook für .{0,30}",
        r"diese (?:nachricht|e-mail) wurde von meinem .{0,60}",
        r"envoyé (?:de|depuis|à partir de) (?:mon|ma|l[ae'’]|outlook|yahoo).{0,40}",
        r"(?:télécharger|obtenir|obtenez) outlook pour .{0,40}",
        r"enviado desde (?:mi|el|outlook|correo|yahoo).{0,40}|(?:obtener|descargar) outlook para .{0,40}",
        r"enviado (?:do|a partir do|pelo) (?:meu|outlook|yahoo|iphone).{0,40}",
        r"obt(?:er|enha)(?: o)? outlook para .{0,40}",
        r"inviato da(?:l mio)? .{0,40}|(?:scarica|ottieni) outlook per .{0,40}",
        r"ver(?:zonden|stuurd) (?:vanaf|via|met) (?:mijn|outlook) ?.{0,40}|outlook voor .{0,60}",
        r"wysłan[eo] z .{0,40}|pobierz (?:aplikację )?outlook .{0,50}|отправлено (?:с|из) .{0,50}",
        r"надіслано з .{0,40}|skickat från .{0,40}|(?:hämta|skaffa|last ned|skaff deg|hent) outlook .{0,40}",
        r"sendt fra min .{0,40}|发自我的.{0,30}|從我的.{0,20}傳送|获取适用于.{0,30}outlook.{0,20}",
    )
    + r"[.!]?(?:\s*<\S+>)?\s*$",
    re.IGNORECASE,
)
FEW_WORDS = r"(?:\s\S{1,30}){0,8}\s"
DISCLAIMER = re.compile(
    r"^\s*[*_]{0,3}"
    + _any_of(
        r"yasal uyarı|uyarı\s*:|gizlilik (?:notu|bildirimi|uyarısı)|sorumluluk reddi",
        rf"bu (?:e-?posta|e-?mail|elektronik posta|ileti|mesaj)\w{{0,8}}{FEW_WORDS}"
        "(?:ekleri|gizli|özel|yalnız|sadece|kişiye)",
        r"disclaimer\b|confidentiality notice",
        rf"this (?:e-?mail|message|communication){FEW_WORDS}(?:confidential|intended|privileged)",
        rf"the information (?:contained )?in this (?:e-?mail|message){FEW_WORDS}(?:confidential|intended)",
        r"diese e-?mail (?:enthält|ist vertraulich|kann vertraulich)",
        rf"ce (?:message|courriel|mail){FEW_WORDS}confidentiel",
        rf"este (?:mensaje|correo){FEW_WORDS}confidencial|esta mensagem{FEW_WORDS}confidencia",
        rf"quest[oa] (?:messaggio|e-?mail){FEW_WORDS}riservat|dit bericht{FEW_WORDS}vertrouwelijk",
        rf"deze e-?mail{FEW_WORDS}vertrouwelijk|niniejsza wiadomość{FEW_WORDS}poufn",
        rf"(?:это|данное) (?:сообщение|письмо){FEW_WORDS}конфиденциальн",
        rf"це повідомлення{FEW_WORDS}конфіденційн|detta (?:meddelande|mejl){FEW_WORDS}konfidentiell",
        rf"denne e-?posten{FEW_WORDS}konfidensiell|本邮件.{{0,20}}(?:保密|机密)",
    ),
    re.IGNORECASE,
)
NOTICE_TITLE = re.compile(
    r"^\s*[*_]{0,3}(?:yasal uyarı|gizlilik (?:notu|bildirimi|uyarısı)|confidentiality notice|disclaimer\b)",
    re.IGNORECASE,
)
# Two of these make a notice, one does below such a title.
LAW = re.compile(
    _any_of(
        "gizli|yetkili|yetkisiz|alıcı|muhatab|kişiye öz|kuruma öz|siliniz|kopyala",
        "çoğalt|sorumlu|hukuk|izinsiz",
        "confidential|privileged|recipient|addressee|unauthori[sz]ed|liab|delete|disclos|notify",
        "vertraulich|adressat|empfänger|vernichten|unbefugt|confidentiel|destinataire|interdit|confidencia",
        "destinat[áa]ri|bórre|elimine|riservat|cancellar|vertrouwelijk|geadresseerde|poufn|adresat|odbiorc",
        "конфиденциальн|получател|адресат|удалит|конфіденційн|одержувач|konfiden|mottagare|mottaker|保密|机密|收件人",
    ),
    re.IGNORECASE,
)
# One line of these is enough.
FOOTER = re.compile(
    r"^\s*[*_]{0,3}"
    + _any_of(
        r"(?:lütfen )?bu e-?postayı yazdırmadan önce .{0,80}çevre",
        r"bu e-?posta .{0,60}(?:antivirüs|virüslere karşı)|virus-free\b",
        r"this e-?mail has been (?:checked|scanned)",
        r"please consider the environment before",
    ),
    re.IGNORECASE,
)
