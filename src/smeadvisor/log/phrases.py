"""The fixed phrases of lists, shown records and verdicts, in both languages."""

from __future__ import annotations

from smeadvisor.errors import Lang
from smeadvisor.report.wording import phrased

_PHRASES: dict[str, tuple[str, str]] = {
    "number": ("No.", "編號"),
    "time": ("time (UTC)", "時間（UTC）"),
    "kind": ("kind", "類別"),
    "as_of": ("as of", "基準日"),
    "rulebook": ("rulebook", "規則庫"),
    "profile": ("profile", "對象"),
    "consultation": ("consultation", "諮詢"),
    "batch": ("batch run", "批次"),
    "override": ("override", "人工調整"),
    "tombstone": ("tombstone", "清除"),
    "purged": ("removed on request", "已依要求清除"),
    "about": ("of record {number}", "針對第 {number} 筆"),
    "removed": ("records emptied: {count}", "清空 {count} 筆"),
    "masked": ("not stored: {list}", "未儲存：{list}"),
    "verified": ("{count} records, every link holds{purged}.", "共 {count} 筆紀錄，鏈結完整{purged}。"),
    "verified_purged": (", {count} of them emptied on request", "，其中 {count} 筆已依要求清空"),
    "head": ("Head, to be noted down elsewhere: {head}", "最新雜湊值（請另行抄錄保存）：{head}"),
    "same": ("{count} give the same result", "{count} 筆結果相同"),
    "differs": ("{count} differ", "{count} 筆不同"),
    "masked_count":
        ("{count} cannot be replayed wholly, for values were not stored", "{count} 筆因部分數值未儲存，無法完整重算"),
    "purged_count": ("{count} were emptied on request", "{count} 筆已依要求清空"),
    "unreadable": ("{count} cannot be read by this version", "{count} 筆無法由此版本讀取"),
    "replayed": ("Replayed by version {version}: {list}.", "以版本 {version} 重算：{list}。"),
    "replay_a_row":
        ("record {number} is a batch run; replay a row of it with --row R",
         "第 {number} 筆是批次紀錄，請加 --row R 指定要重算的列"),
    "nothing_to_replay": ("there is no consultation in it", "其中沒有諮詢紀錄"),
    "row_same": ("Row {row} of record {number} ({id}): both engines say the same{output}.",
                 "第 {number} 筆紀錄第 {row} 列（{id}）：兩個引擎結果相同{output}。"),
    "output_same": (", and so does the output", "，輸出檔也相同"),
    "output_gone": ("; the output is not there to be compared", "；輸出檔已不在，無從比對"),
    "purge_done":
        ("Records emptied: {count}. Record {number} tells of it.", "已清空 {count} 筆紀錄，並記於第 {number} 筆。"),
    "override_done": ("Recorded as record {number}.", "已記為第 {number} 筆紀錄。"),
    "overrides": ("Overridden by a counsellor", "顧問的人工調整"),
    "overridden": ("{headline}: {reason} ({by}, {time})", "{headline}：{reason}（{by}，{time}）"),
}  # fmt: skip


def phrase(name: str, lang: Lang, **blanks: object) -> str:
    """A phrase, its blanks filled."""
    return phrased(_PHRASES[name], lang, **blanks)
