"""The sentences of what can go wrong in a run over many profiles."""

from __future__ import annotations

from smeadvisor.errors.sentences import Sentences, both

RUN: dict[str, Sentences] = {
    "E-EXISTS": both(
        "There is a file or folder of this name already",
        "Choose another name, or replace it with --overwrite.",
        "已有同名的檔案或資料夾",
        "請改用別的檔名，或加上 --overwrite 覆寫。",
    ),
    "E-SAME-FILE": both(
        "This file would be used twice in one run, as input or output (it is, or holds, {other})",
        "Write to another file.",
        "同一次執行中，這個檔案既是輸入又是輸出，或重複輸出（即 {other}，或包含該檔案）",
        "請寫到別的檔案。",
    ),
    "E-OUT-FORMAT": both(
        "The ending of the output does not say which format is meant",
        "End its name with one of: {choices}; with -o - say --format jsonl or csv.",
        "無法從副檔名判斷輸出格式",
        "副檔名請用下列之一：{choices}；以 -o - 寫到標準輸出時，請用 --format jsonl 或 csv。",
    ),
    "E-FLAT-FORMAT": both(
        "Flat columns can be written to Parquet alone",
        "End the output with .parquet, or leave --flat out.",
        "--flat 只能輸出 Parquet",
        "輸出檔請用 .parquet，或不要加 --flat。",
    ),
    "E-OUTPUT-FOLDER": both(
        "The folder of the output is not there",
        "Make it, or choose another place.",
        "輸出檔所在的資料夾不存在",
        "請先建立資料夾，或改存別處。",
    ),
    "E-OUTPUT-CREATE": both(
        "The output cannot be created here ({detail})",
        "Choose a place that can be written to, and run it again.",
        "無法在此建立輸出檔（{detail}）",
        "請改存到可以寫入的地方後再執行。",
    ),
    "E-OUTPUT-IO": both(
        "The output cannot be written ({detail}); nothing was published, finished parts are kept",
        "Make room, then resume with: {resume}",
        "無法寫出結果（{detail}）；尚未產生輸出檔，已完成的部分仍保留",
        "請騰出空間，再執行以下指令接續：{resume}",
    ),
    "E-OUTPUT-SYNC": both(
        "The output was published, but the disk did not confirm that it keeps it ({detail})",
        "See to the disk, then check the output with verify; to publish it once more, resume with: {resume}",
        "輸出檔已產生，但磁碟未確認已保存（{detail}）",
        "請先檢查磁碟，再以 verify 檢查輸出檔；要重新產生請執行：{resume}",
    ),
    "E-OUTPUT-NAME": both(
        "This name is longer than the disk can hold ({detail})",
        "Choose a shorter name for the output: names of files beside it are made from it.",
        "名稱過長，磁碟無法容納（{detail}）",
        "請為輸出檔改用較短的檔名；同一資料夾中其他檔案的名稱由它衍生。",
    ),
    "E-WORKING-FOLDER": both(
        "The run needs this name for its working folder, and there is something here that no run of yours has made",
        "Look at what it is and move it away, or choose another output.",
        "批次需要以此名稱建立工作資料夾，但這裡已有並非由您的批次產生的內容",
        "請查看內容並移到別處，或改用別的輸出檔。",
    ),
    "E-LEFTOVER": both(
        "An earlier run onto this output was not finished",
        "Go on with it by --resume, or begin anew by --overwrite.",
        "先前輸出到這個檔案的批次尚未完成",
        "請加 --resume 接續，或加 --overwrite 重新開始。",
    ),
    "E-BUSY": both(
        "Another run is writing this output now",
        "Wait until it has ended, or choose another output.",
        "另一個程式正在寫入這個輸出檔",
        "請等它結束，或改用別的輸出檔。",
    ),
    "E-NO-RESUME": both(
        "There is no unfinished run onto this output",
        "Run it without --resume.",
        "沒有可以接續的批次",
        "請拿掉 --resume 再執行。",
    ),
    "N-RUN-ENDED": both(
        "This run had ended: its files are here, as written, and nothing was done again",
        "",
        "這次執行先前已完成：檔案都在，內容與寫出時相同，因此未再執行",
        "",
    ),
    "E-RESUME-MISMATCH": both(
        "The unfinished run differs from this one: {differs_en}",
        "Give the same again, or begin anew by --overwrite in place of --resume.",
        "尚未完成的批次與這次不同：{differs_zh}",
        "請改回相同的內容，或以 --overwrite 取代 --resume 重新開始。",
    ),
    "E-CHECKPOINT": both(
        "What was kept of the unfinished run is damaged",
        "Begin anew by --overwrite in place of --resume.",
        "尚未完成的批次所保留的內容已損壞",
        "請以 --overwrite 取代 --resume 重新開始。",
    ),
    "E-INPUT-CHANGED": both(
        "The input changed while it was read; nothing was published",
        "Run it again, and let the input be until that has ended.",
        "輸入檔在讀取期間有變動，因此未產生輸出檔",
        "請重新執行，並在執行結束前不要更動輸入檔。",
    ),
    "E-READER-CRASH": both(
        "Reading the rows from {row} on brought the reader down ({detail})",
        "Either memory is short: use fewer --jobs or --part-rows. Or the file is damaged there: save it anew.",
        "讀取第 {row} 列起的資料時，讀取程序異常終止（{detail}）",
        "若記憶體不足，請調低 --jobs 或 --part-rows；否則檔案可能已損壞，請用原來的程式重新存檔。",
    ),
    "E-WORKER-CRASH": both(
        "The process that advised the rows from {row} on came to a sudden end ({detail})",
        "If memory is short use fewer --jobs or --part-rows; then resume with: {resume}",
        "處理第 {row} 列起資料的程序突然終止（{detail}）",
        "若記憶體不足，請調低 --jobs 或 --part-rows；再執行以下指令接續：{resume}",
    ),
    "E-ROWS": both(
        "A worksheet holds {limit} rows, and there are more",
        "Write .parquet or .csv.",
        "工作表最多 {limit} 列，資料超過此數",
        "請改用 .parquet 或 .csv 輸出。",
    ),
    "E-CELL": both(
        "A cell of a worksheet holds {limit} characters, and row {row} needs more",
        "Write .parquet, .jsonl or .csv.",
        "工作表的儲存格最多 {limit} 個字元，第 {row} 列超過此數",
        "請改用 .parquet、.jsonl 或 .csv 輸出。",
    ),
    "E-STOPPED": both(
        "Stopped; nothing was published, finished parts are kept",
        "Resume with: {resume}",
        "已停止；尚未產生輸出檔，已完成的部分仍保留",
        "接續請執行：{resume}",
    ),
    "E-STOPPED-WHOLE": both(
        "Stopped; nothing was written, and nothing is kept",
        "Run it again.",
        "已停止；未輸出任何內容，也沒有保留已完成的部分",
        "請重新執行。",
    ),
    "E-NO-MANIFEST": both(
        "There is no manifest beside it ({manifest})",
        "Put the manifest back, or make the output anew.",
        "同一資料夾中沒有它的清單檔（{manifest}）",
        "請放回清單檔，或重新產生輸出。",
    ),
    "E-MANIFEST": both(
        "This is no manifest of the output, or no longer",
        "Put the original back, or make the output anew.",
        "這不是該輸出檔的清單檔，或內容已毀損",
        "請放回原來的檔案，或重新產生輸出。",
    ),
    "E-VERIFY": both(
        "The file is not what was written: its {differs_en} differs",
        "Put the original back, or make it anew.",
        "檔案與當初寫出的不同：{differs_zh}不符",
        "請放回原來的檔案，或重新產生。",
    ),
    "W-DUP-ID": both(
        "Rows with the id of an earlier row: {count}; they were advised all the same",
        "Correct the ids, if they are not of the same profile.",
        "id 與前面重複的有 {count} 列，仍全部提出建議",
        "若應為不同對象，請更正 id。",
    ),
    "W-DUP-UNCHECKED": both(
        "With more than {limit} rows, ids were not looked through for duplicates",
        "",
        "超過 {limit} 列，未檢查 id 是否重複",
        "",
    ),
}
