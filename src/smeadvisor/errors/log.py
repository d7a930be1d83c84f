"""The sentences of what can go wrong with a decision log."""

from __future__ import annotations

from smeadvisor.errors.sentences import Sentences, both

LOG: dict[str, Sentences] = {
    "E-LOG-WRITE": both(
        "The decision log cannot be written ({detail}), so what was to be recorded is not shown",
        "Make room or name another log, then run it again.",
        "無法寫入決策紀錄（{detail}），因此應記錄的結果不予顯示",
        "請騰出空間或改用別的紀錄檔，再重新執行。",
    ),
    "E-LOG-BUSY": both(
        "Another process holds the decision log, so what was to be recorded is not shown",
        "Try again when it has ended.",
        "另一個程式正占用決策紀錄，因此應記錄的結果不予顯示",
        "請等它結束後再試。",
    ),
    "E-LOG-FORM": both(
        "This file is not a decision log of this version",
        "Name another file; a new log is made where there is none.",
        "這個檔案不是此版本的決策紀錄",
        "請改用別的檔名；檔案不存在時會自動建立新的紀錄。",
    ),
    "E-LOG-DAMAGED": both(
        "The decision log is damaged ({detail})",
        "Take a copy of it from before, and hold that against the head noted down.",
        "決策紀錄已損壞（{detail}）",
        "請改用先前的備份，並與另行抄錄的雜湊值核對。",
    ),
    "E-LOG-GUARD": both(
        "The triggers or tables of the decision log are not those it was made with",
        "Somebody changed the file by other means: hold it against a copy from before.",
        "決策紀錄的觸發程序或資料表與建立時不同",
        "檔案曾被以其他方式更動，請與先前的備份核對。",
    ),
    "E-LOG-LINK": both(
        "The chain breaks at record {number}: {what_en}",
        "Nothing from there on is proved; hold the log against a copy from before.",
        "鏈結在第 {number} 筆中斷：{what_zh}",
        "自該筆起均無法證實，請與先前的備份核對。",
    ),
    "E-LOG-CUT": both(
        "The records from {number} to {count} were cut off the end",
        "Hold the log against a copy from before.",
        "末尾的第 {number} 至 {count} 筆紀錄已被截去",
        "請與先前的備份核對。",
    ),
    "E-LOG-END": both(
        "The end of the log is not what its head says",
        "Hold the log against a copy from before.",
        "紀錄的結尾與所載的最新雜湊值不符",
        "請與先前的備份核對。",
    ),
    "E-LOG-HEAD": both(
        "The log does not hold the head that was noted down ({head})",
        "It was rewritten or cut since, or the note is of another log.",
        "紀錄中找不到先前抄錄的雜湊值（{head}）",
        "紀錄可能遭改寫或截去，或抄錄的雜湊值出自另一份紀錄。",
    ),
    "E-LOG-RULEBOOK": both(
        "The log holds no rulebook of the digest {value}",
        "Verify it: smeadvisor log verify.",
        "紀錄中沒有雜湊值為 {value} 的規則庫",
        "請執行 smeadvisor log verify 檢查。",
    ),
    "E-LOG-RULEBOOK-CHANGED": both(
        "The rulebook {value} that the log keeps was changed",
        "Hold the log against a copy from before.",
        "紀錄所保存的規則庫 {value} 遭更動",
        "請與先前的備份核對。",
    ),
    "E-LOG-RECORD": both(
        "There is no record {value} in the log",
        "Look for its number by: smeadvisor log list.",
        "紀錄中沒有第 {value} 筆",
        "請以 smeadvisor log list 查詢編號。",
    ),
    "E-LOG-KIND": both(
        "Record {number} is no consultation",
        "Show it as data, or name a consultation.",
        "第 {number} 筆不是諮詢紀錄",
        "請改以資料形式檢視，或指定諮詢紀錄。",
    ),
    "E-LOG-KIND-BATCH": both(
        "Record {number} is no batch run",
        "Leave --row out, or name a batch run.",
        "第 {number} 筆不是批次紀錄",
        "請拿掉 --row，或指定批次紀錄。",
    ),
    "E-LOG-PURGED": both(
        "What record {number} held was removed on request",
        "Nothing can bring it back.",
        "第 {number} 筆的內容已依要求清除",
        "無法復原。",
    ),
    "E-LOG-MASKED": both(
        "Record {number} does not hold all answers, so its advice cannot be written out again",
        "Show it as data.",
        "第 {number} 筆未儲存全部答案，無法重現當時的建議",
        "請改以資料形式檢視。",
    ),
    "N-LOG-MASKED": both(
        "Record {number} cannot be replayed wholly: not stored were {masked}",
        "",
        "第 {number} 筆無法完整重算：未儲存 {masked}",
        "",
    ),
    "E-LOG-DIFFERS": both(
        "Record {number} comes out otherwise today: {where} was {then} and is {today}",
        "Show what was recorded as data; the program was changed, or the log was.",
        "第 {number} 筆今日重算的結果不同：{where} 原為 {then}，現為 {today}",
        "請以資料形式檢視當時的紀錄；程式或紀錄曾經更動。",
    ),
    "E-LOG-UNREADABLE": both(
        "Record {number} cannot be replayed by this version of the program",
        "Use the version that made it; what is wrong follows.",
        "此版本的程式無法重算第 {number} 筆",
        "請改用當時的版本；原因如下。",
    ),
    "W-LOG-PROGRAM": both(
        "Records were made by version {programs}, and replayed by {version}",
        "",
        "紀錄由版本 {programs} 產生，以版本 {version} 重算",
        "",
    ),
    "E-LOG-INPUT": both(
        "This input of the run is not there any more",
        "Put it back where it was.",
        "該批次的這個輸入檔已不在原處",
        "請放回原來的位置。",
    ),
    "E-LOG-INPUT-CHANGED": both(
        "This input of the run is not what it was (SHA-256)",
        "Put the original back.",
        "該批次的這個輸入檔與當時不同（SHA-256 不符）",
        "請放回原來的檔案。",
    ),
    "E-LOG-ROW": both(
        "The row comes out otherwise: its {column} differs",
        "Check the output by smeadvisor verify; if it is as written, the program was changed.",
        "該列的結果不同：{column} 不符",
        "請以 smeadvisor verify 檢查輸出檔；若無異狀，則是程式曾經更動。",
    ),
    "E-NO-ROW": both(
        "There is no row {row}: there are {rows}",
        "Count from 1 through all inputs, as the column row does.",
        "沒有第 {row} 列：共 {rows} 列",
        "請依輸出檔的 row 欄，從 1 起、跨所有輸入檔連續計數。",
    ),
    "E-LOG-PROFILE": both(
        "No record is of the profile {value}",
        "Check the id: smeadvisor log list.",
        "沒有對象 {value} 的紀錄",
        "請以 smeadvisor log list 查對 id。",
    ),
    "E-LOG-TRACES": both(
        "The records were emptied, but another process still reads what was in them",
        "End it and purge again, so that no trace stays on the disk.",
        "紀錄已清空，但另一個程式仍在讀取原有內容",
        "請結束該程式後再清除一次，以免磁碟上留下痕跡。",
    ),
    "E-LOG-EMPTY": both(
        "{value} says nothing",
        "Write it out.",
        "{value} 沒有內容",
        "請填寫。",
    ),
    "E-LOG-DAY": both(
        "{value} is not a day",
        "Write a year, a month or a day, such as 2026-11-27.",
        "{value} 不是日期",
        "請寫年、年月或年月日，例如 2026-11-27。",
    ),
}  # fmt: skip
