"""The sentences of what can be wrong with tables of profiles: columns, rows, workbooks, Parquet files."""

from __future__ import annotations

from smeadvisor.errors.sentences import Sentences, both

TABLES: dict[str, Sentences] = {
    "E-COLUMN-MISSING": both(
        "There is no column {value}{nearest_en}",
        "Add it, or name the column that holds it: --map COLUMN={value}.",
        "缺少欄位 {value}{nearest_zh}",
        "請補上這一欄，或指明對應的欄名：--map 欄名={value}。",
    ),
    "E-COLUMN-UNKNOWN": both(
        "No question goes with the column {value}{nearest_en}",
        "Correct its name, name its question (--map COLUMN=NAME), or leave it out (--map COLUMN=-).",
        "欄位 {value} 沒有對應的問題{nearest_zh}",
        "請改正欄名，或指明對應的名稱（--map 欄名=名稱），或略過這一欄（--map 欄名=-）。",
    ),
    "E-COLUMN-DUP": both(
        "The column {value} stands there twice{both_en}",
        "Rename one of the two, or leave it out (--map COLUMN=-).",
        "欄位 {value} 重複出現{both_zh}",
        "請改掉其中一個欄名，或略過（--map 欄名=-）。",
    ),
    "E-CSV-DELIM": both(
        "The header is not separated by commas, semicolons or tabs: {value}",
        "Save the table as CSV with commas.",
        "標題列未以逗號、分號或定位字元（Tab）分隔：{value}",
        "請另存為以逗號分隔的 CSV。",
    ),
    "W-DELIMITER": both(
        "The columns are separated by {sign_en}, not by commas",
        "Nothing need be done: the file is read so.",
        "各欄以{sign_zh}分隔，而非逗號",
        "無須處理，已依此讀取。",
    ),
    "E-CSV-QUOTE": both(
        "A quotation mark is opened and not closed, or is followed by further text: {value}",
        "Close it, and write a quotation mark inside a text twice.",
        "引號沒有成對，或引號結束後還有文字：{value}",
        "請補上引號；文字裡的引號請連寫兩個。",
    ),
    "E-ROW-WIDTH": both(
        "The row has {value} cells; the header has {width}",
        "See whether a delimiter is missing or a text with one has no quotation marks.",
        "這一列有 {value} 格，標題列有 {width} 格",
        "請檢查是否少了分隔符號，或含分隔符號的文字未加引號。",
    ),
    "E-SHEET-ROWS": both(
        "The sheet has more rows than a sheet can hold ({limit})",
        "Save the table as CSV or Parquet.",
        "工作表超過列數上限（{limit}）",
        "請另存為 CSV 或 Parquet。",
    ),
    "E-CODEC": both(
        "{value} is no character encoding in which tables are read",
        "Use utf-8, utf-16, utf-32, cp950, big5hkscs, gb18030, shift_jis, euc_kr, cp1252 or another that keeps ASCII.",
        "無法以字元編碼 {value} 讀取表格",
        "請用 utf-8、utf-16、utf-32、cp950、big5hkscs、gb18030、shift_jis、euc_kr、cp1252，或其他與 ASCII 相容的編碼。",
    ),
    "W-ENCODING": both(
        "The file begins with the mark of {value} and is read so, not as {declared}",
        "Leave --encoding out for this file.",
        "檔案開頭的位元組順序記號（BOM）表示編碼是 {value}，已依此讀取，而非 {declared}",
        "讀取這個檔案時不必指定 --encoding。",
    ),
    "E-MAP": both(
        "--map names the column {value}, which is not there{nearest_en}",
        "Correct the name of the column, or leave this --map out.",
        "--map 指定的欄位 {value} 不存在{nearest_zh}",
        "請改正欄名，或拿掉這個 --map。",
    ),
    "E-UNIT-OF": both(
        "--unit names {value}, which is no question about an amount of money{nearest_en}",
        "Name one that is, as in --unit annual_sales=TWD.",
        "--unit 指定的 {value} 不是金額問題{nearest_zh}",
        "請指定金額問題，例如 --unit annual_sales=TWD。",
    ),
    "E-SHEET": both(
        "There is no sheet called {value}{nearest_en}",
        "Choose one of: {choices}.",
        "沒有名為 {value} 的工作表{nearest_zh}",
        "請從下列擇一：{choices}。",
    ),
    "W-SHEETS": both(
        "Only the sheet {value} is read; these look like tables of profiles as well: {list}",
        "To read another, name it: --sheet NAME.",
        "只讀取工作表 {value}；下列工作表看來也是資料表：{list}",
        "要讀取其他工作表，請以 --sheet 指定名稱。",
    ),
    "W-HIDDEN": both(
        "What is hidden in the sheet {value} is read as well ({what_en})",
        "If it is not meant, delete it, or copy what is shown into a new sheet.",
        "工作表 {value} 中隱藏的內容也已讀取（{what_zh}）",
        "若不應納入，請刪除，或把顯示的內容複製到新的工作表。",
    ),
    "E-MERGED": both(
        "The cells {value} are merged, and only the first of them holds what is seen in all",
        "Unmerge them, and fill in each cell.",
        "儲存格 {value} 已合併，內容只存在第一格",
        "請取消合併，並逐格填入內容。",
    ),
    "E-ZIP-RATIO": both(
        "The workbook would grow to more than {limit} times its size",
        "Save it anew in a spreadsheet program.",
        "活頁簿解壓縮後會超過原檔的 {limit} 倍",
        "請用試算表軟體重新存檔。",
    ),
    "E-ZIP-PARTS": both(
        "The workbook has more than {limit} parts",
        "Copy the sheet alone into a new workbook.",
        "活頁簿的組成檔案超過 {limit} 個",
        "請把該工作表單獨複製到新的活頁簿。",
    ),
    "E-XML-SIZE": both(
        "The workbook holds more in one place than any spreadsheet program writes",
        "Save it anew in a spreadsheet program.",
        "活頁簿有一處的內容過多，試算表軟體不會這樣寫入",
        "請用試算表軟體重新存檔。",
    ),
    "E-XML-DTD": both(
        "The workbook holds a document type or entities, which no spreadsheet program writes",
        "Save it anew in a spreadsheet program.",
        "活頁簿含有文件類型宣告或實體，試算表軟體不會寫入這些內容",
        "請用試算表軟體重新存檔。",
    ),
    "E-FORMULA-UNCACHED": both(
        "The cell holds a formula without its result: {value}",
        "Open the workbook in a spreadsheet program and save it, or write the value itself.",
        "儲存格裡的公式沒有計算結果：{value}",
        "請用試算表軟體開啟後存檔，或直接填入數值。",
    ),
    "W-FORMULA": both(
        "The cell holds a formula; the result last saved is used",
        "Check that the workbook was saved after its last change.",
        "儲存格裡是公式，採用最後存檔時的結果",
        "請確認活頁簿在最後修改後已經存檔。",
    ),
    "E-PARQUET": both(
        "The Parquet file is cut short or damaged ({detail})",
        "Copy or make it anew.",
        "Parquet 檔案不完整或已損壞（{detail}）",
        "請重新複製或產生檔案。",
    ),
    "E-ARROW": both(
        "The table in memory is not sound ({detail})",
        "Make it anew.",
        "記憶體中的表格不完整或有誤（{detail}）",
        "請重新建立表格。",
    ),
    "E-CHECKSUM": both(
        "A part of the Parquet file does not match its checksum",
        "Copy or make it anew.",
        "Parquet 檔案有一部分與檢查碼不符",
        "請重新複製或產生檔案。",
    ),
    "E-SCHEMA": both(
        "The column {value} is of the type {type}, which holds no answer",
        "Store it as text, truth values, numbers or a list of texts, or leave it out (--map COLUMN=-).",
        "欄位 {value} 的型別是 {type}，無法存放答案",
        "請改存為文字、布林值、數值或文字清單，或略過這一欄（--map 欄名=-）。",
    ),
}
