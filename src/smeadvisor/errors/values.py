"""The sentences of what can be wrong with profiles and their answers."""

from __future__ import annotations

from smeadvisor.errors.sentences import Sentences, both

VALUES: dict[str, Sentences] = {
    "E-NUM-FINITE": both(
        "{value} is not a finite number",
        "Write an ordinary number, or leave the answer out.",
        "{value} 不是有限的數值",
        "請填一般數字，或不填這一項。",
    ),
    "E-UNKNOWN-KEY": both(
        "{value} is not a known field here{nearest_en}",
        "Correct the name or take it out.",
        "這裡沒有 {value} 這個欄位{nearest_zh}",
        "請改正名稱或刪去這一項。",
    ),
    "E-ANSWERS": both(
        "{value} is an answer, but stands outside answers",
        "Move it inside answers (in YAML, under answers: and indented).",
        "{value} 是一項答案，卻寫在 answers 之外",
        "請移到 answers 之內（YAML 檔請放在 answers: 之下並縮排）。",
    ),
    "E-MISSING": both("The field {value} is missing", "Add it{how_en}.", "缺少欄位 {value}", "請補上{how_zh}。"),
    "E-TYPE": both(
        "{value} is not {expected_en}",
        "Write {expected_en}{quoted_en}.",
        "{value} 不是{expected_zh}",
        "請填{expected_zh}{quoted_zh}。",
    ),
    "E-NUM": both(
        "{value} is not a number as it is written here",
        "Write digits only, such as 1234.5: no separators, units or other digits.",
        "{value} 不是這裡接受的數字寫法",
        "請只寫半形數字，例如 1234.5；不要加千分位或單位，也不要用全形或國字數字。",
    ),
    "E-STEP": both(
        "{value} is finer than the step of {step}",
        "Round it to a whole multiple of {step}.",
        "{value} 比最小單位 {step} 更細",
        "請四捨五入到 {step} 的倍數。",
    ),
    "E-RANGE": both(
        "{value} is outside the range {range}",
        "Give a value inside the range.",
        "{value} 超出範圍 {range}",
        "請填範圍內的值。",
    ),
    "E-CHOICE": both(
        "{value} is not one of the choices{nearest_en}",
        "Choose one of: {choices}{choices_en}{several_en}.",
        "{value} 不在選項之中{nearest_zh}",
        "請從下列選項擇一：{choices}{choices_zh}{several_zh}。",
    ),
    "E-MORE": both(
        "Not all is told: {what_en}",
        "Correct what is told, and check again.",
        "其餘未逐項列出：{what_zh}",
        "請先改正列出的各項，再重新檢查。",
    ),
    "E-CURRENCY": both(
        "An amount of money needs its currency: {value}",
        "Write both, such as 250000 USD{beside_en}.",
        "金額必須註明幣別：{value}",
        "請一併寫出，例如 250000 USD{beside_zh}。",
    ),
    "E-DATE": both(
        "{value} is not a calendar date",
        "Write it as 2011-12-31{or_en}.",
        "{value} 不是正確的日期",
        "請寫成 2011-12-31 的形式{or_zh}。",
    ),
    "E-AS-OF": both(
        "{value} is not a day that the rulebook can speak of",
        "Write a year, a month or a day from {first} on, such as {first}, 2018-04 or 2021-03-31.",
        "規則庫無法以 {value} 為基準日",
        "請填 {first} 年以後的年、月或日，例如 {first}、2018-04 或 2021-03-31。",
    ),
    "W-AS-OF": both(
        "The rulebook is reviewed through {reviewed} only: what changed later is not in it",
        "Ask the agency before you rely on a measure.",
        "規則庫僅查證至 {reviewed}，其後的變動並未納入",
        "採用措施前請先向主辦機關查證。",
    ),
    "E-ECONOMY": both(
        "{value} is not an ISO 3166 alpha-3 code{nearest_en}",
        "Write three capital letters, such as TWN or MEX, or a name that the rulebook has.",
        "{value} 不是 ISO 3166 三字母代碼{nearest_zh}",
        "請寫三個大寫字母，例如 TWN 或 MEX，或規則庫所用的名稱。",
    ),
    "E-QUALIFIER": both(
        "{value} is not a qualifier of this value",
        'Write "~" (about) or ">" (more than){quoted_en}, on a number.',
        "{value} 不是這個值可用的修飾符號",
        '數值才可加 "~"（約）或 ">"（超過）{quoted_zh}。',
    ),
    "E-AUDIENCE": both(
        "{value} is asked of {audience_en}, not of this kind of profile",
        "Remove it, or correct the field kind.",
        "{value} 只問{audience_zh}，不適用於這種資料檔",
        "請刪去，或改正 kind 欄位。",
    ),
    "W-UNIT-SUSPECT": both(
        "{value} is unusually high per employee: it may be in the wrong unit",
        "Check the amount; the advice uses it as given.",
        "{value} 換算成每位員工的金額異常地高，單位可能有誤",
        "請再確認金額；建議仍以所填數值計算。",
    ),
}
