"""Invented names of customers; no row of them is a real person."""

from random import Random


def _words(text: str) -> list[str]:
    return text.split()


FIRST = {
    "tr": _words(
        "Ayşe Fatma Elif Zeynep Merve Emine Hatice Selin Derya Gizem Büşra Şule Ebru Özge İrem Melis Nazlı "
        "Pınar Sevgi Tuğba Ülkü Yasemin Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim Murat Emre Burak Ozan "
        "Çağrı Kerem Onur Serkan Tolga Umut Volkan Yiğit Barış Cem Deniz Ertuğrul Ferhat Gökhan Halil"
    ),
    "en": _words(
        "Emma Olivia James Sophie Daniel Grace Thomas Hannah Oliver Lucy Samuel Chloe Henry Alice Peter "
        "Charlotte Martin Rachel Adam Laura Simon Julia Robert Karen"
    ),
}
LAST = {
    "tr": _words(
        "Yılmaz Kaya Demir Çelik Şahin Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin "
        "Kara Koç Kurt Özkan Şimşek Polat Korkmaz Çakır Erdoğdu Güneş Acar Bulut Toprak Karaca Işık Uçar "
        "Ünal Taş Güler Tekin Sezer Bozkurt Aksoy Yavuz Soylu"
    ),
    "en": _words(
        "Smith Jones Taylor Brown Wilson Evans Walker White Roberts Green Hall Wood Harris Martin Cooper "
        "King Clarke Whitfield Baker Turner Parker Hughes Morris Carter"
    ),
}
_ASCII = str.maketrans("çğıöşüâîÇĞİÖŞÜ", "cgiosuaicgiosu")


def name_and_address(random: Random, language: str, ordinal: int) -> tuple[str, str]:
    """A full name and an e-mail address that no other ordinal has."""
    first, last = zipf(random, FIRST[language]), zipf(random, LAST[language])
    local = f"{first}.{last}".translate(_ASCII).lower()
    return f"{first} {last}", f"{local}{ordinal}@{'posta' if language == 'tr' else 'mail'}.example"


def zipf[T](random: Random, words: list[T] | tuple[T, ...]) -> T:
    """One of the words, the first ones much more often: about as often as words and names are used."""
    return words[int(len(words) * random.random() ** 2.2)]
