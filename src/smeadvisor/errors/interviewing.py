"""The sentences of what can go wrong in an interview."""

from __future__ import annotations

from smeadvisor.errors.sentences import Sentences, both

INTERVIEWING: dict[str, Sentences] = {
    "E-NO-INTERVIEW": both(
        "There is no unfinished interview with this file",
        "Leave --resume out: it begins where the profile stands.",
        "這個檔案沒有尚未完成的訪談",
        "請拿掉 --resume，會從檔案現有的內容開始。",
    ),
    "E-INTERVIEW": both(
        "What was kept of the unfinished interview cannot be understood",
        "Remove this file; the answers are in the profile beside it.",
        "無法讀取尚未完成的訪談紀錄",
        "請刪除這個檔案；答案仍保存在同一資料夾的資料檔中。",
    ),
    "E-INTERVIEW-OPEN": both(
        "An interview with this file was not finished",
        "Go on with it by --resume, or write to another file with -o.",
        "這個檔案的訪談尚未完成",
        "請加 --resume 繼續，或以 -o 存到別的檔案。",
    ),
    "E-INTERVIEW-BUSY": both(
        "An interview with this file is open in another window",
        "Go on with it there, or end it there first.",
        "另一個視窗正在進行這個檔案的訪談",
        "請在該視窗繼續，或先在該視窗結束。",
    ),
    "E-INTERVIEW-EXISTS": both(
        "There is a file of this name already",
        "Name another with -o; to go on with its own profile, name that file both as PROFILE and with -o.",
        "已有同名的檔案",
        "請以 -o 指定別的檔名；若要接續該檔案，請將它同時寫作 PROFILE 與 -o 的檔名。",
    ),
    "E-INPUT-ENDED": both(
        "The input ended before the interview did; what was answered is saved",
        "Go on with: {resume}",
        "訪談尚未結束，輸入就中斷了；已回答的內容都已存檔",
        "繼續請執行：{resume}",
    ),
    "E-INTERVIEW-STOPPED": both(
        "Stopped; what was answered is saved",
        "Go on with: {resume}",
        "已停止；已回答的內容都已存檔",
        "繼續請執行：{resume}",
    ),
    "E-NOTHING-SAVED": both(
        "The interview ended before anything was answered; nothing was saved",
        "Begin anew.",
        "還沒回答任何問題，訪談就結束了；沒有存檔",
        "請重新開始。",
    ),
}
