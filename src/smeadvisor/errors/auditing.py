"""The sentences of what can go wrong when profiles are audited."""

from __future__ import annotations

from smeadvisor.errors.sentences import Sentences, both

AUDITING: dict[str, Sentences] = {
    "E-CUT-SHORT": both(
        "Stopped before the end; the output is not whole",
        "Run it again.",
        "執行中途停止，輸出不完整",
        "請重新執行。",
    ),
    "E-AUDIT-CRASH": both(
        "The process that audited the rows from {row} on came to a sudden end ({detail})",
        "If memory is short use fewer --jobs or --part-rows; then run it again.",
        "查核第 {row} 列起資料的程序突然終止（{detail}）",
        "若記憶體不足，請調低 --jobs 或 --part-rows，再重新執行。",
    ),
    "E-NO-CLASSIFICATION": both(
        "This rulebook has no classification {value}",
        "Choose another --by, or leave it out.",
        "這個規則庫沒有 {value} 這項分類",
        "請改用其他 --by，或不要使用。",
    ),
    "E-NONE-AUDITED": both(
        "None of the {rows} rows could be audited",
        "Correct the rows; the messages say how.",
        "{rows} 列資料全部無法查核",
        "請依訊息改正資料。",
    ),
}
