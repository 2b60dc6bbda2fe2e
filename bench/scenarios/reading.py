"""The pages that staff wait for: the open list, a case, a search; beside the bare statements."""

from urllib.parse import quote

from bench.driver import Driver, timed
from bench.figures import Figure, middle, share
from bench.load import run_load
from bench.one import Bench

_OPEN_LIST = (
    "SELECT c.*, u.name FROM cases_case c JOIN customers_customer u ON u.id = c.customer_id "
    "WHERE c.brand_id = %s AND c.is_open = {yes} ORDER BY c.next_due_at, c.id LIMIT 50"
)
# What the rail counts of the whole brand: no more rows than it may say.
_COUNT = (
    "SELECT count(*) FROM (SELECT c.id FROM cases_case c WHERE c.brand_id = %s AND c.is_open = {yes} "
    "LIMIT 100) AS counted"
)
_MESSAGES = "SELECT * FROM cases_message WHERE case_id = %s ORDER BY at, id"
# The newest rows that have the words: a search reads these, ranks them and shows twenty cases.
_SEARCH = {
    "sqlite": (
        "SELECT t.case_id, t.body FROM cases_fulltext f JOIN cases_searchtext t ON t.message_id = f.rowid "
        "WHERE cases_fulltext MATCH %s ORDER BY f.rowid DESC LIMIT 200"
    ),
    "postgres": (
        "SELECT case_id, body FROM cases_searchtext WHERE words @@ %s::tsquery "
        "ORDER BY message_id DESC LIMIT 200"
    ),
}
# Name, what is typed, and the words as the two databases take them.
_SEARCHES = (
    ("two words", "komisyon dekont ", ("komisyon dekont", "komisyon & dekont")),
    ("phrase", '"komisyon kesildi"', ("komisyon kesildi", "komisyon & kesildi")),
    ("prefix", "merhab", ("merhab*", "merhab:*")),
    ("from: and a word", "from:elif dekont ", ("dekont", "dekont")),
)


def measure(bench: Bench) -> list[Figure]:
    """List, counts, case page and search by a signed-in member of staff."""
    driver = Driver(bench.database)
    vendor = "sqlite" if driver.is_sqlite else "postgres"
    open_list = _OPEN_LIST.format(yes="1" if driver.is_sqlite else "true")
    figures = [
        _page(bench, "open list of 50", bench.list_page, driver, open_list, bench.brand_id),
        _page(
            bench, "counts of the rail", f"{bench.list_page}?part=rail", driver,
            _COUNT.format(yes="1" if driver.is_sqlite else "true"), bench.brand_id,
        ),
        _page(bench, "case page, 20 messages", bench.case_page, driver, _MESSAGES, bench.case_id),
        *(
            _page(
                bench, f"search {name}", bench.search_page + quote(typed), driver, _SEARCH[vendor],
                words[0 if driver.is_sqlite else 1],
            )
            for name, typed, words in _SEARCHES
        ),
    ]  # fmt: skip
    driver.close()
    return figures


def _page(bench: Bench, name: str, path: str, driver: Driver, sql: str, value: object) -> Figure:
    limit = middle(timed(lambda: driver.rows(sql, [value]), bench.rounds)) * 1000
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{bench.desk.port}\r\nAccept-Language: tr\r\n"
        f"Cookie: {bench.cookie}\r\n\r\n"
    )
    job = {"port": bench.desk.port, "clients": 1, "requests": [request] * bench.rounds, "seconds": 60}
    run_load({**job, "requests": [request] * 6})
    load = run_load(job)
    other = {status: count for status, count in load["statuses"].items() if status != "200"}
    times = [each * 1000 for each in load["times"]]
    note = f"answers: {other}" if other else ""
    return Figure(name, middle(times), "ms", limit, p95=share(times, 95), aim="p50 ≤ 30 ms", note=note)
