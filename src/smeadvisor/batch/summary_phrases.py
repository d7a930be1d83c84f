"""The fixed phrases of the summary page, in both languages."""

from __future__ import annotations

from smeadvisor.errors import Lang
from smeadvisor.report.wording import phrased

_PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Export advice: summary of a batch", "出口建議：批次摘要"),
    "imprint": (
        "Rulebook {version} ({digest}); instruments as of {date}.",
        "規則庫版本 {version}（{digest}）；各項措施以{date}的情形為準。",
    ),
    "rows": ("profiles read", "讀入筆數"),
    "advised": ("advised", "提出建議"),
    "rejected": ("rejected", "退回"),
    "law": (
        "{rows} read = {advised} advised + {rejected} rejected.",
        "讀入 {rows} 筆＝提出建議 {advised} 筆＋退回 {rejected} 筆。",
    ),
    "advice": ("Advice", "建議"),
    "nobody": ("No profile was advised, so there is nothing to count.", "沒有任何資料獲得建議，因此無從統計。"),
    "barriers": ("Most frequent obstacles", "最常見的障礙"),
    "barriers_note": (
        "How many of the advised meet each obstacle, by severity; shares are of all advised.",
        "各項障礙出現的筆數，依嚴重程度分列；比率以全部獲得建議者為準。",
    ),
    "no_barriers": ("No obstacle was found.", "未發現任何障礙。"),
    "barrier": ("obstacle", "障礙"),
    "severe": ("severe", "嚴重"),
    "moderate": ("moderate", "中等"),
    "mild": ("mild", "輕微"),
    "recommendations": ("Recommendations most often ranked first", "最常排第一的建議"),
    "recommendations_note": (
        "In the order of how often each comes first; the whole bar is how often it is given at any rank.",
        "依排第一的筆數排列；整條長度為提出的總筆數（不論名次）。",
    ),
    "no_recommendations": ("Nothing was recommended.", "未提出任何建議。"),
    "recommendation": ("recommendation", "建議"),
    "first": ("ranked first", "排第一"),
    "further": ("further down", "排第二以後"),
    "any": ("at any rank", "不論名次"),
    "first_and_any": (
        "first for {first} ({first_share}), given to {any} ({any_share})",
        "排第一：{first} 筆（{first_share}）；共提出：{any} 筆（{any_share}）",
    ),
    "by_sector_group": ("By sector", "依產業"),
    "by_size_class": ("By size", "依規模"),
    "by_economy": ("By economy", "依經濟體"),
    "by_kind": ("By kind of profile", "依資料類型"),
    "firm": ("firms", "公司"),
    "economy": ("economies", "經濟體"),
    "rest": ("not classified", "未分類"),
    "by_note": (
        "Shares of the profiles of each column; the tables scroll sideways.",
        "比率以各欄的筆數為準；表格可左右捲動。",
    ),
    "others": ("all others", "其餘"),
    "profiles": ("profiles", "筆數"),
    "by_barriers": ("Obstacles present", "出現的障礙"),
    "by_first": ("Recommendations ranked first", "排第一的建議"),
    "up_to": ("up to {most}%", "{most}% 以下"),
    "over": ("over {most}%", "超過 {most}%"),
    "undecided": ("Questions that most often remain open", "最常缺少答案的問題"),
    "undecided_note": (
        "Answers that are missing, or in a currency that no rule compares, and could change the advice; shares are of"
        " the profiles that the question is put to.",
        "未回答，或金額的幣別無法比較，建議可能因此不同；比率以該題適用的筆數為準。",
    ),
    "no_undecided": ("No open question could change any advice.", "沒有會影響建議的未答問題。"),
    "question": ("question", "問題"),
    "rejects": ("Why profiles were rejected", "退回原因"),
    "rejects_note": (
        "Problems by kind; a profile may have several. The file of rejects gives each with its place and remedy.",
        "依問題種類統計；一筆資料可能有多項問題。各項的位置與改正方式見退回檔。",
    ),
    "problems": ("problems", "問題數"),
    "no_rejects": ("None was rejected.", "沒有退回的資料。"),
    "warnings": ("To be checked", "請再確認"),
    "warnings_note": ("Advised as they are, though something looks odd.", "已照所填內容提出建議，但有可疑之處。"),
    "duplicates": (
        "{count} of the advised have an id that an earlier one has already.",
        "獲得建議的資料中，有 {count} 筆的 id 與前面的資料重複。",
    ),
    "unseen": ("There are too many profiles to look for ids given twice.", "資料過多，未檢查 id 是否重複。"),
    "reason": ("reason", "原因"),
    "total": ("all", "合計"),
    "share": ("share", "比率"),
    "key": ("Key", "圖例"),
    "table": ("As a table", "以表格檢視"),
}


def phrase(name: str, lang: Lang, /, **blanks: object) -> str:
    """The phrase of that name, its blanks filled."""
    return phrased(_PHRASES[name], lang, **blanks)
