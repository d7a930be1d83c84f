"""The fixed texts of a form, in both languages."""

from __future__ import annotations

from smeadvisor.model.attributes import Audience
from smeadvisor.model.texts import Text

TITLES: dict[Audience, Text] = {
    "firm": Text(en="Questions on exporting: a firm", zh_hant="出口諮詢問卷：公司"),
    "economy": Text(en="Questions on exporting: an economy", zh_hant="出口諮詢問卷：經濟體"),
}
HOW: dict[Audience, tuple[Text, ...]] = {
    "firm": (
        Text(
            en="Answer what you know and leave the rest empty. What is empty counts as not known, never as no.",
            zh_hant="知道的請填，其餘留空即可。空白一律視為「不知道」，不會當成「否」。",
        ),
    ),
    "economy": (
        Text(
            en="Fill in what the statistics tell and leave the rest empty. What is empty counts as not known, never"
            " as no.",
            zh_hant="有統計資料的請填，其餘留空即可。空白一律視為「不知道」，不會當成「否」。",
        ),
    ),
}
MARKING = Text(
    en="Tick one box, or every box that holds where the question says so. Write numbers in digits, and amounts of money"
    " in full with their currency, for example 250,000 USD.",
    zh_hant="每題請勾選一項；註明可複選的，符合的都要勾。數字請寫阿拉伯數字；"
    "金額請寫完整數字並註明幣別，例如 250,000 美元。",
)
STATES = Text(
    en="“Don’t know” and “does not apply” are answers too: tick them rather than guess.",
    zh_hant="「不知道」與「不適用」也是答案；沒有把握時請勾選，不必猜。",
)
TYPING = Text(
    en="The small print beside a question is its name in the files. To type the form in, run: smeadvisor interview"
    " --all – it asks in this order, and the numbers before the boxes are what is typed.",
    zh_hant="題目旁的小字是該題在檔案中的名稱。要把填好的問卷輸入電腦，請執行：smeadvisor interview --all"
    "，題目順序與本問卷相同，輸入選項前的號碼即可。",
)

HEAD = {
    "id": Text(en="Identifier (your own number or name)", zh_hant="編號（自訂的名稱或號碼）"),
    "name": Text(en="Name (may stay empty)", zh_hant="名稱（可留空）"),
    "economy": Text(
        en="Home economy (three letters, ISO 3166)",
        zh_hant="所在經濟體（ISO 3166 三字母代碼）",
    ),
    "date": Text(en="Filled in on", zh_hant="填寫日期"),
}
ECONOMIES = Text(en="Codes in the region:", zh_hant="亞太區域代碼：")

ONE = Text(en="Tick one.", zh_hant="請勾選一項。")
SEVERAL = Text(en="Tick all that hold.", zh_hant="可複選，符合的都請勾選。")
NONE = Text(en="none of these", zh_hant="以上皆無")
YES = Text(en="yes", zh_hant="是")
NO = Text(en="no", zh_hant="否")
DONT_KNOW = Text(en="don’t know", zh_hant="不知道")
NOT_APPLICABLE = Text(en="does not apply", zh_hant="不適用")

ANSWER = Text(en="Answer", zh_hant="答案")
AMOUNT = Text(en="Amount", zh_hant="金額")
CURRENCY = Text(en="Currency", zh_hant="幣別")
BETWEEN = Text(en="From {low} to {high}.", zh_hant="範圍：{low} 至 {high}。")
FROM = Text(en="{low} or more.", zh_hant="{low} 以上。")
UP_TO = Text(en="{high} or less.", zh_hant="{high} 以下。")
STEP = Text(en="In steps of {step}.", zh_hant="最小單位：{step}。")
WHOLE = Text(en="A whole number.", zh_hant="請填整數。")
UNITS = {
    "percent": Text(en="%", zh_hant="%"),
    "months": Text(en="months", zh_hant="個月"),
    "days": Text(en="days", zh_hant="天"),
    "hours-a-week": Text(en="hours a week", zh_hant="小時（每週）"),
}
"""Units as they stand after a line to write on; the others need none."""
