"""What happened at the demo operator: each story is one case, told in hours before now."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """Something that somebody did `hours` after the case came in."""

    hours: float
    what: str
    who: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One case: whose, about what, by which channel, how long ago, and what followed."""

    customer: int
    topic: str
    channel: str
    hours_ago: float
    subject: str
    text: str
    steps: tuple[Step, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)


DENIZ, SELIN, MERT, PELIN = (
    "deniz@nehir.example",
    "selin@nehir.example",
    "mert@nehir.example",
    "pelin@nehir.example",
)

STORIES = (
    Story(
        0,
        "PAY-WD",
        "web_form",
        52,
        "Para çekme talebim 6 gündür hesabıma geçmedi",
        "Pazartesi günü 4.850,00 TL çekmek istedim, hâlâ gelmedi. İşlem numarası TRX-20481937. "
        "Kartım 4111 1111 1111 1111. Net bir tarih bekliyorum.",
        (
            Step(0.6, "take", DENIZ),
            Step(
                0.7,
                "reply",
                DENIZ,
                "Elif Hanım, talebinizi ödeme kuruluşuna sordum. Bugün 18.00'e kadar size "
                "işlemin hangi aşamada olduğunu yazacağım.",
            ),
            Step(
                5,
                "note",
                DENIZ,
                "Aracı kuruluş panelinde işlem “havuzda” kalmış. Aynı bankada üç benzer kayıt var.",
            ),
            Step(
                26,
                "customer",
                "",
                "Bankam “bize ulaşan transfer yok” diyor. Artık şikâyet olarak kaydedilsin istiyorum.",
            ),
            Step(26.1, "object", "", "Yanıttan memnun değilim."),
            Step(
                27,
                "reply",
                DENIZ,
                "Elif Hanım, kaydınızı şikâyete dönüştürdük. Aracı kuruluşla yarın 10.00'da "
                "görüşüyoruz; sonucu aynı gün yazacağım.",
            ),
            Step(27.1, "take", DENIZ),
            Step(27.2, "examine", DENIZ),
            Step(28.5, "prove", DENIZ),
        ),
    ),
    Story(
        1,
        "ACC-LOCK",
        "email",
        50,
        "Hesabım gerekçe gösterilmeden engellendi",
        "Dün akşamdan beri hesabıma giremiyorum. Hiçbir bildirim almadım. Neden engellendiğini öğrenmek istiyorum.",
    ),
    Story(
        2,
        "REF-PAY",
        "web_form",
        49.5,
        "İade reddinin yazılı gerekçesi gelmedi",
        "İademi reddettiniz ama gerekçesini yazmadınız. Yazılı gerekçe ve itiraz yolunu istiyorum.",
        (Step(1, "take", SELIN),),
    ),
    Story(
        3,
        "EMG-UNAUTH",
        "web_form",
        0.3,
        "Yetkisiz işlem: tanımadığım 740 TL",
        "Az önce hesabımdan bilmediğim bir yere 740 TL gitmiş. Kartımı kapattım. Lütfen hemen bakın.",
        (Step(0.05, "take", DENIZ),),
    ),
    Story(
        8,
        "PAY-DEP",
        "web_form",
        69.6,
        "Yatırdığım 1.200 TL iki gündür görünmüyor",
        "Salı günü havale yaptım, bankam gönderdiğini söylüyor, bakiyemde yok. İşlem numarası TRX-20490216.",
        (
            Step(1, "take", DENIZ),
            Step(
                20,
                "note",
                DENIZ,
                "Banka dekontu istenmeden önce aracı kuruluşun mutabakat dosyasına bakılacak.",
            ),
        ),
    ),
    Story(
        4,
        "CORP",
        "email",
        20,
        "Toplu ödeme dosyası doğrulanmıyor",
        "Maaş ödemesi için yüklediğimiz 214 satırlık dosya “biçim hatası” veriyor. Cuma 12.00'ye kadar ödememiz gerekiyor.",
        (
            Step(0.5, "take", DENIZ),
            Step(0.6, "reply", DENIZ, "Dosyanızı teknik ekibe ilettim; 14.00'te arıyorum."),
        ),
    ),
    Story(
        5,
        "PROMO",
        "api",
        18,
        "Promosyon koşulları değişmiş, itiraz ediyorum",
        "Katıldığımda çevrim şartı 3 kattı, şimdi 5 kat görünüyor. Ekran görüntüsünü ekledim.",
    ),
    Story(
        6,
        "ACC-LOGIN",
        "web_form",
        16,
        "İki faktörlü doğrulama kodu gelmiyor",
        "Uygulamayı yeniden kurdum, kod kabul edilmiyor. Yedek kodlarım da yok.",
        (
            Step(0.4, "take", SELIN),
            Step(
                0.5,
                "reply",
                SELIN,
                "Tolga Bey, telefonunuzun saatini otomatik ayara alıp yeniden dener misiniz?",
            ),
            Step(2, "customer", "", "Denedim, yine olmadı."),
        ),
    ),
    Story(
        7,
        "KYC",
        "email",
        40,
        "Adres belgem ikinci kez reddedildi",
        "Elektrik faturamı iki kez yükledim, ikisi de reddedildi. Neyin eksik olduğunu yazmıyor.",
        (
            Step(3, "take", SELIN),
            Step(
                3.1,
                "reply",
                SELIN,
                "Şule Hanım, faturanın tarihi 90 günden eski görünüyor. "
                "Son üç aydan bir fatura ya da banka ekstresi yeterli.",
            ),
            Step(3.2, "wait", SELIN),
        ),
    ),
    Story(
        8,
        "TECH",
        "web_form",
        30,
        "Uygulama 8.2 sürümünde açılmıyor (E-417)",
        "Güncellemeden sonra açılışta E-417 hatası veriyor. Telefon: Android 15.",
        (
            Step(1, "take", SELIN),
            Step(1.2, "reply", SELIN, "İbrahim Bey, 8.2.1 sürümü bu hatayı gideriyor; yarın yayında."),
            Step(24, "resolve", SELIN),
        ),
    ),
    Story(
        9,
        "SUB-CANCEL",
        "email",
        96,
        "Abonelik iptali sonrası ücret iadesi",
        "Aboneliğimi 3 gün önce iptal ettim ama ücret yine çekildi.",
        (
            Step(2, "take", DENIZ),
            Step(
                2.5,
                "reply",
                DENIZ,
                "Leyla Hanım, çekilen ücret iade edilecek; 3 ile 14 iş günü arasında hesabınızda olur.",
            ),
            Step(70, "resolve", DENIZ),
            Step(80, "close", DENIZ),
            Step(81, "survey", "", "5|Hızlı ve açık anlattınız."),
        ),
    ),
    Story(
        10,
        "PAY-DEP",
        "email",
        60,
        "Dekont bekleniyor: yatırdığım para görünmüyor",
        "Havale ile 1.500 TL yatırdım, hesabımda yok.",
        (
            Step(1, "take", DENIZ),
            Step(
                1.1, "reply", DENIZ, "Burak Bey, banka dekontunuzu ekler misiniz? Gelince aynı gün inceleriz."
            ),
            Step(1.2, "wait", DENIZ),
        ),
    ),
    Story(
        11,
        "PAY-FEE",
        "web_form",
        120,
        "Tarifede olmayan komisyon",
        "Havale için 38,00 TL komisyon kesilmiş; tarifede ücretsiz yazıyor.",
        (
            Step(4, "take", DENIZ),
            Step(
                5,
                "reply",
                DENIZ,
                "Zeynep Hanım, haklısınız: tarife o gün ücretsizdi. 38,00 TL'yi iade ettik.",
            ),
            Step(6, "resolve", DENIZ),
            Step(30, "survey", "", "4|İade geldi, teşekkürler."),
        ),
    ),
    Story(
        12,
        "PAY-WD",
        "api",
        10,
        "Withdrawal is pending for two days",
        "My withdrawal of 250.00 has been pending since Friday. My verification is complete. When will it arrive?",
        (
            Step(0.5, "take", DENIZ),
            Step(0.7, "reply", DENIZ, "Dear Mr Whitfield, your bank receives it by Tuesday 17:00."),
        ),
    ),
    Story(
        0,
        "ACC-LOGIN",
        "web_form",
        900,
        "Şifre sıfırlama bağlantısı çalışmıyor",
        "Bağlantı süresi dolmuş diyor.",
        (
            Step(1, "take", SELIN),
            Step(1.1, "reply", SELIN, "Yeni bağlantıyı gönderdim; 5 dakika geçerli."),
            Step(2, "resolve", SELIN),
            Step(30, "close", SELIN),
        ),
    ),
    Story(
        3,
        "OTHER",
        "web_form",
        200,
        "Fatura kopyası",
        "Eylül ayı fatura kopyasını alabilir miyim?",
        (
            Step(2, "take", SELIN),
            Step(2.2, "reply", SELIN, "Faturanızı e-posta ile gönderdim."),
            Step(3, "resolve", SELIN),
            Step(100, "close", SELIN),
        ),
    ),
    Story(
        5,
        "SVC",
        "phone",
        44,
        "Telefonda kaba davranıldı",
        "Dün görüştüğüm temsilci sözümü kesti ve telefonu kapattı.",
        (Step(2, "take", DENIZ), Step(2.2, "third", DENIZ)),
    ),
    Story(9, "MKT", "web_form", 8, "İzinsiz kampanya iletisi", "Ret bildirdiğim hâlde kısa mesaj geliyor."),
    Story(
        2,
        "PRIV-DSR",
        "web_form",
        70,
        "Verilerimin bir kopyasını istiyorum",
        "KVKK madde 11 uyarınca hakkımdaki verilerin kopyasını istiyorum.",
        (Step(4, "take", PELIN),),
    ),
)
