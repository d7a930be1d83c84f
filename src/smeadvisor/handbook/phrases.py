"""The fixed phrases of a handbook, in both languages."""

from __future__ import annotations

from smeadvisor.errors import Lang
from smeadvisor.report.wording import phrased

_PHRASES: dict[str, tuple[str, str]] = {
    "handbook": ("Handbook of the rulebook", "規則庫手冊"),
    "language": ("English", "繁體中文"),
    "skip": ("Skip to the content", "跳至主要內容"),
    "where": ("Where you are", "目前位置"),
    "parts": ("Parts of the handbook", "手冊各部分"),
    "contents": ("On this page", "本頁內容"),
    "search": ("Search", "搜尋"),
    "search_for": ("Words to search for", "搜尋字詞"),
    "search_how": (
        "Titles, summaries, names, families and economies are searched in both languages; every word must occur.",
        "可搜尋兩種語言的標題、概要、名稱、類別與經濟體；多個字詞以空格分開，須全部出現。",
    ),
    "search_off": (
        "Searching needs scripts, which are switched off here. The lists below hold everything.",
        "搜尋功能需要 JavaScript，目前未啟用。下列清單涵蓋全部內容。",
    ),
    "found": ("Found: {count}", "找到 {count} 項"),
    "found_shown": ("Found: {count}. The first {shown} are shown.", "找到 {count} 項，顯示前 {shown} 項"),
    "found_none": ("Nothing found", "找不到符合的項目"),
    "holds": ("What the handbook holds", "手冊內容"),
    "lists": ("Lists", "清單"),
    "named_by": ("Also mentioned by", "其他提及此處的頁面"),
    "attributes": ("Questions", "提問項目"),
    "barriers": ("Obstacles", "障礙"),
    "instruments": ("Instruments", "措施"),
    "recommendations": ("Recommendations", "建議"),
    "strategies": ("Policy traits", "政策特徵"),
    "classification": ("Classification", "分類"),
    "sources": ("Sources", "出處"),
    "errata": ("Errata", "論文疑義"),
    "economies": ("Economies", "經濟體"),
    "matrix": ("Matrices", "對照表"),
    "ranking": ("Ranking", "排序方式"),
    "about_attributes": (
        "What can be known of a firm or an economy, and which rules ask for it.",
        "對公司或經濟體可了解的事項，以及用到它的規則。",
    ),
    "about_barriers": (
        "The factors of Table 8 that keep firms from exporting, and the signs that reveal them.",
        "表八所列阻礙企業出口的因素，以及判斷的徵兆。",
    ),
    "about_instruments": (
        "The measures of the economies and of APEC: whom they help, on what conditions, what became of them.",
        "各經濟體與 APEC 的措施：協助的對象、申請條件與後續發展。",
    ),
    "about_recommendations": (
        "The themes of advice: what they relieve, and what speaks for them.",
        "各項建議主題：可紓解的障礙與支持的依據。",
    ),
    "about_strategies": (
        "What the conclusion finds the policies to have in common, and who shows it.",
        "結論所歸納的各項政策特徵，以及具有這些特徵的經濟體。",
    ),
    "about_classification": ("What firms and economies are classified by.", "公司與經濟體的分類方式。"),
    "about_sources": (
        "The places in the paper, and what is known from elsewhere since.",
        "論文中的出處，以及後來的其他資料。",
    ),
    "about_errata": (
        "Where the paper contradicts itself or misprints, and what the rulebook holds.",
        "論文前後不一或誤植之處，以及本規則庫的處理。",
    ),
    "about_economies": (
        "The economies, what their policy rests on, and their instruments.",
        "各經濟體、其政策重點與措施。",
    ),
    "about_matrix": (
        "Obstacles and traits by economy, at a glance.",
        "各經濟體的措施與特徵一覽。",
    ),
    "about_ranking": (
        "The order of recommendations, and all numbers behind it.",
        "建議的先後次序，以及所用的全部數值。",
    ),
    "of_firm": ("Asked of firms", "詢問公司的項目"),
    "of_economy": ("Asked about economies", "關於經濟體的項目"),
    "of_both": ("Asked of both", "兩者皆適用的項目"),
    "in_paper": ("In the paper", "論文中的出處"),
    "since": ("Known since the paper", "論文之後的資料"),
    "with_instruments": ("With instruments in the rulebook", "規則庫中有措施者"),
    "without_instruments": ("Others", "其他"),
    # How the ranking works.
    "r_order": ("First by the kind of evidence", "先看依據的類別"),
    "r_order_how": (
        "What fired is ordered by the strongest kind of evidence that speaks for it.",
        "各項建議先依支持它的最強一類依據排列。",
    ),
    "r_order_firm": ("For a firm: {kinds}", "對公司：{kinds}"),
    "r_order_economy": ("For an economy: {kinds}", "對經濟體：{kinds}"),
    "r_kind": ("{place}. {title}", "{place}. {title}"),
    "r_points": ("Then by points", "再看分數"),
    "r_points_how": (
        "Each obstacle present that the recommendation relieves adds severity × importance × stage factor.",
        "建議可紓解的每項既有障礙，都加上「嚴重程度 × 重要性 × 階段係數」的分數。",
    ),
    "r_severity": ("Severity", "嚴重程度"),
    "r_importance": ("Importance", "重要性"),
    "r_ranked": ("no. {rank} of Table 9 counts {weight}", "表九第 {rank} 名計 {weight}"),
    "r_unranked": (
        "a factor that Table 9 does not rank counts {weight}",
        "未列入表九的因素計 {weight}",
    ),
    "r_stage": ("Stage factor", "階段係數"),
    "r_group": (
        "{group}: {planning} while planning to export, {operational} while exporting",
        "{group}：籌備出口時 {planning}，已出口時 {operational}",
    ),
    "r_neutral": ("while the stage is not known: {neutral}", "階段不明時：{neutral}"),
    "r_ties": ("Ties", "同分時"),
    "r_ties_how": (
        "Ties go by the name of the recommendation in alphabetical order. A recommendation that rests on obstacles "
        "alone, all of which a higher one of the same kind relieves too, is listed under that one, not beside it.",
        "分數相同時依建議代號的字母順序排列。僅以障礙為依據、且其障礙均可由同類而排序較前的建議紓解者，併入該項建議之下，不另列出。",
    ),
    "r_value": ("{name}: {value}", "{name}：{value}"),
}


def phrase(name: str, lang: Lang, /, **blanks: object) -> str:
    """The phrase of that name, its blanks filled."""
    return phrased(_PHRASES[name], lang, **blanks)
