"""What the interview says of itself, in both languages."""

from __future__ import annotations

from smeadvisor.errors import Lang, Problem
from smeadvisor.report.wording import phrased
from smeadvisor.terminal.prompts import Command

_WORDS: dict[str, tuple[str, str]] = {
    # How far it is.
    "question": ("Question {number}", "第 {number} 題"),
    "question_of": ("Question {number} of {count}", "第 {number} 題，共 {count} 題"),
    "decided": ("{decided}% decided", "已確定 {decided}%"),
    "at_most": ("at most {count} more", "最多還有 {count} 題"),
    "settled": ("the order of the first recommendations is certain", "前幾項建議的順序已確定"),
    "begin": ("To begin", "開始"),
    # Steps apart from the questions.
    "ask_kind": ("Who is to be advised?", "要為誰提供建議？"),
    "firm": ("a firm", "公司"),
    "economy": ("an economy (for those who make policy)", "經濟體（供政策規劃者使用）"),
    "ask_economy": ("In which economy is it at home?", "所在的經濟體是？"),
    "help_economy": (
        "Its three letters of ISO 3166, or the name of one of the region's: {names}",
        "請輸入 ISO 3166 三字母代碼，或亞太區域經濟體的名稱：{names}",
    ),
    "hint_economy": ("three letters, such as {code}, or a name", "三字母代碼如 {code}，或名稱"),
    "ask_id": (
        "What is it to be called in your files? A short name or number",
        "檔案要用什麼編號？請取簡短的名稱或號碼",
    ),
    "help_id": (
        "The profile is saved under this name, in this folder. No rule reads it.",
        "資料會以這個名稱存在目前的資料夾。編號不影響建議。",
    ),
    "ask_name": ("What is its name in the advice? Leave it empty for none", "建議書上要顯示什麼名稱？不需要就留空"),
    "help_name": ("Any name; no rule reads it.", "任何名稱都可以，不影響建議。"),
    "offer": ("What next?", "接下來要做什麼？"),
    "finish": ("see the advice and finish", "看建議，完成諮詢"),
    "go_on": ("go on with the questions that are left ({count})", "繼續回答其餘問題（{count} 題）"),
    "look_over": ("look over the answers, and change them", "檢視並修改答案"),
    "all_asked": ("Every question has been put.", "所有問題都問過了。"),
    "review": ("Which answer is to be changed?", "要修改哪一題的答案？"),
    "review_done": ("none, go on", "不用修改，繼續"),
    "help_offer": (
        "Further answers cannot change the first recommendations, but they can bring in others further down and decide"
        " which measures can be taken up.",
        "回答其餘問題不會改變前幾項建議，但可能帶出後面的其他建議，也有助於判斷能否運用各項措施。",
    ),
    # How an answer is given.
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "none": ("none of these", "以上皆無"),
    "dont_know": ("not known", "不知道"),
    "not_applicable": ("does not apply", "不適用"),
    "money": ("amount and currency, such as 250000 USD", "金額與幣別，例如 250000 USD"),
    "several": ("numbers with commas between them", "可填多個號碼，以逗號分隔"),
    "now": ("now: {answer}", "目前：{answer}"),
    "known": ("Known already ({count}):", "已有的資料（{count} 項）："),
    "known_item": ("{title}: {answer}", "{title}：{answer}"),
    "left_open": ("leave open", "留空"),
    "is_open": ("{title}: left open", "{title}：留空"),
    "no_why": (
        "No recommendation waits for it as things stand; it makes the profile whole, and may decide which measures"
        " can be taken up.",
        "目前沒有建議取決於這項答案；填了可使資料完整，也可能影響能否運用某些措施。",
    ),
    "waited_for": (
        "Rules wait for the answer; it could bring in or move: {titles}.",
        "有規則要靠這項答案判定，可能帶出或影響的建議：{titles}。",
    ),
    "no_help": ("There is no help to this.", "這裡沒有其他說明。"),
    "at_begin": ("This is the beginning.", "這是第一題。"),
    "not_here": ("That cannot be said here.", "這裡不能這樣回答。"),
    "answer_first": ("Nothing was typed.", "尚未輸入內容。"),
    "tick_first": (
        "Nothing is ticked: tick what holds, or “none of these”.",
        "還沒有勾選：請勾選符合的項目，或選「以上皆無」。",
    ),
    "switched": ("Now in English.", "現在使用中文。"),
    # Remedies that fit an interview better than a file.
    "remedy_E-CURRENCY": ("Write the amount and its currency: 250000 USD.", "請寫金額與幣別：250000 USD。"),
    "remedy_E-CHOICE": ("Type one of the numbers before the choices.", "請輸入選項前的號碼。"),
    "remedy_E-INTERVIEW-EXISTS": ("Choose another name.", "請改用其他編號。"),
    "words": ("In place of an answer: {named}.", "也可以輸入：{named}。"),
    # Endings.
    "saved": (
        "The profile is in {path}; advise it again with: smeadvisor advise {path}",
        "資料存於 {path}；要再次取得建議，請執行：smeadvisor advise {path}",
    ),
    "so_far": ("The advice as far as the answers go:", "依目前的回答，建議如下："),
    "open": ("To go on: smeadvisor interview {path} --resume", "繼續訪談請執行：smeadvisor interview {path} --resume"),
    "nothing_yet": ("Nothing was answered, so nothing was saved.", "尚未回答任何問題，因此沒有存檔。"),
    "moved": ("move", "移動"),
    "choose": ("choose", "選擇"),
    "tick": ("tick", "勾選"),
    "enter": ("done", "確定"),
    "no_match": ("nothing matches", "沒有符合的選項"),
    "find": ("find: ", "搜尋："),
    "filter": ("type to narrow", "輸入文字可篩選"),
}

COMMANDS: dict[Command, tuple[str, str]] = {
    "help": ("help", "說明"),
    "why": ("why do you ask?", "為何問這題"),
    "dont_know": ("don't know", "不知道"),
    "not_applicable": ("does not apply", "不適用"),
    "leave": ("leave as it is", "維持原狀"),
    "back": ("back", "上一題"),
    "language": ("中文", "English"),
    "review": ("look over", "檢視答案"),
    "stop": ("stop here", "先停在這裡"),
}
"""What each command is called where it is offered."""


def say(name: str, lang: Lang, /, **blanks: object) -> str:
    """The words of that name, their blanks filled."""
    return phrased(_WORDS[name], lang, **blanks)


def command_name(command: Command, lang: Lang) -> str:
    """What a command is called where it is offered."""
    return phrased(COMMANDS[command], lang)


def refusal(problem: Problem, lang: Lang) -> str:
    """Why an entry will not do, as a file would be told, and the remedy that fits an interview."""
    own = f"remedy_{problem.code}"
    remedy = say(own, lang) if own in _WORDS else problem.remedy(lang)
    message = problem.message(lang)
    asks = message.endswith(("?", "？"))
    stop = ("" if asks else "。") if lang == "zh-Hant" else (" " if asks else ". ")
    return f"{message}{stop}{remedy}".strip()
