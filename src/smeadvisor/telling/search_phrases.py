"""The fixed phrases of why-nots and ranks, in both languages."""

from __future__ import annotations

from smeadvisor.browse.reader import Reader
from smeadvisor.report.wording import phrased, spaced

_PHRASES: dict[str, tuple[str, str]] = {
    "why_not_barrier": ("Why not “{title}”?", "為什麼沒有「{title}」這項障礙？"),
    "why_not_recommendation": ("Why not “{title}”?", "為什麼沒有「{title}」這項建議？"),
    "why_not_instrument": ("Why not “{title}”?", "為什麼不能運用「{title}」？"),
    "why_not_requirement": ("Why not “{title}”?", "為什麼不算符合「{title}」？"),
    "see_how": ("`smeadvisor explain how` shows how it came out", "可用 `smeadvisor explain how` 查看推論過程"),
    # What came out, and what did not.
    "barrier_in": ("This obstacle was found", "這項障礙確實存在"),
    "barrier_out": ("This obstacle was not found", "沒有發現這項障礙"),
    "recommendation_in": ("This is recommended", "這項建議已經提出"),
    "recommendation_out": ("This is not recommended", "沒有提出這項建議"),
    "instrument_in": ("This is there to be taken up", "這項措施可以運用"),
    "instrument_out": ("This is not there to be taken up", "這項措施目前無法運用"),
    "requirement_in": ("This requirement is met", "已符合這項條件"),
    "requirement_unmet": ("This requirement is not met", "不符合這項條件"),
    "requirement_unknown": ("Whether this requirement is met is not known", "是否符合這項條件尚不清楚"),
    "under": (
        "It is listed under “{title}”, which has the same kind of evidence and relieves every obstacle "
        "that speaks for it",
        "它列在「{title}」之下：兩者的依據屬於同一類，而支持它的障礙也都由後者紓解",
    ),
    "eligible": ("All its requirements are met", "各項條件都已符合"),
    "undecided": ("Whether all its requirements are met is not known", "是否符合全部條件尚不清楚"),
    # An instrument in the advice, or not.
    "carried": ("The advice carries it as a measure: {list}", "這次的建議已列出這項措施：{list}"),
    "carried_precedent": ("The advice carries it as a precedent: {list}", "這次的建議列為可供借鏡的前例：{list}"),
    "ranked": ("no. {rank}, “{title}”", "第 {rank} 項「{title}」"),
    "ranked_under": ("under no. {rank}, “{title}”", "第 {rank} 項之下的「{title}」"),
    "not_carried": (
        "But it is not among the measures of the advice: a measure comes with the recommendations that it serves, "
        "and of these none is given: {list}",
        "但這次的建議沒有列出這項措施：措施是隨所對應的建議提出的，而它對應的建議都沒有提出：{list}",
    ),
    "serves_none": (
        "But it is not among the measures of the advice: it serves no recommendation",
        "但這次的建議沒有列出這項措施：沒有任何建議對應到它",
    ),
    "relieves_none": ("No obstacle that it relieves was found: {list}", "它可紓解的障礙都沒有發現：{list}"),
    "relieves_answered": (
        "It relieves what was found, but serves nothing that is recommended against that: {list}",
        "它可紓解的障礙中，下列確實存在，但針對這些障礙所提的建議並未對應到它：{list}",
    ),
    "relieves_unanswered": (
        "It relieves what was found, but nothing is recommended against that: {list}",
        "它可紓解的障礙中，下列確實存在，但沒有針對這些障礙的建議：{list}",
    ),
    "see_why_not": (
        "`smeadvisor explain why-not` with the id of one of these recommendations shows why it is not given",
        "可用 `smeadvisor explain why-not` 加上建議的 id，查看沒有提出的原因",
    ),
    "abroad": (
        "It belongs to {economy}: no answer changes that, but it can serve as a precedent",
        "這是{economy}的措施，改變答案也無法申請，但可作為借鏡",
    ),
    "closed": ("It is closed: no answer changes that", "這項措施已停辦，改變答案也無法申請"),
    "other_firm": ("It is meant for firms, not for economies", "這項措施的對象是公司，不是經濟體"),
    "other_economy": ("It is meant for economies, not for firms", "這項措施的對象是經濟體，不是公司"),
    "put_to_firms": (
        "Requirements are put to firms; for an economy they stay open",
        "申請條件以公司為對象；對經濟體不予判定",
    ),
    "unasked": ("No answer can tell; ask the agency", "無法從答案判定，請洽主辦機關"),
    # Rules.
    "h_missing": ("Missing answers that alone would settle it", "只要補上答案就能判定的情形"),
    "h_failed": ("What does not hold", "不成立之處"),
    "h_unmet": ("Not met: {title}", "不符合：{title}"),
    "h_open": ("Not known: {title}", "尚不清楚：{title}"),
    "by_way": ("by way of the obstacle “{title}”", "經由「{title}」這項障礙"),
    "if_were": ("if the answer were: {tests}", "如果答案是：{tests}"),
    "fails": ("not so: {tests}", "不成立：{tests}"),
    "missing": ("not answered: {tests}", "尚未回答：{tests}"),
    "answer": ("the answer is {value}", "實際答案：{value}"),
    "too_vague": ("the answer, {value}, leaves it open", "實際答案：{value}，不足以判定"),
    "found": ("it is {value}", "目前為{value}"),
    "not_found": ("not found", "未發現"),
    "would_take": ("that would take {ways}", "前提是{ways}"),
    "or": ("; or ", "；或"),
    "or_more": ("one of {count} other ways", "另外 {count} 種情形之一"),
    "more_rules": ("{count} more, all of them in --format json", "另有 {count} 項，完整內容請用 --format json"),
    # Changes.
    "h_changes": ("The smallest changes that would bring it about", "能使其成立的最小改變"),
    "instead": ("{title}: {after} instead of {before}", "{title}：由{before}改為{after}"),
    "adding": ("{title}: with {items} added", "{title}：增加{items}"),
    "removing": ("{title}: without {items}", "{title}：去掉{items}"),
    "no_rule_firm": ("No rule of this rulebook leads to it for a firm", "規則庫中沒有可讓公司得出此結果的規則"),
    "no_rule_economy": (
        "No rule of this rulebook leads to it for an economy",
        "規則庫中沒有可讓經濟體得出此結果的規則",
    ),
    "no_missing": (
        "None: whatever leads to it waits for answers that are missing",
        "沒有：能得出此結果的規則都還缺答案",
    ),
    "no_fixed_firm": (
        "None: what the firm can change itself does not bring it about",
        "沒有：單靠公司自己能改變的事項無法得出此結果",
    ),
    "no_fixed_economy": (
        "None: it turns on figures and findings that no policy changes directly",
        "沒有：關鍵在於統計數字與調查結果，不是政策能直接改變的",
    ),
    "no_beyond": (
        "None that is small: no change of at most {most} answers at once brings it about",
        "沒有小幅的改變可行：同時改變最多 {most} 項答案，仍無法使其成立",
    ),
    # Ranks.
    "rank_of": ("Why “{title}” stands where it does", "「{title}」為何排在這個位置"),
    "not_given": (
        "This is not recommended, so it has no rank; `smeadvisor explain why-not` shows why",
        "沒有提出這項建議，因此沒有排序；可用 `smeadvisor explain why-not` 查看原因",
    ),
    "place": ("Rank {rank}: {evidence}, {points} points", "第 {rank} 項：{evidence}，{points} 分"),
    "place_under": (
        "Listed under rank {rank}: {evidence}, {points} points",
        "列在第 {rank} 項之下：{evidence}，{points} 分",
    ),
    "part": (
        "{title}: severity {severity} × importance {importance} × stage {stage} = {points} points",
        "{title}：程度 {severity} × 重要性 {importance} × 階段 {stage} = {points} 分",
    ),
    "covers": ("Listed under it: {list}", "列在其下：{list}"),
    "alone": ("There is no other one to compare it with", "沒有其他建議可供比較"),
    "above": ("Above it: “{title}”", "前一項：「{title}」"),
    "below": ("Below it: “{title}”", "後一項：「{title}」"),
    "by_evidence": (
        "The kind of evidence separates them: {first} comes before {second}, whatever the points",
        "兩者的差別在於依據的類別：無論分數高低，{first}都排在{second}之前",
    ),
    "by_points": (
        "The points separate them: {first} against {second}, on the same kind of evidence ({evidence})",
        "依據屬於同一類（{evidence}），差別在於分數：{first} 分對 {second} 分",
    ),
    "by_tie": (
        "A tie: the same kind of evidence ({evidence}) and {points} points each; "
        "the id first in alphabetical order comes first, {first} before {second}",
        "兩者同分：依據屬於同一類（{evidence}），都是 {points} 分；"
        "同分時按代號的字母順序排列，{first} 在 {second} 之前",
    ),
    "by_cover": (
        "It is listed under this one: the kind of evidence is the same ({evidence}), and this one, with {first} points "
        "against {second}, relieves every obstacle that speaks for it",
        "它列在這項建議之下：依據屬於同一類（{evidence}），這項建議 {first} 分、它 {second} 分，"
        "而支持它的每一項障礙也都由這項建議紓解",
    ),
    "only_this": ("counted for “{title}” alone: {parts}", "只計入「{title}」：{parts}"),
    "worth": ("{title} ({points} points)", "{title}（{points} 分）"),
    "same_parts": ("The same obstacles count for both", "兩者計入的障礙相同"),
    "h_answers": ("One other answer that would swap them", "改變一項答案就會對調的情形"),
    "no_answers": ("No other answer to a single question swaps them", "任何一題單獨改答，都不會使兩者對調"),
    "h_if_answered": ("A missing answer that would swap them", "補上一項答案就會對調的情形"),
    "were": ("{title}: {after}", "{title}：{after}"),
    "not_known_instead": ("{title}: not known, instead of {before}", "{title}：由{before}改為「不知道」"),
    "h_figures": ("One figure of the priorities that would swap them", "改變一項排序數值就會對調的情形"),
    "figure": ("{name}: {after} instead of {before}", "{name}：由 {before} 改為 {after}"),
    "no_figures": (
        "No single figure between {low} and {high} swaps them",
        "任何一項數值單獨在 {low} 到 {high} 之間改動，都不會使兩者對調",
    ),
    "no_figures_kind": (
        "No figure swaps them: kinds of evidence come before points",
        "任何數值都不會使兩者對調：依據的類別優先於分數",
    ),
    "figure_severity": ("severity {what}", "障礙程度「{what}」"),
    "figure_ranked": ("importance of no. {what} in Table 9", "表九第 {what} 名的重要性"),
    "figure_unranked": ("importance of what Table 9 does not rank", "未列入表九者的重要性"),
    "figure_neutral": ("stage factor while the stage is not known", "階段不明時的階段係數"),
    "figure_planning": ("stage factor of {what} while planning", "計畫階段「{what}」的階段係數"),
    "figure_operational": ("stage factor of {what} while exporting", "營運階段「{what}」的階段係數"),
}


def say(reader: Reader, name: str, /, **blanks: object) -> str:
    """A phrase of explanations in the reader's language."""
    return spaced(phrased(_PHRASES[name], reader.lang, **blanks))
