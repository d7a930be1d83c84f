"""The sentences of what can go wrong when advice is explained."""

from __future__ import annotations

from smeadvisor.errors.sentences import Sentences, both

EXPLAINING: dict[str, Sentences] = {
    "E-OTHER-RULEBOOK": both(
        "The consultation was made with another rulebook ({theirs}) than this one ({ours})",
        "Give that rulebook by --rules, or explain the profile anew.",
        "這份諮詢結果所用的規則庫（{theirs}）與目前的（{ours}）不同",
        "請以 --rules 指定當時的規則庫，或重新解釋該檔案。",
    ),
    "E-OTHER-DAY": both(
        "The saved consultation is as of {value}",
        "Leave --as-of out.",
        "這份諮詢結果的基準日是 {value}",
        "請拿掉 --as-of。",
    ),
    "E-NOT-THE-SAME": both(
        "The saved consultation is not what its answers give: its {value} differ",
        "Take the original, or advise the profile anew.",
        "這份諮詢結果與其中的答案不符：{value} 不同",
        "請改用原來的檔案，或重新取得建議。",
    ),
    "E-NOT-CONCLUDED": both(
        "{value} is nothing that advice concludes, but one of the {what}",
        "Name a recommendation, barrier, classification, instrument or requirement; rules show tells of {value}.",
        "{value} 屬於 {what}，不是諮詢所得的結論",
        "請指定建議、障礙、分類、措施或申請條件；{value} 的說明可用 rules show 查看。",
    ),
    "E-RANK": both(
        "There is no recommendation no. {value}",
        "This profile has {count}; give one of their numbers, or an id.",
        "沒有第 {value} 項建議",
        "這個對象共有 {count} 項建議，請改用其中一項的序號，或改用 id。",
    ),
    "E-SET": both(
        "{value} is not of the form ATTRIBUTE=VALUE",
        "Write --set days_to_payment=30, for example; with nothing after the = the answer is taken back.",
        "{value} 不是「屬性=值」的寫法",
        "請寫成像 --set days_to_payment=30 這樣；等號後面不填表示取消該項答案。",
    ),
    "E-SET-TWICE": both(
        "{value} is set twice",
        "Give it once.",
        "{value} 設定了兩次",
        "請只設定一次。",
    ),
    "E-SET-CURRENCY": both(
        "An amount of money needs its currency: {value}",
        "Write it after the amount, such as --set {name}='250000 USD'.",
        "金額必須註明幣別：{value}",
        "請把幣別寫在金額之後，例如 --set {name}='250000 USD'。",
    ),
    "E-SET-NAME": both(
        "{value} is not an attribute{nearest_en}",
        "Correct the name; smeadvisor rules list attributes lists them.",
        "沒有 {value} 這個屬性{nearest_zh}",
        "請改正名稱；可用 smeadvisor rules list attributes 列出所有屬性。",
    ),
    "E-SET-AUDIENCE": both(
        "{value} is asked of {audience_en}, not of this kind of profile",
        "Leave this --set out.",
        "{value} 只問{audience_zh}，不適用於這種資料檔",
        "請拿掉這個 --set。",
    ),
    "E-TWO-KINDS": both(
        "A firm and an economy have nothing that could be compared",
        "Give two profiles of firms, or two of economies.",
        "公司與經濟體之間無從比較",
        "請指定兩份公司的資料檔，或兩份經濟體的資料檔。",
    ),
    "E-TWO-DAYS": both(
        "The two are advised as of different days, {one} and {other}",
        "Give the profiles themselves, with --as-of if need be.",
        "兩份諮詢的基準日不同：{one} 與 {other}",
        "請改用原來的資料檔，必要時加上 --as-of。",
    ),
}
