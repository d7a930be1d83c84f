"""What tests look for in pages of HTML."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"
"""A text that must not come to life in a page."""


class Page(HTMLParser):
    """The tags of a page, and the rows of its tables as text."""

    def __init__(self, page):
        super().__init__()
        self.open, self.tags, self.fetched, self.rows, self.cell = [], [], [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "br", "img"}:
            self.open.append(tag)
        self.fetched += [value for name, value in attrs if name in {"src", "href", "srcset", "action"}]
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self.cell = True

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self.cell = self.cell and tag not in {"td", "th"}

    def handle_data(self, data):
        if self.cell:
            self.rows[-1][-1] += data


def text_of(page):
    return unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL))
