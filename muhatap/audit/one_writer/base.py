"""Django's SQLite, with every writer in turn: pages, sessions, jobs and commands, whatever door they come by.

Whoever asked SQLite itself for its lock would sleep up to a tenth of a second at a time beside writers that
never pause, and be refused ("database is locked") after all its patience.
"""

from typing import Any

from django.db.backends.sqlite3 import base

from muhatap.audit.turns import begin_turn, end_turn

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLAC")


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that waits for its turn before it begins a transaction or writes without one."""

    _has_turn = False

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor whose single statements take their turn too."""
        if self.is_in_memory_db():
            return super().create_cursor(name)
        return self.connection.cursor(factory=_Cursor)

    def _start_transaction_under_autocommit(self) -> None:
        self._begin_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()
        # A commit that fails leaves the transaction open, and Django rolls it back.
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._end_turn()

    def _begin_turn(self) -> None:
        if not self._has_turn and not self.is_in_memory_db():
            begin_turn()
            self._has_turn = True

    def _end_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            end_turn()


class _Cursor(base.SQLiteCursorWrapper):
    def execute(self, query: str, params: Any = None) -> Any:
        if not _is_alone(self, query):
            return super().execute(query, params)
        begin_turn()
        try:
            return super().execute(query, params)
        finally:
            end_turn()

    def executemany(self, query: str, param_list: Any) -> Any:
        if not _is_alone(self, query):
            return super().executemany(query, param_list)
        begin_turn()
        try:
            return super().executemany(query, param_list)
        finally:
            end_turn()


def _is_alone(cursor: base.SQLiteCursorWrapper, query: str) -> bool:
    """Whether a statement writes and is a transaction by itself."""
    return query[:6].upper() in _WRITES and not cursor.connection.in_transaction
