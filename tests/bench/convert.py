"""How fast a large .bib becomes CSL-JSON: three sizes, and pandoc on the same file in the same run.

`make bench` prints it. Times are of the processor, of the whole process; pandoc is taken from PATH,
from the package pypandoc-binary, or left out.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FAMILIES = r"""
    Mathis;Couratier;Julian;Corcia;{Le Masson};Hardiman;Chi{\`o};M{\"u}ller;Garc{\'i}a;S{\o}rensen;Nov{\'a}k;de la Cruz
    O'Neil;Kowalski;{\v S}imek;Nguyen;Wang;Li;Tanaka;Suzuki;Smith;Jones;Brown;Silva;van der Berg;{\L}ukasz;Ga{\~n}{\'a}n
""".strip().replace("\n    ", ";").split(";")  # fmt: skip
GIVEN = r"St{\'e}phane Philippe A. J. Orla Maria Jos{\'e} Jean-Paul Li Yuki Anna M. Peter Ren{\'e}e".split()
WORDS = """
    amyotrophic lateral sclerosis current view perspectives disease patients respiratory failure noninvasive ventilation
    treatment genes mutations BRCA1 protein {TDP-43} aggregation motor neurons of the in and with for by from cohort study
    randomised controlled trial survival analysis outcome model cells mice human brain cortex function risk factors {ALS}
    50\\% p-value \\textit{SOD1} $\\alpha$-synuclein 95\\% confidence intervals population age sex years follow-up review
""".split()  # fmt: skip
JOURNALS = ["Neural Regeneration Research", "Chest", "{BMJ} Open", "Nature Reviews Disease Primers", "PLoS {ONE}", "Brain"]  # fmt: skip


def entries(count: int) -> str:
    """A .bib of so many entries of about 1 kB: names with accents, titles with braces, abstracts."""
    chance = random.Random(1)
    made: list[str] = []
    for number in range(count):
        people = " and ".join(
            f"{chance.choice(FAMILIES)}, {chance.choice(GIVEN)}"
            for _ in range(chance.randint(1, 8))
        )
        title = " ".join(chance.choices(WORDS, k=chance.randint(6, 16))).capitalize()
        abstract = " ".join(chance.choices(WORDS, k=chance.randint(60, 130)))
        first = chance.randint(1, 2000)
        made.append(
            f"@article{{key{number},\n  author = {{{people}}},\n  title = {{{title}}},\n"
            f"  journal = {{{chance.choice(JOURNALS)}}},\n  year = {{{chance.randint(1970, 2026)}}},\n  month = mar,\n"
            f"  volume = {{{chance.randint(1, 300)}}},\n  number = {{{chance.randint(1, 12)}}},\n"
            f"  pages = {{{first}--{first + 9}}},\n  doi = {{10.1000/x.{number}}},\n"
            f"  url = {{https://example.org/a_{number}?b=c%20d}},\n  issn = {{1673-5374}},\n"
            f"  abstract = {{{abstract}}},\n}}\n\n"
        )
    return "".join(made)


def seconds(command: list[str]) -> float:
    """The processor's seconds of a command, its own and the system's."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def pandoc() -> str | None:
    """Where pandoc is; None where it is not."""
    found = os.environ.get("BIBKIT_PANDOC") or shutil.which("pandoc")
    if found:
        return found
    try:
        import pypandoc
    except ImportError:
        return None
    return str(pypandoc.get_pandoc_path())


def main() -> None:
    other = pandoc()
    with tempfile.TemporaryDirectory() as folder:
        took: dict[int, float] = {}
        for count in (1_000, 10_000, 100_000):
            source = Path(folder, f"{count}.bib")
            source.write_text(entries(count), encoding="utf-8")
            out = str(Path(folder, "out.json"))
            runs = 3 if count <= 10_000 else 1
            bibkit = [sys.executable, "-m", "bibkit", "convert", str(source), "-t", "csl-json", "-q", "-o", out]  # fmt: skip
            theirs = [other or "", "-f", "biblatex", "-t", "csljson", str(source), "-o", out]
            mine: list[float] = []
            pandocs: list[float] = []
            for _ in range(runs):  # in turn: whatever else runs slows both
                mine.append(seconds(bibkit))
                if other and count == 10_000:
                    pandocs.append(seconds(theirs))
            took[count] = min(mine)
            size = source.stat().st_size / 1e6
            line = f".bib to CSL-JSON, {count:7,} entries ({size:5.1f} MB): {took[count]:6.2f} s"
            if pandocs:
                line += f"; pandoc {min(pandocs):.2f} s: {min(pandocs) / took[count]:.1f} times"
            print(line, flush=True)
        print(f"growth 10,000 to 100,000: {took[100_000] / took[10_000]:.1f} times")


if __name__ == "__main__":
    main()
