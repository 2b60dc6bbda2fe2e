"""Articles for tests, through the operations that the desk uses."""

from datetime import date

from muhatap.help_centre import operations as help_centre
from muhatap.help_centre.contents import Words
from muhatap.kernel.actors import Actor
from tests.world import NOON

FILM = {"sha256": "0" * 64, "type": "video/mp4", "size": 12}


def words(
    title="Para çekme ne kadar sürer?",
    body="Banka havalesi {{method.bank.within}} sürer.\n\n- Kart: üç iş günü\n- Havale: bir iş günü",
    **more,
):
    """The words of an article in both languages; English ones are the Turkish with a mark."""
    said = {
        "titles": {"tr": title, "en": f"{title} (en)"},
        "bodies": {"tr": body, "en": f"{body}\n\nIn English."},
        "summaries": {"tr": "Kısa cevap", "en": "The short answer"},
        "other_names": {"tr": "çekim, ödeme", "en": "payout"},
        "captions": {},
        "transcripts": {},
        "video": {},
    }
    return Words(**{**said, **more})


def begin(world, slug="para-cekme", said=None, *, by="mert", at=NOON, brand=None, **page):
    """A page with its first draft."""
    new = help_centre.Page(
        slug=slug,
        owner=world.staff[by],
        review_on=page.pop("review_on", date(2027, 5, 1)),
        topics=page.pop("topics", ("PAY-WD",)),
        **page,
    )
    return help_centre.begin_article(
        brand=brand or world.brand, new=new, words=said or words(), by=Actor.staff(world.staff[by].pk), at=at
    )


def publish(world, slug="para-cekme", said=None, *, at=NOON, **page):
    """A page that everybody reads."""
    article = begin(world, slug, said, at=at, **page)
    help_centre.publish_article(article=article, by=Actor.staff(world.staff["mert"].pk), at=at)
    return article


def tell(world, number=1, at=NOON, **facts):
    """Let the charter say these facts, the same in both languages; underscores are dots."""
    said = {name.replace("_", "."): {"tr": text, "en": text} for name, text in facts.items()}
    help_centre.keep_facts(brand=world.brand, facts=said, number=number, by=Actor.system("charter"), at=at)
