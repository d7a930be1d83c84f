"""Tables 1 to 7 of the paper, row by row as printed: what the profiles are held against.

A row is the economy and its cells; … is a cell that the table leaves open. In Table 1 the five marks
are employees, sales or profit, assets, capital or investment, sector.
"""

TABLES = {
    1: """
        aus X----
        brn X----
        can XX--X
        chl XX---
        chn XXX-X
        hkg X---X
        idn XXX--
        jpn X--XX
        kor XX-XX
        mys XX---
        mex X---X
        nzl X----
        png -----
        per XX-X-
        phl X-X--
        rus XX---
        sgp X-X-X
        twn XX-XX
        tha X---X
        usa XXX-X
        vnm X--X-
    """,
    2: """
        aus 2,005,894 99.7 Jun-07 … …
        brn 9,150 98.4 2008 ~58.0 2008
        can 2,286,338 99.9 Jun-09 … …
        chl 741,299 98.6 2008 59.7 2007
        chn 269,332 99.1 2005 77.1 2005
        hkg 282,413 >98.0 Dec-09 ~48.0 Dec-09
        idn 51,257,537 99.99 2008 97.0 2008
        jpn 5,797,681 99.3 2006 79.0 2006
        kor 2,974,185 99.9 2007 88.4 2007
        mys 548,267 99.2 2005 56.4 2005
        mex 2,992,178 99.6 2003 65.1 2003
        nzl 457,219 97.1 Feb-08 36.8 Feb-08
        per 880,963 98.7 Nov-06 83.7 2006
        phl 758,436 99.6 2008 61.2 2008
        rus 6,891,000 ~92.0 2005 ~25.0 2006
        sgp 168,470 99.1 2009 ~60.0 2009
        twn 1,234,749 97.7 2008 76.6 2008
        tha 2,827,633 99.7 2008 76.6 2008
        usa 27,567,233 99.9 2006 50.2 2006
        vnm 109,738 96.8 2005 40.5 2005
    """,
    3: """
        aus 58.4 26.3 11.4 3.9 Jun-07
        brn … 53.2 44.5 2.3 2008
        can 52.9 25.9 19.4 1.8 Jun-09
        chl … 79.4 17.9 2.8 2008
        idn … 98.9 1.0 0.1 2008
        mys … 79.4 18.3 2.3 2005
        mex … 95.4 3.8 0.9 2003
        per … 96.1 3.9 … Nov-06
        phl … 91.9 7.7 0.4 2008
        twn …
        usa 75.3 … 24.3 0.3 2006
    """,
    4: """
        aus 1.9 1.9 2003-07
        chl 1.3 1.4 2005-08
        chn 13.4 12.2 2001-05
        idn 2.7 2.7 2006-08
        jpn -1.5 -1.5 2001-06
        kor 1.4 1.2 2000-07
        per 16.6 16.4 2004-06
        phl -0.7 -0.7 2004-08
        rus -4.9 -4.5 2002-05
        sgp 5.9 5.8 2007-08
        twn 1.5 1.5 2003-08
        tha 8.1 8.0 2005-08
        usa 3.4 3.4 2002-06
        vnm 22.4 21.8 2000-05
    """,
    5: """
        chl annual_sales 18.0 2005
        chn output 63.7 2005
        idn gdp 55.6 2008
        mys gdp ~32.0 2005
        mex value_added 35.7 2003
        nzl total_value_added 40.7 Mar-07
        rus gdp ~15.0 2006
        sgp value_added ~51.0 2009
        twn domestic_sales 34.2 2008
        tha gdp 37.8 2009
    """,
    6: """
        aus 37,327 12.2 86.3 2008-09
        chl 4,852 0.7 64.6 2009
        nzl … ~12.0 … Aug-08
        per 2,007 0.2 54.8 Nov-06
        phl … … ~60.0 2001
        rus … 13.1 … 2005
        usa 252,289 … 97.3 2007
        vnm 2,810 3.2 … 2004
    """,
    7: """
        aus 11,435 … 5.0 2008-09
        chl 1,179,424 … 2.4 2009
        chn 3,008,767 19.4 63.0 2005
        idn 183,789 … 16.7 2008
        kor 130,527 … 30.9 2008
        mys … … ~19.0 2005
        phl … … 25.0 2001
        sgp 37,432,663 56.4 22.3 2008
        twn 1,644,707 15.7 17.4 2008
        tha 1,589,200 … 30.6 2009
        usa 306,600 … 29.9 2007
    """,
}
