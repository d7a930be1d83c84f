"""The sentences of what can go wrong when one row of a table is to be taken."""

from __future__ import annotations

from smeadvisor.errors.sentences import Sentences, both

ROWS: dict[str, Sentences] = {
    "E-ROW-WHICH": both(
        "This is a table of several profiles, and one of them is to be taken",
        "Say which by --row: its number, as in the column row of what batch writes, or its id; "
        "smeadvisor batch advises all of them.",
        "這是含有多份資料的表格，須指定其中一份",
        "請以 --row 指定：列號（即 batch 輸出的 row 欄）或 id；要一次取得全部建議請用 smeadvisor batch。",
    ),
    "E-ROW-NAME": both(
        "No row has the number or the id {value}: there are {rows}",
        "Look it up in the column row of what batch writes, or in the column id.",
        "沒有列號或 id 為 {value} 的列：共 {rows} 列",
        "請查對 batch 輸出的 row 欄，或 id 欄。",
    ),
    "E-ROW-TWICE": both(
        "Several rows have the id {value}: {rows}",
        "Give one of these numbers.",
        "有多列的 id 都是 {value}：第 {rows} 列",
        "請改用其中一個列號。",
    ),
    "E-ROW-PROFILE": both(
        "This file holds one profile, not a table",
        "Leave --row out.",
        "這個檔案只有一份資料，不是表格",
        "請拿掉 --row。",
    ),
    "E-ROW-OUTPUT": both(
        "This is what a batch wrote; a profile is taken from what it read",
        "Give the table that the batch was run over, with the same --row.",
        "這是 batch 的輸出，對象資料要從它的輸入檔讀取",
        "請改給當時輸入的表格，--row 不變。",
    ),
    "W-ROW-ID": both(
        "Row {value} is taken; {value} is also the id of another: {rows}",
        "If that one is meant, give its number.",
        "採用第 {value} 列；另有 id 為 {value} 的列：第 {rows} 列",
        "若要的是後者，請改用其列號。",
    ),
}  # fmt: skip
