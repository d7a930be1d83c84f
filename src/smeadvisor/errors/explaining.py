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
        "已存的諮詢結果以 {value} 為準",
        "請拿掉 --as-of。",
    ),
    "E-NOT-THE-SAME": both(
        "The saved consultation is not what its answers give: its {value} differ",
        "Take the original, or advise the profile anew.",
        "已存的諮詢結果與其答案不符：{value} 不同",
        "請改用原來的檔案，或重新取得建議。",
    ),
}
