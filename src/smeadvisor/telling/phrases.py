"""The fixed phrases of explanations, in both languages."""

from __future__ import annotations

from smeadvisor.errors import Lang
from smeadvisor.report.wording import phrased

_PHRASES: dict[str, tuple[str, str]] = {
    # Titles and headings.
    "how_title": ("How this came out: {title}", "推論過程：{title}"),
    "not_recommendations": ("This did not come out: {title}", "未提出：{title}"),
    "not_barriers": ("This did not come out: {title}", "未發現：{title}"),
    "not_classification": ("This did not come out: {title}", "未認定：{title}"),
    "not_instruments": ("This did not come out: {title}", "未認定符合：{title}"),
    "what_if_title": ("What would change for {name}", "{name}：假設情況下的變動"),
    "compare_title": ("{one} and {other} compared", "{one}與{other}的比較"),
    "picture_title": ("How the advice for {name} came about", "{name}：建議的推論過程"),
    "picture_of": ("How “{title}” came about for {name}", "{name}：「{title}」的推論過程"),
    "h_why_recommendations": ("Why it is recommended", "為什麼提出這項建議"),
    "h_why_barriers": ("What shows that it is present", "從何看出這項障礙"),
    "h_why_classification": ("What it follows from", "分類的依據"),
    "h_why_instruments": ("What meets it", "為什麼符合"),
    "h_not_concluded": ("Why it did not come out", "為什麼沒有得出"),
    "h_points": ("Its points, part by part", "分數如何算出"),
    "h_weight": ("Its weight", "權重如何算出"),
    "h_stage": ("What the stage rests on", "出口階段的依據"),
    "h_place": ("Its place in the list", "在清單中的位置"),
    "h_carried": ("The instruments that it carries", "所附的措施"),
    "h_standing": ("What it is to this profile", "對這個對象的適用情形"),
    "h_requirements": ("Its requirements", "申請條件"),
    "h_history": ("What became of it", "後續發展"),
    "h_relieves": ("The obstacles that it relieves", "可紓解的障礙"),
    "h_serves": ("The recommendations given that it serves", "所對應的建議"),
    "h_inferred": ("What we infer, and why", "本規則庫的推論與理由"),
    "h_cited": (
        "Places cited (read on with: smeadvisor rules show NAME)",
        "引用出處（詳見 smeadvisor rules show 代號）",
    ),
    "h_answers": ("Answers that differ", "不同的答案"),
    "h_classes": ("Classification", "分類"),
    "h_barriers": ("Obstacles", "障礙"),
    "h_recommendations": ("Recommendations", "建議"),
    "h_instruments": ("Instruments", "措施"),
    "h_came": ("Further rules that fire now and did not before", "其他新成立的規則"),
    "h_went": ("Further rules that fired before and do not now", "其他不再成立的規則"),
    "h_opened": ("Missing answers that matter now", "新增的待答問題"),
    "h_closed": ("Missing answers that no longer matter", "不再需要的待答問題"),
    # Trees.
    "rule": ("rule {rule}", "規則 {rule}"),
    "at": ("at {place}", "位於 {place}"),
    "ground_paper": ("ground: the paper, {place}", "依據：論文{place}"),
    "ground_since-2011": ("ground: known since the paper, {place}", "依據：論文之後的資料，{place}"),
    "ground_inference": ("ground: our inference", "依據：本規則庫的推論"),
    "because_of": ("reason: {reason}", "理由：{reason}"),
    "see": ("see {place}", "參見{place}"),
    "answer": ("answer: {title}: {value}", "答案：{title}：{value}"),
    "home": ("economy: {value}", "經濟體：{value}"),
    "relief": ("it relieves the obstacle “{title}”", "可紓解「{title}」這項障礙"),
    "said_of": ("named in {place}", "見{place}"),
    "from": ("from {place}", "出自{place}"),
    "noted": ("note: {note}", "註：{note}"),
    "any": ("each of these {count} leads there by itself", "以下 {count} 項，任一項即足以得出"),
    # Points.
    "severity": ("severity {value}: {said}", "程度 {value}：{said}"),
    "importance": ("importance {value}: {said}", "重要性 {value}：{said}"),
    "stage": ("stage {value}: {said}", "階段係數 {value}：{said}"),
    "key": ("priorities.yaml, {key}", "priorities.yaml，{key}"),
    "order_from": ("order or direction from {place}", "次序或方向取自{place}"),
    "size_ours": ("the size is our inference", "數值為本規則庫的推論"),
    "stage_unknown": ("the stage is not known", "階段不詳"),
    "total": ("together {sum} points", "合計 {sum} 分"),
    "no_points": (
        "None: it rests on evidence of its own, and answers no obstacle that is present.",
        "沒有分數：這項建議另有依據，並未對應到現有的障礙。",
    ),
    "worst": (
        "The severity is the highest of the signs that fired.",
        "程度取已成立的徵兆中最嚴重的一項。",
    ),
    # Places in the list.
    "rank": ("rank {rank}, with {points} points", "第 {rank} 項，{points} 分"),
    "kind": (
        "kind of evidence: {kind}, no. {place} of {count} in the order of kinds",
        "依據類別：{kind}，在 {count} 類中排第 {place}",
    ),
    "first_kind": (
        "The list goes by the kind of evidence first, then by points, then by id.",
        "排序先看依據的類別，再看分數，最後看代號。",
    ),
    "under": (
        "listed under “{title}”, which relieves all its obstacles and is of the same kind",
        "列於「{title}」之下：兩者依據的類別相同，且後者涵蓋這項建議所對應的全部障礙",
    ),
    "covers": ("listed under it: {list}", "列於其下：{list}"),
    "measure": ("measure: {list}", "可運用的措施：{list}"),
    "precedent": ("precedent: {list}", "可供借鏡的前例：{list}"),
    # Instruments.
    "place_home": ("place: at home ({economy})", "所在：本地（{economy}）"),
    "place_region": ("place: the region", "所在：區域"),
    "place_abroad": ("place: abroad ({economy})", "所在：其他經濟體（{economy}）"),
    "eligible": ("eligibility: all requirements are met", "資格：條件全部符合"),
    "undecided": ("eligibility: not settled, for a requirement is not known", "資格：尚有條件未能確認"),
    "not_eligible": ("eligibility: not open to this profile", "資格：不符合"),
    "not_addressed": ("it is meant for {who}, not for this profile", "適用對象為{who}，不適用於此對象"),
    "status": ("status as of {day}: {status}", "{day}的狀態：{status}"),
    "is_measure": (
        "a measure to take up: at home or in the region, not closed, no requirement unmet",
        "屬於可運用的措施：在本地或區域內、未停辦，且沒有不符合的條件",
    ),
    "is_precedent": ("a precedent, because {list}", "屬於可供借鏡的前例，因為{list}"),
    "why_abroad": ("it is abroad", "不在本地或區域內"),
    "why_closed": ("it is closed", "已停辦"),
    "why_not_eligible": ("it is not open to this profile", "此對象不符資格"),
    "met": ("met: {title}", "符合：{title}"),
    "unmet": ("not met: {title}", "不符合：{title}"),
    "unknown": ("not known: {title}", "不詳：{title}"),
    "blocked_by": ("{needed} is asked for; given is {given}", "條件為「{needed}」，答案為「{given}」"),
    "not_found": ("it takes {finding}, which does not hold", "須有「{finding}」，但不成立"),
    "missing": ("waits for the answer to {title}", "尚待回答：{title}"),
    "none_can_tell": ("no answer can tell; ask the agency", "無法從答案判定，請洽主辦機關"),
    "requirements_none": ("The source gives no requirements.", "所據資料未說明申請條件。"),
    "requirements_firm": ("Requirements are put to firms.", "申請條件是對公司而言。"),
    "present": ("present here", "目前存在"),
    "absent": ("not present here", "目前不存在"),
    # What did not come out.
    "none_concluded": (
        "No rule that concludes it fired for this profile.",
        "就這個對象而言，可得出這項結論的規則沒有一條成立。",
    ),
    "ask_why_not": (
        "What stands against it, and what would change that: smeadvisor explain why-not PROFILE {id}",
        "原因與改變的方法：smeadvisor explain why-not 檔案 {id}",
    ),
    # Differences.
    "before_after": ("{before} → {after}", "{before} → {after}"),
    "absent_answer": ("not answered", "未回答"),
    "not_there": ("not there", "無"),
    "weight": ("{severity}, weight {weight}", "{severity}，權重 {weight}"),
    "placed": ("rank {rank}, {points} points", "第 {rank} 項，{points} 分"),
    "placed_under": ("under “{title}”, {points} points", "列於「{title}」之下，{points} 分"),
    "now": ("now: {text}", "現已成立：{text}"),
    "no_longer": ("no longer: {text}", "不再成立：{text}"),
    "rests_on": ("resting on the changed answers: {list}", "相關的變動答案：{list}"),
    "others_moved": (
        "nothing of its own changed: others moved past it, or out of its way",
        "本身的依據沒有變動，是其他建議的增減造成的",
    ),
    "open_measure": ("a measure", "可運用的措施"),
    "open_precedent": ("a precedent", "可供借鏡的前例"),
    "e_eligible": ("all requirements met", "條件全部符合"),
    "e_undecided": ("a requirement not known", "尚有條件未能確認"),
    "e_not_eligible": ("not open", "不符資格"),
    "nothing_differs": ("The advice is the same.", "建議沒有變動。"),
    "only_answers": ("Answers differ, but the advice is the same.", "答案雖有不同，建議並無變動。"),
    "no_answers_differ": ("No answer differs.", "答案完全相同。"),
    "value_of": ("{title}: {value}", "{title}：{value}"),
    # Pictures.
    "picture_desc": (
        "A graph from left to right: {answers} answers, {firings} firings, {findings} findings, "
        "{recommendations} recommendations, {instruments} instruments.",
        "由左至右的圖：答案 {answers} 項、成立的規則 {firings} 條、判定 {findings} 項、"
        "建議 {recommendations} 項、措施 {instruments} 項。",
    ),
    "picture_empty": ("Nothing came out of this profile yet.", "就這個對象而言，尚未得出任何結論。"),
    "n_answer": ("answer", "答案"),
    "n_economy": ("economy", "經濟體"),
    "n_firing": ("rule that fired", "成立的規則"),
    "n_class": ("classification", "分類"),
    "n_barrier": ("obstacle", "障礙"),
    "n_requirement": ("requirement met", "符合的條件"),
    "n_recommendation": ("recommendation", "建議"),
    "n_instrument": ("instrument", "措施"),
    "ranked": ("{rank}. {title}", "{rank}. {title}"),
}


def phrase(name: str, lang: Lang, /, **blanks: object) -> str:
    """The phrase of that name, its blanks filled."""
    return phrased(_PHRASES[name], lang, **blanks)
