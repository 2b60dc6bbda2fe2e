"""Own words and quoted words, above all in Turkish."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.channels.adapters.email.html_text import text_of_html
from muhatap.channels.adapters.email.quoting import split_reply

OWN = "Merhaba,\n\nDekontu ekte gönderiyorum.\n\nAyşe"
OLD = "Sayın Ayşe Hanım,\nDekontu gönderir misiniz?"
MARKED = "> Sayın Ayşe Hanım,\n> Dekontu gönderir misiniz?"

INTRODUCTIONS = {
    "gmail-tr": "Destek <destek@firma.example>, 12 Kas 2026 Per, 14:06 tarihinde şunu yazdı:",
    "gmail-tr-old": "12 Kas 2026 Per, 14:06 tarihinde Destek <destek@firma.example> şunu yazdı:",
    "gmail-tr-two-lines": "12 Kas 2026 Per, 14:06 tarihinde Destek Ekibi <destek@firma.example>\nşunu yazdı:",
    "gmail-tr-name-broken": "Destek Ekibi\n<destek@f.example>, 12 Kas 2026 Per, 14:06 tarihinde şunu yazdı:",
    "gmail-tr-three-lines": "Destek Ekibi <destek@f.example>, 12 Kas 2026\nPer, 14:06 tarihinde\nşunu yazdı:",
    "apple-tr": "Destek <destek@firma.example> şunları yazdı (12 Kas 2026 14:06):",
    "ios-tr": "Destek <destek@firma.example> şunları yazdı (16.7.2026 00:52):",
    "yahoo-tr": "12 Kasım 2026 Perşembe 14:06:31 GMT+3 tarihinde Destek <d@f.example> şunları yazdı:",
    "thunderbird-tr": "12.11.2026 14:06 tarihinde Destek yazdı:",
    "yandex": '12.11.2026, 14:06, "Destek" <destek@firma.example>:',
    "mailru": "Четверг, 12 ноября 2026, 14:06 +03:00 от Destek <d@f.example>:",
    "gmail-en": "On Thu, Nov 12, 2026 at 2:06 PM Destek <d@firma.example> wrote:",
    "gmail-en-two-lines": "On Thu, Nov 12, 2026 at 2:06 PM Destek Ekibi\n<destek@firma.example> wrote:",
    "apple-en": "On 12 Nov 2026, at 14:06, Destek <d@firma.example> wrote:",
    "de": "Am 12.11.2026 um 14:06 schrieb Destek <d@f.example>:",
    "fr": "Le jeu. 12 nov. 2026 à 14:06, Destek <d@f.example> a écrit :",
    "es": "El jue, 12 nov 2026 a las 14:06, Destek (<d@f.example>) escribió:",
    "pt": "Em qui., 12 de nov. de 2026 às 14:06, Destek <d@f.example> escreveu:",
    "it": "Il giorno gio 12 nov 2026 alle ore 14:06 Destek <d@f.example> ha scritto:",
    "nl": "Op do 12 nov 2026 om 14:06 schreef Destek <d@f.example>:",
    "pl": "czw., 12 lis 2026 o 14:06 Destek <d@f.example> napisał(a):",
    "ru": "чт, 12 нояб. 2026 г. в 14:06, Destek <d@f.example>:",
    "ru-wrote": "12.11.2026 14:06, Destek пишет:",
    "sv": "Den tors 12 nov. 2026 kl 14:06 skrev Destek <d@f.example>:",
    "no": "tor. 12. nov. 2026 kl. 14:06 skrev Destek <d@f.example>:",
    "uk": "чт, 12 лист. 2026 р. о 14:06 Destek <d@f.example> пише:",
    "zh": "Destek <d@f.example> 于2026年11月12日周四 14:06写道\uff1a",
}
BLOCKS = {
    "outlook-tr": "Kimden: Destek <d@f.example>\nGönderilen: 12 Kasım 2026\nKime: Ayşe\nKonu: Ynt: Para",
    "outlook-tr-sent": "Kimden: Destek\nGönderildi: 12 Kasım 2026 14:06\nKime: Ayşe\nKonu: Para",
    "outlook-tr-bold": "*Kimden:* Destek\n*Tarih:* 12 Kasım 2026\n*Kime:* Ayşe\n*Konu:* Para",
    "outlook-tr-ruled": "____________________\nKimden: Destek\nTarih: 12 Kas 2026\nKime: Ayşe\nKonu: Para",
    "outlook-tr-old": "-----Özgün İleti-----\nKimden: Destek\nGönderilen: 12 Kasım\nKime: Ayşe\nKonu: Para",
    "original-tr": "-------- Orijinal Mesaj --------\nKonu: Para",
    "related-tr": "---- İlgili İleti ----",
    "forward-tr": "---------- İletilen ileti ----------",
    "outlook-en": "From: Destek <d@f.example>\nSent: November 12, 2026 2:06 PM\nTo: Ayşe\nSubject: Re: Para",
    "outlook-de": "Von: Destek\nGesendet: Donnerstag, 12. November 2026 14:06\nAn: Ayşe\nBetreff: AW: Para",
    "outlook-fr": "De : Destek\nEnvoyé : jeudi 12 novembre 2026 14:06\nÀ : Ayşe\nObjet : Para",
    "original-en": "-----Original Message-----",
    "forward-en": "---------- Forwarded message ---------",
    "marker": "— bu çizginin üstüne yazın / write above this line —",
}


@pytest.mark.parametrize("name", INTRODUCTIONS)
def test_an_introduced_quotation_is_cut(name):
    split = split_reply(f"{OWN}\n\n{INTRODUCTIONS[name]}\n\n{MARKED}\n")
    assert split.reply == OWN
    assert split.quoted == f"{INTRODUCTIONS[name]}\n\n{MARKED}"


@pytest.mark.parametrize("name", [name for name in INTRODUCTIONS if "zh" not in name])
def test_an_introduced_quotation_without_marks_is_cut(name):
    assert split_reply(f"{OWN}\n\n{INTRODUCTIONS[name]}\n\n{OLD}\n").reply == OWN


@pytest.mark.parametrize("name", BLOCKS)
def test_a_header_block_or_separator_is_cut(name):
    split = split_reply(f"{OWN}\n\n{BLOCKS[name]}\n\n{OLD}\n")
    assert split.reply == OWN
    assert split.quoted == f"{BLOCKS[name]}\n\n{OLD}"


@pytest.mark.parametrize(
    "sentence",
    [
        "Temsilciniz dün bana şunu yazdı: paranız yarın yatacak.",
        "Ekranda aynen şunu yazdı:\nİşlem başarısız.\nNe yapmalıyım?",
        "Konu: para çekme\nBekliyorum.",
        "Kimden: bilmiyorum, ama bir SMS geldi.\nYardım edin.",
        "12.11.2026 tarihinde yatırdım:\n500 TL\n300 TL",
        "Saat 14:06 gibi denedim:\nolmadı.",
        "Özgün ileti bulunamadı diyor.",
        "Tarih: 12 Kasım\nTutar: 500\nKonu: iade",
        "On Monday I tried twice:\nno luck.",
        "Bu mesaj size ulaştı mı?\nCevap bekliyorum.\nİyi günler.",
        "a - b\n- bir\n- iki",
        "Uyarı geldi ama anlamadım.\nBakar mısınız?",
    ],
)
def test_sentences_that_only_look_alike_stay(sentence):
    assert split_reply(sentence).reply == sentence
    assert split_reply(sentence).quoted == ""


def test_answers_between_the_quoted_lines_survive():
    text = (
        "Cevaplarım aşağıda.\n\n12 Kas 2026 Per, 14:06 tarihinde Destek <d@f.example> şunu yazdı:\n"
        "> Hangi banka?\nZiraat.\n> Ne zaman?\nDün akşam.\n"
    )
    split = split_reply(text)
    assert split.reply == "Cevaplarım aşağıda.\n\n> Hangi banka?\nZiraat.\n\n> Ne zaman?\nDün akşam."
    assert split.quoted == "12 Kas 2026 Per, 14:06 tarihinde Destek <d@f.example> şunu yazdı:"


def test_an_answer_below_the_quotation_survives():
    text = f"On 12 Nov 2026, at 14:06, Destek <d@f.example> wrote:\n\n{MARKED}\n\nEkte gönderdim."
    assert split_reply(text).reply == "Ekte gönderdim."


def test_the_broken_tail_of_a_quoted_line_is_no_answer():
    text = (
        f"Tamam.\n\nOn 12 Nov 2026, at 14:06, D <d@f.example> wrote:\n> {'uzun ' * 14}\nkuyruk\n> son satır\n"
    )
    assert split_reply(text).reply == "Tamam."


@pytest.mark.parametrize(
    "text", [MARKED, f"{BLOCKS['outlook-tr']}\n\n{OLD}", INTRODUCTIONS["gmail-tr"], "> tek"]
)
def test_a_mail_that_is_all_quotation_is_all_own(text):
    assert split_reply(text).reply == text
    assert split_reply(text).quoted == ""


@pytest.mark.parametrize(
    "tail",
    [
        "iPhone'umdan gönderildi",
        "iPhone’umdan gönderildi",
        "Sent from my iPhone",
        "Android'den Yahoo Postadan gönderildi",
        "Samsung cihazımdan gönderildi",
        "Android için Outlook'u edinin<https://aka.ms/x>",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Von meinem iPhone gesendet",
        "-- \nAyşe Yılmaz\n0 555 000 00 00",
        "YASAL UYARI\nBu e-posta ve ekleri gizlidir ve yalnızca adresi yazılı kişiye gönderilmiştir. " * 2,
        "Bu e-posta mesajı ve ekleri kişiye özeldir. Yetkili değilseniz siliniz. " + "Haber veriniz. " * 5,
        "This e-mail and any attachments are confidential and intended for the addressee. "
        + "Delete it. " * 6,
    ],
)
def test_signatures_and_notices_fold_away(tail):
    split = split_reply(f"{OWN}\n\n{tail}\n")
    assert split.reply == OWN
    assert split.quoted.startswith(tail.split("\n")[0][:20])


def test_a_mail_of_nothing_but_a_signature_keeps_it():
    text = f"Sent from my iPhone\n\n{INTRODUCTIONS['apple-tr']}\n{MARKED}"
    assert split_reply(text).reply == "Sent from my iPhone"


def test_the_introduction_above_our_marker_goes_with_it():
    text = f"Tamam.\n\n{INTRODUCTIONS['gmail-tr']}\n\n{BLOCKS['marker']}\n{OLD}"
    assert split_reply(text).reply == "Tamam."


def test_html_quotations_are_marked():
    html = (
        "<div>Tamam.</div><br><div class='gmail_quote'><div>12 Kas 2026 Per, 14:06 tarihinde Destek "
        "&lt;<a href='mailto:d@f.example'>d@f.example</a>&gt; şunu yazdı:<br></div>"
        "<blockquote><p>Eski</p><blockquote>Daha eski</blockquote></blockquote></div>"
    )
    text = text_of_html(html)
    assert "> Eski" in text
    assert ">> Daha eski" in text
    assert split_reply(text).reply == "Tamam."


def test_html_is_read_as_a_person_sees_it():
    html = "<head><style>p{}</style></head><p>Bir&nbsp;&amp; iki</p><ul><li>a<li>b</ul><script>x</script>"
    html += "<td>1<td>2 < 3"
    assert text_of_html(html) == "Bir & iki\n\n- a\n- b\n\n1 2 < 3"


@given(st.text(max_size=600))
def test_no_text_is_lost_and_none_becomes_empty(text):
    split = split_reply(text)
    assert bool(split.reply) == bool(text.strip())
    kept = "".join((split.reply + split.quoted).split())
    assert sorted(kept) == sorted("".join(text.replace("\r\n", "\n").split()))


TAILS = ("", "-- ", "iPhone'umdan gönderildi")
LINES = st.sampled_from(
    [*INTRODUCTIONS.values(), *BLOCKS.values(), *OWN.split("\n"), *MARKED.split("\n"), *TAILS]
)


@given(st.lists(LINES, max_size=25))
def test_no_mixture_loses_words(lines):
    text = "\n".join(lines)
    split = split_reply(text)
    assert bool(split.reply) == bool(text.strip())
    assert sorted("".join((split.reply + split.quoted).split())) == sorted("".join(text.split()))
