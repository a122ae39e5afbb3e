"""What the tests of MEDLINE share: a record, and what its lines say."""

from __future__ import annotations

import io
from collections import Counter

import bibkit
from bibkit import Reference
from bibkit.formats.ncbi.lines import Lines, records

RECORD = """PMID- 28400789
OWN - NLM
STAT- MEDLINE
DCOM- 20170601
IS  - 1673-5374 (Print)
IS  - 1876-7958 (Electronic)
IS  - 1673-5374 (Linking)
VI  - 12
IP  - 2
DP  - 2017 Feb
TI  - The current view of
      amyotrophic lateral sclerosis.
PG  - 181-4
LID - 10.4103/1673-5374.200792 [doi]
AB  - AIM: To see what is known. RESULTS:
      Much is known (p < 0.05).
CI  - Copyright (c) 2017
FAU - Mathis, Stephane
AU  - Mathis S
AUID- ORCID: 0000-0001
AD  - Bordeaux, France.
AD  - Poitiers, France.
FAU - Couratier, Philippe Jr
AU  - Couratier P Jr
CN  - ALS Group
FAU - Le Masson, Gwendal
AU  - Le Masson G
LA  - eng
GR  - R01/NH/NIH HHS/United States
PT  - Journal Article
PT  - Review
DEP - 20170131
PL  - India
TA  - Neural Regen Res
JT  - Neural regeneration research
JID - 101316351
RN  - 0 (Riluzole)
SB  - IM
MH  - Amyotrophic Lateral Sclerosis/*drug therapy/genetics
MH  - Humans
CIN - Chest. 2018 Jan;1(1):2. PMID: 1
PMC - PMC5361491
OTO - NOTNLM
OT  - motor neuron
EDAT- 2017/04/13 06:00
MHDA- 2017/04/13 06:01
CRDT- 2017/04/13 06:00
PHST- 2017/04/13 06:00 [entrez]
AID - NRR-12-181 [pii]
AID - 10.4103/1673-5374.200792 [doi]
PST - ppublish
SO  - Neural Regen Res. 2017 Feb;12(2):181-4. doi: 10.4103/1673-5374.200792. Epub
      2017 Jan 31.
"""


def tags_of(text: str) -> list[Counter[tuple[str, str]]]:
    parts = records(io.StringIO(text, newline=""))
    return [Counter(part.tags) for part in parts if isinstance(part, Lines)]


def read_one(text: str) -> Reference:
    (reference,) = bibkit.read(text, "nbib")
    return reference
