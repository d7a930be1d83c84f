"""Short titles of what can be wrong with a row, for counts of many: a sentence speaks of one value, a title of none."""

from __future__ import annotations

from typing import Literal

TITLES = {
    "E-AUDIENCE": ("asked of the other kind of profile", "此題不適用於這類對象"),
    "E-CHAR": ("characters that no text may hold", "含有不允許的字元"),
    "E-CHOICE": ("not one of the choices", "不在選項之中"),
    "E-CSV-QUOTE": ("quotation marks that do not match", "引號未成對"),
    "E-CURRENCY": ("amounts without a currency", "金額未註明幣別"),
    "E-DEPTH": ("nested too deeply", "巢狀結構過深"),
    "E-DUP-KEY": ("a field given twice", "欄位重複"),
    "E-ECONOMY": ("not an ISO 3166 code of three letters", "不是 ISO 3166 三字母代碼"),
    "E-EMPTY": ("nothing in the file", "檔案沒有內容"),
    "E-ENCODING": ("bytes of another encoding", "文字編碼不符"),
    "E-FORMAT": ("not a profile at all", "內容不是對象資料"),
    "E-FORMULA-UNCACHED": ("formulas without a result", "公式沒有計算結果"),
    "E-JSON-SYNTAX": ("not valid JSON", "JSON 格式不正確"),
    "E-LEN": ("texts that are too long", "文字過長"),
    "E-MANY": ("too many values", "值過多"),
    "E-MERGED": ("merged cells", "合併的儲存格"),
    "E-MISSING": ("a field that every profile needs", "缺少必要欄位"),
    "E-MORE": ("more faults than are told", "錯誤過多，未逐項列出"),
    "E-NUM": ("numbers written in another way", "數字寫法不符"),
    "E-NUM-FINITE": ("numbers that are not finite", "不是有限的數值"),
    "E-QUALIFIER": ("qualifiers that do not fit", "修飾符號不適用"),
    "E-RANGE": ("numbers out of range", "數值超出範圍"),
    "E-ROW-WIDTH": ("more or fewer cells than the header", "格數與標題列不符"),
    "E-SIZE": ("profiles that are too large", "單筆資料過大"),
    "E-STEP": ("numbers with too many decimals", "小數位數過多"),
    "E-TYPE": ("answers of another type", "答案的型別不符"),
    "E-UNKNOWN-KEY": ("fields that are not known", "不認得的欄位"),
    "E-YAML-SYNTAX": ("not valid YAML", "YAML 格式不正確"),
    "W-FORMULA": ("formulas, taken by their last result", "公式，採用最後存檔的結果"),
    "W-UNIT-SUSPECT": ("amounts unusually high per employee", "每位員工的金額異常地高"),
}


def title(code: str, lang: Literal["en", "zh-Hant"]) -> str:
    """The title of a code; empty for one that no row is told of."""
    return TITLES.get(code, ("", ""))[lang == "zh-Hant"]
