"""The sentences of what can be wrong of files and how they are written."""

from __future__ import annotations

from smeadvisor.errors.sentences import Sentences, both

FILES: dict[str, Sentences] = {
    "E-NOT-FOUND": both(
        "There is no such file",
        "Check the path{or_en}.",
        "找不到這個檔案",
        "請檢查路徑{or_zh}。",
    ),
    "E-DIRECTORY": both(
        "This is a folder, not a file",
        "Name the profile files inside it.",
        "這是資料夾，不是檔案",
        "請指定資料夾裡的資料檔。",
    ),
    "E-NO-FOLDER": both("There is no such folder or file", "Check the path.", "找不到這個資料夾或檔案", "請檢查路徑。"),
    "E-UNREADABLE": both(
        "The file cannot be read ({detail})",
        "Check its permissions, and that its disk is sound and has room.",
        "無法讀取檔案（{detail}）",
        "請檢查檔案權限，並確認磁碟正常且有空間。",
    ),
    "E-SIZE": both(
        "The {what_en} is larger than {limit} bytes",
        "Split it, or leave out what is not an answer.",
        "{what_zh}超過 {limit} 位元組",
        "請拆成較小的檔案，或刪去與答案無關的內容。",
    ),
    "E-ENCODING": both(
        "The text is not {encoding}: byte {offset}{of_en} ({detail})",
        "Save it as UTF-8{or_en} and try again.",
        "文字不是 {encoding} 編碼：{of_zh}第 {offset} 個位元組（{detail}）",
        "請另存為 UTF-8 後再試{or_zh}。",
    ),
    "E-CHAR": both(
        "A character that text cannot hold: {value}{name}",
        "Remove it.",
        "含有不允許的字元：{value}{name}",
        "請刪除該字元。",
    ),
    "E-LEN": both("A text longer than {limit} characters", "Shorten it.", "文字超過 {limit} 個字元", "請縮短。"),
    "E-EMPTY": both(
        "The file holds nothing",
        "Write its contents, or leave the file out.",
        "檔案沒有內容",
        "請寫入內容，或不要提供這個檔案。",
    ),
    "E-NO-PROFILES": both(
        "There is no profile in YAML or JSON in this folder",
        "{cure_en}.",
        "資料夾裡沒有 YAML 或 JSON 格式的資料檔",
        "{cure_zh}。",
    ),
    "E-KEPT": both(
        "This is no table, or more than the {limit} bytes that are taken from a pipe or a device",
        "Save it in a file, and name that.",
        "這不是表格，或超過可從管線或裝置讀取的 {limit} 位元組",
        "請先存成檔案，再指定該檔案。",
    ),
    "E-KEEP": both(
        "Data of this cannot be set aside in {folder} ({detail})",
        "Make room there, or name another folder in TMPDIR.",
        "無法把資料暫存到 {folder}（{detail}）",
        "請清出空間，或以環境變數 TMPDIR 指定別的資料夾。",
    ),
    "E-FORMAT": both(
        "The file must be {wanted_en}",
        "{cure_en}.",
        "檔案必須是{wanted_zh}",
        "{cure_zh}。",
    ),
    "E-OUTPUT": both(
        "The output cannot be written ({detail})",
        "Make room or choose another place, and run it again.",
        "無法寫出結果（{detail}）",
        "請騰出空間或改存別處，再重新執行。",
    ),
    "E-YAML-SYNTAX": both(
        "This is not valid YAML ({detail})",
        "Check indentation, colons and quotes here; a text that holds a brace or a colon needs quotes.",
        "YAML 格式不正確（{detail}）",
        "請檢查此處的縮排、冒號與引號；文字含大括號或冒號時須加引號。",
    ),
    "E-YAML-TAB": both(
        "A tab is used where YAML wants spaces",
        "Indent with spaces.",
        "YAML 的縮排不能用定位字元（Tab）",
        "請改用空白縮排。",
    ),
    "E-YAML-TAG": both(
        "YAML tags such as {value} are not allowed",
        "Remove the tag and write a plain value.",
        "不允許使用 YAML 標籤（{value}）",
        "請刪除標籤，直接寫值。",
    ),
    "E-YAML-ALIAS": both(
        "YAML anchors and aliases are not allowed",
        "Write the value out in full.",
        "不允許使用 YAML 錨點與別名",
        "請把內容完整寫出。",
    ),
    "E-YAML-MERGE": both(
        "YAML merge keys (<<) are not allowed",
        "Write the keys out in full.",
        "不允許使用 YAML 合併鍵（<<）",
        "請把各鍵完整寫出。",
    ),
    "E-YAML-COMMA": both(
        "{value} stands here without a value: inside braces a comma ends what stands before it",
        "Put a text that holds a comma or a brace in quotes, and write numbers without commas.",
        "{value} 在這裡沒有值：大括號內的逗號表示前一項已結束",
        "文字含逗號或大括號時請加引號；數字不要加千分位逗號。",
    ),
    "E-YAML-MULTIDOC": both(
        "The file holds more than one YAML document",
        "Keep one document a file.",
        "檔案裡不只一份 YAML 文件",
        "一個檔案只能放一份文件。",
    ),
    "E-JSON-SYNTAX": both(
        "This is not valid JSON ({detail})",
        "Check commas, quotes and brackets here.",
        "JSON 格式不正確（{detail}）",
        "請檢查此處的逗號、引號與括號。",
    ),
    "E-DUP-KEY": both(
        "The key {value} stands here twice; it first stands in line {first}",
        "Keep one of the two.",
        "鍵 {value} 重複；第一次出現在第 {first} 行",
        "請只保留其中一個。",
    ),
    "E-KEY": both("A key must be plain text", "Write a name before the colon.", "鍵必須是純文字", "冒號前請寫名稱。"),
    "E-MANY": both(
        "The file holds more than {limit} values",
        "Split it.",
        "檔案裡的值超過 {limit} 個",
        "請拆成較小的檔案。",
    ),
    "E-CUT": both(
        "The last line has no end: the file may have been cut short",
        "Check that it is whole, and end it with a line break.",
        "最後一行沒有換行，檔案可能不完整",
        "請確認檔案完整，並以換行結尾。",
    ),
    "E-INTERNAL": both(
        "A bug of ours: {detail}",
        "Set SMEADVISOR_DEBUG=1 to see where, and tell us.",
        "程式錯誤：{detail}",
        "請設定 SMEADVISOR_DEBUG=1 查看位置，並回報給我們。",
    ),
    "E-MEMORY": both(
        "There is not enough memory for this",
        "Close other programs or allow more memory, and try again; for many profiles with fewer --jobs or --part-rows.",
        "記憶體不足",
        "請關閉其他程式或放寬記憶體上限；資料筆數很多時，請調低 --jobs 或 --part-rows，再重新執行。",
    ),
    "E-DEPTH": both(
        "Lists and mappings are nested deeper than {limit} levels",
        "Flatten the file.",
        "巢狀結構超過 {limit} 層",
        "請減少層次。",
    ),
}
