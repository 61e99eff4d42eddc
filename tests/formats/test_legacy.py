"""Texts of before Unicode: read right where that is certain, flagged where it is not."""

from __future__ import annotations

import pytest

from tests.formats.reads import Result, generic

JAPANESE = ["田中さんがチケットを削除しました", "ログインに失敗しました"]
RUSSIAN = ["пользователь удалил обращение в отделе продаж", "неудачная попытка входа в систему"]
CHINESE = ["管理员删除了工单", "登录失败"]
TAIWANESE = ["管理員刪除了工單", "登入失敗"]
KOREAN = ["관리자가 티켓을 삭제했습니다", "로그인에 실패했습니다"]
GREEK = ["ο διαχειριστής διέγραψε το δελτίο", "η σύνδεση απέτυχε για τον χρήστη"]
WESTERN = ["Zoë Müller löschte « Été » – 5 €", "ÄÖÜ gelöscht", "señor, à côté", "l’œuvre"]


def read(texts: list[str], encoding: str) -> Result:
    lines = [f'{{"time": "2026-01-02T03:04:05Z", "action": "x", "description": "{text}"}}' for text in texts]
    return generic("\n".join([*lines, lines[0].replace(texts[0], "plain")]).encode(encoding))


@pytest.mark.parametrize(
    ("texts", "encoding"),
    [(JAPANESE, "shift_jis"), (JAPANESE, "euc_jp"), (RUSSIAN * 2, "cp1251"), (WESTERN, "cp1252")],
)
def test_what_is_certain_is_read(texts: list[str], encoding: str) -> None:
    """No letter is another one, and nothing was mended."""
    result = read(texts, encoding)
    assert result.all("description") == [*texts, "plain"]
    assert not any(result.all("flags"))


@pytest.mark.parametrize(
    ("texts", "encoding"),
    [
        (CHINESE, "gbk"), (TAIWANESE, "big5"), (KOREAN, "euc_kr"), (GREEK, "cp1253"), (RUSSIAN, "koi8_r"),
        (RUSSIAN[1:], "cp1251"), (["田中太郎"], "shift_jis"),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_flagged(texts: list[str], encoding: str) -> None:
    """It is read as Western text, and each event that has such letters says so; the others do not."""
    result = read(texts, encoding)
    assert [flags[:1] for flags in result.all("flags")] == [("bad-utf8",)] * len(texts) + [()]
    assert not result.rejects


@pytest.mark.parametrize("name", ["Zoë", "Ö", "Škoda", "Ångström", "5 £", "Łukasz"[1:] + "é"])
def test_one_western_name_is_no_doubt(name: str) -> None:
    """A file may have no other letter that tells."""
    assert read([name], "cp1252").all("flags") == [(), ()]
