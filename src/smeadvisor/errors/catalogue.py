"""The sentences of every error and warning, in both languages: (message, remedy)."""

from __future__ import annotations

from smeadvisor.errors.auditing import AUDITING
from smeadvisor.errors.explaining import EXPLAINING
from smeadvisor.errors.files import FILES
from smeadvisor.errors.interviewing import INTERVIEWING
from smeadvisor.errors.log import LOG
from smeadvisor.errors.rows import ROWS
from smeadvisor.errors.rules import RULES
from smeadvisor.errors.runs import RUN
from smeadvisor.errors.sentences import Sentences
from smeadvisor.errors.tables import TABLES
from smeadvisor.errors.values import VALUES

CATALOGUE: dict[str, Sentences] = {
    **{**FILES, **VALUES, **RULES, **TABLES, **RUN},
    **{**EXPLAINING, **ROWS, **INTERVIEWING, **AUDITING, **LOG},
}
