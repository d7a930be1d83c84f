"""The fixed phrases of a report, in both languages."""

from __future__ import annotations

from smeadvisor.errors import Lang
from smeadvisor.report.wording import phrased

_PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Export advice for {name}", "{name}：出口建議"),
    "firm": ("firm", "公司"),
    "economy": ("economy", "經濟體"),
    "as_of": (
        "Rulebook {version} ({digest}), reviewed through {reviewed}; instruments as of {date}.",
        "規則庫版本 {version}（{digest}），資料查證至{reviewed}；各項措施以{date}的情形為準。",
    ),
    "profile": ("Profile", "對象"),
    "classified": ("Classification", "分類"),
    "unknown": ("not known", "不詳"),
    "none_advised": (
        "There are not enough answers yet to recommend anything.",
        "現有資料不足，尚無法提出建議。",
    ),
    "none_needed": (
        "The answers given show neither an obstacle nor a need: nothing is recommended.",
        "依現有答案，既未發現障礙，也未表明需求，因此沒有建議。",
    ),
    "none_for_these": (
        "The rulebook has no recommendation for the obstacles found; they are listed below.",
        "已發現障礙（列於下方），但規則庫尚無對應的建議。",
    ),
    "answers": ("obstacle answered: {list}", "所對應的障礙：{list}"),
    "answers_many": ("obstacles answered: {list}", "所對應的障礙：{list}"),
    "rank": ("{severity}; no. {rank} of the ten in Table 9", "{severity}，表九第 {rank} 名"),
    "mild": ("mild", "輕微"),
    "moderate": ("moderate", "中等"),
    "severe": ("severe", "嚴重"),
    "reading": (
        "That your answers show this is our reading, not the paper's",
        "上述判斷是本規則庫依回答所作的推論，並非論文所述",
    ),
    "inferred": ("taken as ground by our inference", "以此為依據是本規則庫的推論"),
    "see": ("see {place}", "參見{place}"),
    "argued": ("argued in {place}", "論述見{place}"),
    "measures_firm": ("open to you", "貴公司可運用的措施"),
    "measures_economy": ("what exists already to build on", "現有可加強的措施"),
    "measures_unknown": ("not confirmed to exist today: ask first", "目前是否續辦未能查證、請先洽詢的措施"),
    "no_measure_firm": (
        "The rulebook knows none at home or in the region for this",
        "規則庫中沒有本地或區域內的相關措施",
    ),
    "no_measure_economy": (
        "The rulebook knows none of this economy's own for this",
        "規則庫中沒有該經濟體本身的相關措施",
    ),
    "met": ("conditions met: {list}", "已符合的條件：{list}"),
    "unmet": ("conditions not met: {list}", "不符合的條件：{list}"),
    "at_least": ("It would take at least: {list}", "至少還須具備：{list}"),
    "once": ("It would be open once: {list}", "具備下列條件即可申請：{list}"),
    "no_conditions": ("The source gives no conditions; ask the agency", "所據資料未說明申請條件，請洽主辦機關"),
    "unchecked": ("conditions still to be checked: {list}", "尚待確認的條件：{list}"),
    "precedents_firm": (
        "precedents to learn from or to ask your own government for",
        "可供借鏡、或向政府建議比照辦理的前例",
    ),
    "precedents_economy": ("precedents elsewhere", "其他經濟體可供借鏡的前例"),
    "not_open_firm": ("not open to you as things stand", "目前無法申請的措施"),
    "not_open_economy": ("what there was and is closed", "已停辦的措施"),
    "since": ("what became of it: {what}", "後續發展：{what}"),
    "told": ("see under {rank}", "說明見第 {rank} 項建議"),
    "status_changed": ("It has changed since", "其後已有變動"),
    "status_unknown": ("Whether it goes on is not established", "目前是否延續，未能查證"),
    "announced": ("announced for {date}: {what}", "預定{date}：{what}"),
    "replaced": ("its place is taken by {list}", "改由{list}接續"),
    "origin": ("not in the paper; from {place}", "論文未提及，資料來源：{place}"),
    "study": ("also among the foremost in {place}, as we match it", "{place}的研究亦列為主要障礙，歸類屬推論"),
    "held": ("Held here: {text}", "本規則庫採：{text}"),
    "written_later": (
        "What became of the instruments was written down on {reviewed} and may speak of later days.",
        "各項措施的後續發展是在{reviewed}整理的，可能提及其後的情形。",
    ),
    "closed_mark": ("closed", "已停辦"),
    "followers": ("followed by {list}, which has ended too", "後由{list}接續，也已結束"),
    "heirs": ("now {list}", "改由{list}接續"),
    "traits": (
        "This follows a trait that the conclusion finds in {list}",
        "此建議呼應結論歸納的特徵：{list}",
    ),
    "trait": ("{economies} (“{trait}”, {place})", "{economies}的「{trait}」（{place}）"),
    "our_reading": ("the link is our inference", "兩者的關聯是本規則庫的推論"),
    "emphasis": ("How the economies named here go about it", "上述經濟體的政策重點"),
    "more": ("further: {list}", "其他：{list}"),
    "and_more": ("{count} more", "及另外 {count} 項"),
    "effect": (
        "Hoped for (the paper does not measure effects): {effect}",
        "預期效果（論文未以數據衡量成效）：{effect}",
    ),
    "under": ("Covered by this as well: {list}", "同時涵蓋：{list}"),
    "open_there": ("open to you there: {list}", "其中可運用的措施：{list}"),
    "relieved_by": ("instruments that help: {list}", "可紓解的措施：{list}"),
    "disputed": ("note on the paper", "關於論文原文的說明"),
    "omitted": ("{count} more not shown (--top)", "另有 {count} 項未列出（--top）"),
    "provisional": (
        "Points and ranks are provisional while answers are missing.",
        "在下列答案補齊之前，分數與排序都是暫定的。",
    ),
    "not_known": ("Not known, and would change the advice", "尚不清楚、但會影響建議的事項"),
    "could_change": ("could change: {list}", "可能影響：{list}"),
    "more_questions": ("and {count} more", "另有 {count} 題"),
    "gap_recommendation": (
        "Obstacles found for which the rulebook has no recommendation",
        "已發現、但規則庫尚無建議的障礙",
    ),
    "gap_instrument": (
        "Obstacles found that no instrument in the rulebook relieves directly",
        "已發現、但規則庫中沒有措施可直接紓解的障礙",
    ),
    "gap_instrument_note": (
        "A recommendation may answer them all the same; its measures serve it as a whole, not these obstacles as such.",
        "建議仍可能對應到這些障礙，但所列措施是為了落實整項建議，並非針對這些障礙。",
    ),
    "warnings": ("To be checked", "請再確認"),
    "cited": ("Places cited", "引用出處"),
    "number": ("no. {rank}", "第 {rank} 項建議"),
    "points": ("{points} points", "{points} 分"),
    "moved": (
        "What these weights move, against the rulebook's own",
        "改用這組權數後，與規則庫原有權數相比的變動",
    ),
    "nothing_moved": ("Nothing: the same recommendations, order and points.", "沒有變動：建議、排序與分數都相同。"),
    "appears": ("new, at rank {rank}", "新增，列第 {rank} 項"),
    "gone": ("no longer recommended", "不再建議"),
    "rises": ("rises from rank {before} to {after}", "由第 {before} 項升至第 {after} 項"),
    "falls": ("falls from rank {before} to {after}", "由第 {before} 項降至第 {after} 項"),
    "listed_under": ("now covered by “{title}”", "改列於「{title}」之下"),
    "on_its_own": ("now stands on its own", "改為單獨列出"),
    "points_move": ("{before} → {after} points", "{before} → {after} 分"),
}


def phrase(name: str, lang: Lang, /, **blanks: object) -> str:
    """The phrase of that name, its blanks filled."""
    return phrased(_PHRASES[name], lang, **blanks)
