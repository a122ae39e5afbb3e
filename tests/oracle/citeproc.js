// citeproc-js as an oracle: a JSON request on stdin, a JSON answer on stdout.
//
//   node tests/oracle/citeproc.js < request.json
//
// BIBKIT_CITEPROC_JS names the folder that holds node_modules/citeproc (`npm install citeproc`
// there). It is a development tool only: its licence keeps it out of the package.
//
// Request:
//   style     the style's XML
//   locales   the folder of the locales-*.xml
//   locale    a language tag that overrides the style's, or null
//   format    "html" (default) or "text"
//   items     CSL-JSON
//   clusters  [{cites: [citation items], note: number}], default none
//   rounds    [[cluster with id, before, after]], as in the fixtures' CITATIONS, default none
//   apart     each item alone as a bibliography of one, too (default false)
//   uncited   items that no cluster cites are in the bibliography too (default false)
// Answer:
//   apart     {id: entry} or null
//   citations [text]
//   entries   [{id, text}], layout {…}: the bibliography, null for a style that has none
//   rounds    [{id, text, changed}]: the citations after the last round, and what it changed
//   seconds   {load, register, format}: the work without reading and writing JSON
"use strict";

const fs = require("fs");
const path = require("path");

const home = process.env.BIBKIT_CITEPROC_JS;
if (!home) {
  process.stderr.write("BIBKIT_CITEPROC_JS is not set; it names the folder of node_modules.\n");
  process.exit(2);
}
const CSL = require(path.join(home, "node_modules", "citeproc"));
CSL.debug = () => {};

function locale(folder, tag) {
  const file = path.join(folder, `locales-${tag}.xml`);
  return fs.existsSync(file) ? fs.readFileSync(file, "utf-8") : false;
}

function since(begun) {
  return Number(process.hrtime.bigint() - begun) / 1e9;
}

function bibliography(engine) {
  const made = engine.makeBibliography();
  if (!made) return { entries: null, layout: null };
  const [layout, texts] = made;
  const ids = layout.entry_ids.map((group) => group[0]);
  return { entries: texts.map((text, n) => ({ id: String(ids[n]), text })), layout };
}

// Each step of a manuscript's growth, as a word processor's plug-in would go about it.
function grow(engine, rounds) {
  let shown = [];
  for (const [cluster, before, after] of rounds) {
    const [, changed] = engine.processCitationCluster(cluster, before, after);
    const kept = new Map(shown.map((one) => [one.id, one.text]));
    const now = new Set(changed.map((one) => one[2]));
    for (const [, text, id] of changed) kept.set(id, text);
    const order = [...before.map((one) => one[0]), cluster.citationID, ...after.map((one) => one[0])];
    shown = order.map((id) => ({ id, text: kept.get(id), changed: now.has(id) }));
  }
  return shown;
}

function answer(request) {
  const items = new Map(request.items.map((item) => [String(item.id), item]));
  const system = {
    retrieveLocale: (tag) => locale(request.locales, tag),
    retrieveItem: (id) => items.get(String(id)),
  };
  const seconds = {};
  let begun = process.hrtime.bigint();
  const engine = new CSL.Engine(system, request.style, request.locale || undefined, !!request.locale);
  engine.setOutputFormat(request.format || "html");
  seconds.load = since(begun);

  let apart = null;
  if (request.apart) {
    apart = {};
    for (const id of items.keys()) {
      engine.updateItems([id]);
      const { entries } = bibliography(engine);
      apart[id] = entries === null ? "" : entries.map((entry) => entry.text).join("");
    }
    engine.updateItems([]);
  }

  begun = process.hrtime.bigint();
  const clusters = (request.clusters || []).map((cluster, n) => ({
    citationID: cluster.id || `cluster-${n}`,
    citationItems: cluster.cites,
    properties: { noteIndex: cluster.note || 0 },
  }));
  if (request.uncited) {
    if (clusters.length) engine.updateUncitedItems([...items.keys()]);
    else engine.updateItems([...items.keys()]);
  }
  seconds.register = since(begun);
  begun = process.hrtime.bigint();
  let citations = [];
  if (clusters.length) {
    const uncited = request.uncited ? [...items.keys()] : [];
    citations = engine
      .rebuildProcessorState(clusters, request.format || "html", uncited)
      .map((one) => one[2]);
  }
  const rounds = request.rounds ? grow(engine, request.rounds) : [];
  const made =
    clusters.length || rounds.length || request.uncited
      ? bibliography(engine)
      : { entries: null, layout: null };
  seconds.format = since(begun);
  return { apart, citations, rounds, ...made, seconds };
}

const request = JSON.parse(fs.readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(answer(request)));
