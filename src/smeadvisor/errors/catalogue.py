"""The sentences of every error and warning, in both languages: (message, remedy)."""

from __future__ import annotations

from smeadvisor.errors.runs import RUN
from smeadvisor.errors.sentences import Sentences
from smeadvisor.errors.sentences import both as _both
from smeadvisor.errors.tables import TABLES

_FILES: dict[str, Sentences] = {
    "E-NOT-FOUND": _both(
        "There is no such file",
        "Check the path, or give - to read standard input.",
        "找不到這個檔案",
        "請檢查路徑；要從標準輸入讀取請寫 -。",
    ),
    "E-DIRECTORY": _both(
        "This is a folder, not a file",
        "Name the profile files inside it.",
        "這是資料夾，不是檔案",
        "請指定資料夾裡的資料檔。",
    ),
    "E-NO-FOLDER": _both(
        "There is no such folder or file", "Check the path.", "找不到這個資料夾或檔案", "請檢查路徑。"
    ),
    "E-UNREADABLE": _both(
        "The file cannot be read ({detail})", "Check its permissions.", "無法讀取檔案（{detail}）", "請檢查檔案權限。"
    ),
    "E-SIZE": _both(
        "The {what_en} is larger than {limit} bytes",
        "Split it, or leave out what is not an answer.",
        "{what_zh}超過 {limit} 位元組",
        "請拆成較小的檔案，或刪去與回答無關的內容。",
    ),
    "E-ENCODING": _both(
        "The text is not {encoding}: byte {offset} ({detail})",
        "Save it as UTF-8{or_en} and try again.",
        "文字不是 {encoding} 編碼：第 {offset} 個位元組（{detail}）",
        "請另存為 UTF-8{or_zh}後再試。",
    ),
    "E-CHAR": _both(
        "A character that text cannot hold: {value}", "Remove it.", "含有不允許的字元：{value}", "請刪除該字元。"
    ),
    "E-LEN": _both("A text longer than {limit} characters", "Shorten it.", "文字超過 {limit} 個字元", "請縮短。"),
    "E-EMPTY": _both(
        "The file holds nothing",
        "Write its contents, or leave the file out.",
        "檔案沒有內容",
        "請寫入內容，或不要提供這個檔案。",
    ),
    "E-FORMAT": _both(
        "The file must be {wanted_en}",
        "{cure_en}.",
        "檔案必須是{wanted_zh}",
        "{cure_zh}。",
    ),
    "E-OUTPUT": _both(
        "The output cannot be written ({detail})",
        "Make room or choose another place, and run it again.",
        "無法寫出結果（{detail}）",
        "請清出空間或改存別處後再執行。",
    ),
    "E-YAML-SYNTAX": _both(
        "This is not valid YAML ({detail})",
        "Check indentation, colons and quotes here; a text that holds a brace or a colon needs quotes.",
        "YAML 格式不正確（{detail}）",
        "請檢查此處的縮排、冒號與引號；文字含大括號或冒號時須加引號。",
    ),
    "E-YAML-TAB": _both(
        "A tab is used where YAML wants spaces",
        "Indent with spaces.",
        "YAML 的縮排不能用定位字元（Tab）",
        "請改用空白縮排。",
    ),
    "E-YAML-TAG": _both(
        "YAML tags such as {value} are not allowed",
        "Remove the tag and write a plain value.",
        "不允許使用 YAML 標籤（{value}）",
        "請刪除標籤，直接寫值。",
    ),
    "E-YAML-ALIAS": _both(
        "YAML anchors and aliases are not allowed",
        "Write the value out in full.",
        "不允許使用 YAML 錨點與別名",
        "請把內容完整寫出。",
    ),
    "E-YAML-MERGE": _both(
        "YAML merge keys (<<) are not allowed",
        "Write the keys out in full.",
        "不允許使用 YAML 合併鍵（<<）",
        "請把各鍵完整寫出。",
    ),
    "E-YAML-COMMA": _both(
        "{value} stands here without a value: inside braces a comma ends what stands before it",
        "Put a text that holds a comma or a brace in quotes, and write numbers without commas.",
        "{value} 在這裡沒有值：大括號內的逗號表示前一項已結束",
        "文字含逗號或大括號時請加引號；數字不要加千分位逗號。",
    ),
    "E-YAML-MULTIDOC": _both(
        "The file holds more than one YAML document",
        "Keep one document a file.",
        "檔案裡有不只一份 YAML 文件",
        "一個檔案只能放一份文件。",
    ),
    "E-JSON-SYNTAX": _both(
        "This is not valid JSON ({detail})",
        "Check commas, quotes and brackets here.",
        "JSON 格式不正確（{detail}）",
        "請檢查此處的逗號、引號與括號。",
    ),
    "E-DUP-KEY": _both(
        "The key {value} stands here twice; it first stands in line {first}",
        "Keep one of the two.",
        "鍵 {value} 重複；第一次出現在第 {first} 行",
        "請只保留其中一個。",
    ),
    "E-KEY": _both("A key must be plain text", "Write a name before the colon.", "鍵必須是純文字", "冒號前請寫名稱。"),
    "E-MANY": _both(
        "The file holds more than {limit} values",
        "Split it.",
        "檔案裡的值超過 {limit} 個",
        "請拆成較小的檔案。",
    ),
    "E-CUT": _both(
        "The last line has no end: the file may have been cut short",
        "Check that it is whole, and end it with a line break.",
        "最後一行沒有換行，檔案可能不完整",
        "請確認檔案完整，並以換行結尾。",
    ),
    "E-INTERNAL": _both(
        "A bug of ours: {detail}",
        "Set SMEADVISOR_DEBUG=1 to see where, and tell us.",
        "程式錯誤：{detail}",
        "請設定 SMEADVISOR_DEBUG=1 查看位置，並回報給我們。",
    ),
    "E-DEPTH": _both(
        "Lists and mappings are nested deeper than {limit} levels",
        "Flatten the file.",
        "巢狀結構超過 {limit} 層",
        "請減少層次。",
    ),
}

_VALUES: dict[str, Sentences] = {
    "E-NUM-FINITE": _both(
        "{value} is not a finite number",
        "Write an ordinary number, or leave the answer out.",
        "{value} 不是有限的數值",
        "請填一般數字，或不填這一項。",
    ),
    "E-UNKNOWN-KEY": _both(
        "{value} is not a known field here{nearest_en}",
        "Correct the name or remove the line.",
        "這裡沒有 {value} 這個欄位{nearest_zh}",
        "請改正名稱或刪去這一行。",
    ),
    "E-ANSWERS": _both(
        "{value} is an answer, but stands outside answers",
        "Put it under answers:, indented.",
        "{value} 是一項回答，卻寫在 answers 之外",
        "請移到 answers: 之下並縮排。",
    ),
    "E-MISSING": _both("The field {value} is missing", "Add it{how_en}.", "缺少欄位 {value}", "請補上{how_zh}。"),
    "E-TYPE": _both(
        "{value} is not {expected_en}",
        "Write {expected_en}{quoted_en}.",
        "{value} 不是{expected_zh}",
        "請填{expected_zh}{quoted_zh}。",
    ),
    "E-NUM": _both(
        "{value} is not a number as it is written here",
        "Write digits only, such as 1234.5: no separators, units or other digits.",
        "{value} 不是這裡接受的數字寫法",
        "請只寫半形數字，例如 1234.5；不要加千分位、單位或其他數字。",
    ),
    "E-STEP": _both(
        "{value} is finer than the step of {step}",
        "Round it to a whole multiple of {step}.",
        "{value} 比最小單位 {step} 更細",
        "請四捨五入到 {step} 的倍數。",
    ),
    "E-RANGE": _both(
        "{value} is outside the range {range}",
        "Give a value inside the range.",
        "{value} 超出範圍 {range}",
        "請填範圍內的值。",
    ),
    "E-CHOICE": _both(
        "{value} is not one of the choices{nearest_en}",
        "Choose one of: {choices}.",
        "{value} 不在選項之中{nearest_zh}",
        "請從下列選項擇一：{choices}。",
    ),
    "E-CURRENCY": _both(
        "An amount of money needs its currency: {value}",
        "Write {{amount: 250000, currency: USD}}.",
        "金額必須註明幣別：{value}",
        "請寫成 {{amount: 250000, currency: USD}}。",
    ),
    "E-DATE": _both(
        "{value} is not a calendar date",
        "Write it as 2011-12-31{or_en}.",
        "{value} 不是正確的日期",
        "請寫成 2011-12-31 的形式{or_zh}。",
    ),
    "E-AS-OF": _both(
        "{value} is not a day that the rulebook can speak of",
        "Write a year, a month or a day from {first} on, such as {first}, 2018-04 or 2021-03-31.",
        "規則庫無法以 {value} 為準",
        "請填 {first} 年以後的年、月或日，例如 {first}、2018-04 或 2021-03-31。",
    ),
    "W-AS-OF": _both(
        "The rulebook is reviewed through {reviewed} only: what changed later is not in it",
        "Ask the agency before you rely on a measure.",
        "規則庫僅查證至 {reviewed}，其後的變動並未納入",
        "採用措施前請先向主辦機關查證。",
    ),
    "E-ECONOMY": _both(
        "{value} is not an ISO 3166 alpha-3 code{nearest_en}",
        "Write three capital letters, such as TWN or MEX.",
        "{value} 不是 ISO 3166 三字母代碼{nearest_zh}",
        "請寫三個大寫字母，例如 TWN 或 MEX。",
    ),
    "E-QUALIFIER": _both(
        "{value} is not a qualifier of this value",
        'Write "~" (about) or ">" (more than), in quotes, on a number.',
        "{value} 不是這個值可用的修飾符號",
        '數值才可加 "~"（約）或 ">"（超過），並請加引號。',
    ),
    "E-AUDIENCE": _both(
        "{value} is asked of {audience_en}, not of this kind of profile",
        "Remove it, or correct the field kind.",
        "{value} 只問{audience_zh}，不適用於這種資料檔",
        "請刪去，或改正 kind 欄位。",
    ),
    "W-UNIT-SUSPECT": _both(
        "{value} is unusually high per employee: it may be in the wrong unit",
        "Check the amount; the advice uses it as given.",
        "{value} 換算成每位員工的金額異常地高，單位可能有誤",
        "請再確認金額；建議仍以所填數值計算。",
    ),
}

_RULES: dict[str, Sentences] = {
    "E-RULES": _both(
        "There is no rulebook here",
        "Name a folder that holds rulebook.yaml, attributes/ and the rest, or files to lay over the shipped rulebook.",
        "這裡沒有規則庫",
        "請指定含有 rulebook.yaml、attributes/ 等內容的資料夾，或放有增補檔案的資料夾。",
    ),
    "E-TWICE": _both(
        "This folder of rules is given twice",
        "Give each folder once; the shipped rulebook need not be given.",
        "同一個規則資料夾重複指定",
        "每個資料夾只指定一次；內建的規則庫不必指定。",
    ),
    "N-REPLACED": _both("replaced: {of}{figures}", "", "取代：{of}{figures}", ""),
    "N-ADDED": _both("added: {list_en}", "", "新增：{list_zh}", ""),
    "E-NAME": _both(
        "{value} cannot be used as a name",
        "Use lower-case letters, digits and hyphens (underscores for attributes).",
        "{value} 不能當作名稱",
        "請用小寫英文字母、數字與連字號（屬性用底線）。",
    ),
    "E-NAME-PATH": _both(
        "{value} cannot be the path of such a file",
        "Write it in the manner of {form}.",
        "{value} 不能當作這類檔案的路徑",
        "請比照 {form} 的寫法。",
    ),
    "E-TAKEN": _both(
        "There is a file called {value} already",
        "Edit that file, or choose another name.",
        "名為 {value} 的檔案已經存在",
        "請編輯該檔案，或改用其他名稱。",
    ),
    "E-DUP-ID": _both(
        "The id {value} is used twice{first_en}",
        "Rename one of the two.",
        "編號 {value} 重複使用{first_zh}",
        "請改掉其中一個。",
    ),
    "E-REF": _both(
        "There is no {what_en} called {value}{nearest_en}",
        "Correct the name{or_en}.",
        "沒有名為 {value} 的{what_zh}{nearest_zh}",
        "請改正名稱{or_zh}。",
    ),
    "E-TODO-NAME": _both(
        "The name of a {what_en} is not filled in: {value}",
        "Write one that “smeadvisor rules list {kinds}” shows.",
        "{what_zh}的名稱尚未填寫：{value}",
        "請填入「smeadvisor rules list {kinds}」所列的名稱。",
    ),
    "E-OPERATOR": _both(
        "The test {value} does not fit this attribute ({type})",
        "Use one of: {choices}.",
        "運算子 {value} 不適用於這個屬性（{type}）",
        "請改用：{choices}。",
    ),
    "E-EXPR": _both(
        "A condition is a mapping of attributes to values with at least one test, not {value}",
        "Write it as attribute: value, one line each.",
        "條件必須寫成「屬性: 值」且至少一項，不能是 {value}",
        "請逐行寫成「屬性: 值」。",
    ),
    "E-SLOT": _both(
        "The slot {{{value}}} is not an attribute that this rule tests{nearest_en}",
        "Use a tested attribute, or write the text without it.",
        "代入欄位 {{{value}}} 不在這條規則的條件之中{nearest_zh}",
        "請改用規則條件用到的屬性，或改寫文字。",
    ),
    "E-UNIT": _both(
        "{value} has no stated unit, so no rule may test it",
        "Test another attribute.",
        "{value} 沒有註明單位，規則不得測試",
        "請改測其他屬性。",
    ),
    "E-EXAMPLE": _both(
        "The example of {value} gives {found}, not {expected}",
        "Correct the example or the rule.",
        "{value} 的範例結果是 {found}，不是 {expected}",
        "請改正範例或規則。",
    ),
    "E-EXAMPLE-MISSING": _both(
        "The rule {value} has no example that expects {expected}",
        "Add one under examples.",
        "規則 {value} 缺少預期為 {expected} 的範例",
        "請在 examples 補上。",
    ),
    "E-EDGE": _both(
        "The rule {value} has no example at the edge of {attribute} that expects {expected}",
        "Add one with {attribute}: {edge}.",
        "規則 {value} 缺少 {attribute} 位於界線上、預期為 {expected} 的範例",
        "請加上一個 {attribute}: {edge} 的範例。",
    ),
    "E-CLAUSE": _both(
        "This text is told inside a sentence, and is not written as a clause: {value}",
        "Begin it in lower case, unless with a name, and end it without a full stop.",
        "這段文字會接在句子當中，不能寫成完整的句子：{value}",
        "句尾不要加句號；英文除專有名詞外，開頭請用小寫。",
    ),
    "E-FIGURE-UNIT": _both(
        "{value} is not a unit of a figure{nearest_en}",
        "Write the three letters of a currency, such as MYR, or one of: {choices}.",
        "{value} 不是數字可用的單位{nearest_zh}",
        "請填幣別的三個字母（例如 MYR），或下列其中一項：{choices}。",
    ),
    "E-REASON": _both(
        "The inference {value} gives no reason",
        "Add a reason in both languages{or_en}.",
        "推論 {value} 沒有說明理由",
        "請以兩種語言補上 reason{or_zh}。",
    ),
    "E-SOURCE": _both(
        "{value} rests on the paper but names no place in it",
        "Add a source.",
        "{value} 以論文為據，卻沒有註明出處",
        "請補上 source。",
    ),
    "E-TODO": _both(
        "This text is not filled in: {value}",
        "Write it in both languages.",
        "這段文字尚未填寫：{value}",
        "請以兩種語言填寫。",
    ),
    "E-CONTRADICTION": _both(
        "The tests on {value} contradict each other or the attribute's range: the rule can never fire",
        "Correct one of them.",
        "對 {value} 的條件彼此矛盾，或超出屬性的範圍，規則永遠不會成立",
        "請修正其中一項。",
    ),
    "E-NEVER": _both(
        "The rule {value} can never fire: what it tests cannot all be true",
        "Correct its tests, or remove it.",
        "規則 {value} 永遠不會成立：所列條件無法同時為真",
        "請修正條件，或刪除這條規則。",
    ),
    "E-CONFLICT": _both(
        "The rules {other} and {value} give different values for the same answers",
        "Make their tests exclude each other.",
        "規則 {other} 與 {value} 對同樣的回答得出不同的值",
        "請讓兩者的條件互斥。",
    ),
    "W-UNFINISHED": _both(
        "This file is not filled in yet, and is left out here",
        "Fill in what begins with TODO; smeadvisor rules check tells where.",
        "這個檔案尚未填寫完成，在此略過",
        "請填寫以 TODO 開頭的內容；「smeadvisor rules check」會指出位置。",
    ),
    "W-REDUNDANT": _both(
        "The rule {of} adds nothing: {other} fires whenever it does and concludes no less",
        "Remove it, or make it conclude more.",
        "規則 {of} 沒有作用：它成立時 {other} 必然成立，結論也不弱於它",
        "請刪除，或讓它得出更強的結論。",
    ),
    "W-IDLE-TEST": _both(
        "The test on {value} is passed by every answer",
        "Correct it, or write “known: true”.",
        "任何回答都符合對 {value} 的條件",
        "請修正，或改寫為「known: true」。",
    ),
    "W-UNREAD": _both(
        "No rule reads {of}",
        "Use it in a rule, or remove it.",
        "沒有規則用到 {of}",
        "請在規則中使用，或刪除。",
    ),
    "W-NO-SIGN": _both(
        "{of} has no sign", "Add signs that reveal it.", "{of} 沒有徵象", "請加上可判斷這項障礙的徵象。"
    ),
    "W-NO-INSTRUMENT": _both(
        "No instrument relieves {of}",
        "Add one that does, or say in accepted.yaml why there is none.",
        "沒有措施可紓解 {of}",
        "請加上相應的措施，或在 accepted.yaml 說明原因。",
    ),
    "W-UNREACHED": _both(
        "Nothing can bring about {of}",
        "Give it a barrier to relieve or evidence of its own.",
        "沒有任何情況會得出 {of}",
        "請加上可紓解的障礙或自身的依據。",
    ),
    "W-NO-RELIEF": _both(
        "{of} relieves no barrier",
        "Name what it relieves, or say in accepted.yaml why it does not.",
        "{of} 沒有可紓解的障礙",
        "請註明可紓解的障礙，或在 accepted.yaml 說明原因。",
    ),
    "W-ACCEPTED": _both(
        "accepted.yaml answers a warning that is not raised: {of}",
        "Remove it there.",
        "accepted.yaml 回應了並未出現的警告：{of}",
        "請從該檔刪除。",
    ),
    "E-ORDER": _both(
        "The days of {value} are not in the order of time",
        "Put the earliest first; what begins must do so before it ends or changes.",
        "{value} 的日期未依時間先後排列",
        "請由早到晚排列；開始的日期須早於結束或變動的日期。",
    ),
    "E-LATER": _both(
        "{value} stands where a {wanted_en} belongs",
        "Facts of the paper name a place in it; what is known since names a later source and says since-2011.{hint_en}",
        "此處應為{wanted_zh}，卻寫了 {value}",
        "論文的事實註明論文出處；2011 年以後的事實註明後來的資料，並標示 since-2011。{hint_zh}",
    ),
    "E-ORIGIN": _both(
        "{value} is only for an instrument that the paper does not name",
        "Add origin: since-2011, or leave {value} out.",
        "只有論文未提及的措施才有 {value}",
        "請加上 origin: since-2011，或刪去 {value}。",
    ),
    "E-UNSOURCED": _both(
        "What became of {value} has no source, yet is told as known",
        "Name the source, or give it the status unknown.",
        "{value} 的後續發展沒有註明資料來源，卻寫成已知",
        "請註明資料來源，或將 status 改為 unknown。",
    ),
    "E-LANG": _both(
        "A text stands in the wrong language: {value}",
        "Write English under en and Chinese under zh-Hant.",
        "文字用錯語言：{value}",
        "en 請寫英文，zh-Hant 請寫中文。",
    ),
    "E-CYCLE": _both(
        "Rules depend on each other in a circle: {circle}",
        "Break the circle.",
        "規則互相依賴成環：{circle}",
        "請解開這個環。",
    ),
    "E-LOOP": _both(
        "The rules fired more than {limit} times without coming to an end; the last were {last}",
        "Look for rules that feed each other.",
        "規則觸發超過 {limit} 次仍未結束；最後觸發的是 {last}",
        "請找出互相觸發的規則。",
    ),
}

CATALOGUE: dict[str, Sentences] = {**_FILES, **_VALUES, **_RULES, **TABLES, **RUN}
