// Pictures of the plugin's windows, drawn by Chromium: node pictures.mjs FOLDER [dark|dom]
//
// With "dom" no pictures: the enriching window is used, and what it says then is printed as JSON.
// The pages are the plugin's own; only Zotero, the server and Fluent are played here.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

let here = path.dirname(fileURLToPath(import.meta.url));
let plugin = path.resolve(here, "../../../bibkit/zotero/plugin");
let scratch = fs.mkdtempSync(path.join(os.tmpdir(), "bibkit-pictures-"));
let [target, theme] = process.argv.slice(2);

let read = name => fs.readFileSync(path.join(plugin, name), "utf8");
let local = text => text.replaceAll("chrome://bibkit/content/", "file://" + plugin + "/content/");
let scripts = names => names.map(name => `<script src="${name}"></script>`).join("");
let content = name => "file://" + path.join(plugin, "content", name);

// In Zotero, document.l10n does this.
let fluent = fs.readFileSync(path.join(here, "fluent.mjs"), "utf8").replaceAll("export ", "") + `
	let messages = readFluent(${JSON.stringify(read("locale/en-US/bibkit.ftl"))});
	document.l10n = {
		setAttributes(element, id, args) {
			let { value, attributes } = messages.get(id);
			if (value !== null) {
				element.innerHTML = formatted(value, args);	// Fluent makes elements of some marks
			}
			for (let [name, text] of Object.entries(attributes)) {
				element.setAttribute(name, formatted(text, args));
			}
		},
		formatValue: async (id, args) => formatted(messages.get(id).value, args),
	};
	document.addEventListener("DOMContentLoaded", () => {
		for (let element of document.querySelectorAll("[data-l10n-id]")) {
			document.l10n.setAttributes(element, element.dataset.l10nId, {});
		}
	});`;
fs.writeFileSync(path.join(scratch, "fluent.js"), fluent);

let modules = ["client.js", "asking.js", "enriching.js", "retractions.js", "importing.js", "windows.js", "preferences.js"];

let script = 0;

function windowPage(kind, show) {
	script += 1;
	fs.writeFileSync(path.join(scratch, `show${script}.js`), `
		var Zotero = { ItemFields: { getLocalizedString: name => NAMES[name] ?? name },
			ItemTypes: { getLocalizedString: name => NAMES[name] ?? name } };
		var NAMES = { DOI: "DOI", PMID: "PMID", PMCID: "PMCID", pages: "Pages", title: "Title",
			publicationTitle: "Publication", journalAbbreviation: "Journal Abbr", date: "Date",
			volume: "Volume", issue: "Issue", preprint: "Preprint", journalArticle: "Journal Article" };
		var ui = new BibkitUi(${JSON.stringify(kind)});
		window.arguments = [ui.channel];
		window.addEventListener("load", () => {
			${show}
		});`);
	return local(read("content/window.xhtml")).replace(/<script/,
		scripts(["fluent.js", ...modules.slice(0, 6).map(content), `show${script}.js`]) + "<script");
}

let items = ["Le Masson 2014", "Wakefield 1998", "Huang 2020"].map((title, place) => ({
	item: { hasTag: () => false, isEditable: () => true },
	json: { key: "ITEM000" + place, title },
}));
let answer = {
	results: [
		{ key: "1", status: "found", title: "A computational model of motor neuron degeneration", tags: [], messages: [],
			changes: [
				{ field: "DOI", old: "", new: "10.1016/j.neuron.2014.07.001", label: "DOI", source: "crossref", kind: "fill" },
				{ field: "PMID", old: "", new: "25088365", label: "PMID", source: "pubmed", kind: "fill" },
				{ field: "journalAbbreviation", old: "", new: "Neuron", label: "Journal Abbr", source: "pubmed", kind: "fill" },
				{ field: "pages", old: "975", new: "975-988", label: "Pages", source: "crossref", kind: "complete" },
				{ field: "creators", old: [], new: [], oldText: "Le Masson, G.; et al.", newText: "Le Masson, Gwendal; Przedborski, Serge; Abbott, L.F.",
					label: "Authors", source: "crossref", kind: "complete" },
			] },
		{ key: "2", status: "found", title: "Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive developmental disorder in children",
			tags: ["Retracted"], messages: ["Retracted: says Crossref (10.1016/S0140-6736(10)60175-4, 2010) and PubMed."],
			changes: [
				{ field: "date", old: "1998", new: "1998-02-28", label: "Date", source: "crossref", kind: "complete" },
				{ field: "title", old: "Ileal lymphoid nodular hyperplasia, non-specific colitis, and pervasive developmental disorder in children",
					new: "Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive developmental disorder in children",
					label: "Title", source: "crossref", kind: "replace" },
			] },
		{ key: "3", status: "conflict", title: "Clinical features of patients infected with 2019 novel coronavirus", tags: [],
			messages: ["The DOI belongs to another work. Nothing was taken from it."], changes: [] },
	],
	sent: ["2 DOIs to Crossref (api.crossref.org, 1 request)", "3 references to PubMed (eutils.ncbi.nlm.nih.gov, 2 requests)"],
	failures: [],
};
if (theme === "dom") {
	let title = "<img src=x> " + "Pneumonoultramicroscopic".repeat(20);
	answer.results.push({ key: "4", status: "unchanged", title, tags: [], messages: ["<b>bold</b>" + title], changes: [] });
	items.push(items[0]);
}
let references = [["Mathis", "2017", "A view of things"], ["Le Masson", "2014", "A computational model of motor neuron degeneration"],
	["Cleveland", "2001", "From Charcot to Lou Gehrig"]].map(([lastName, date, title], place) =>
	({ id: String(place), itemType: "journalArticle", title, date, creators: [{ lastName }, { lastName: "B" }, { lastName: "C" }] }));

let pages = {
	"zotero-enrich": [820, 640, windowPage("enrich", `
		let sent = ${JSON.stringify(items)};
		for (let each of sent) { each.item.hasTag = () => false; }
		ui.choose(new BibkitEnriching({ Zotero }).view(${JSON.stringify(answer)}, sent));`)],
	"zotero-check": [820, 400, windowPage("check", `
		let of = { item: { hasTag: () => false, isEditable: () => true }, json: { key: "A", title: ${JSON.stringify(answer.results[1].title)} } };
		let findings = [{ of, code: "retracted", severity: "error", message: "Retracted: says Crossref (10.1016/S0140-6736(10)60175-4, 2010).", tags: ["Retracted"] }];
		let found = BibkitRetractions.found(findings, [of]);
		ui.choose(BibkitRetractions.view(${JSON.stringify(answer)}, found, 12));`)],
	"zotero-import": [820, 440, windowPage("import", `
		ui.choose(BibkitImporting.view({ items: ${JSON.stringify(references)}, doubtful: ["1"], article: { title: "Amyotrophic lateral sclerosis: a review" },
			problems: [{ severity: "warning", message: "Line 80 could not be read", raw: "see also our web page" }] }, { from: "clipboard" }, { name: "My Library / ALS" }));`)],
	"zotero-busy": [820, 400, windowPage("enrich", `ui.busy({ id: "bibkit-busy-enrich", args: { done: 50, all: 120 } }, 50 / 120);`)],
	"zotero-done": [820, 400, windowPage("enrich", `ui.done(BibkitEnriching.summary({ items: [1, 2], changes: 7, stale: ["A title"], unfit: [] }, { zoteroUndoes: true }));`)],
	"zotero-fail": [820, 400, windowPage("enrich", `ui.fail({ id: "bibkit-error-no-server", args: { address: "http://127.0.0.1:23121" } });`)],
	"zotero-preferences": [720, 300, `<?xml version="1.0" encoding="UTF-8"?>
		<html xmlns="http://www.w3.org/1999/xhtml"><head>
		<link rel="stylesheet" href="${content("preferences.css")}"/>
		<style>:root { color-scheme: light dark; font: 13px system-ui } body { margin: 16px 22px } * { display: revert } h1 { font-size: 20px }</style>
		${scripts(["fluent.js", content("client.js"), content("preferences.js"), "pane.js"])}
		</head><body><h1>bibkit</h1>
		<root xmlns="http://www.mozilla.org/keymaster/gatekeeper/there.is.only.xul" xmlns:html="http://www.w3.org/1999/xhtml">
		${read("content/preferences.xhtml").replace(/onload="[^"]*"/, "")}</root></body></html>`],
};
fs.writeFileSync(path.join(scratch, "pane.js"), `
	let kept = { address: "http://127.0.0.1:23121", token: "0123456789abcdef0123456789" };
	let Zotero = { HTTP: { request: async () => ({ status: 200, responseText: '{"bibkit": "0.1.0", "api": 1, "token": true}' }) } };
	window.addEventListener("load", () => {
		new BibkitPreferences({ Zotero, preference: name => kept[name], setPreference() {} }).load(document);
		document.getElementById("bibkit-test").click();
	});`);

const USE = `
	let said = {}, text = () => document.getElementById("count").textContent;
	let press = label => [...document.querySelectorAll("main button")].find(each => each.textContent === label).click();
	window.close = () => said.escape = "closed";
	ui.channel.accept = chosen => said.accepted = chosen;
	said["at first"] = text();
	press("All");
	said.all = text();
	press("None");
	said.none = [text(), document.getElementById("accept").disabled];
	press("Only empty fields");
	said["only empty"] = text();
	document.querySelector(".group header button").click();
	said["one item"] = text();
	document.getElementById("accept").click();
	said["elements of a text"] = document.querySelectorAll("img, b").length;
	said["beyond the edge"] = [...document.querySelectorAll(".group, .group *")].filter(each => each.scrollWidth > each.clientWidth
		&& getComputedStyle(each).display !== "inline" && !each.closest(".unseen")).map(each => each.className || each.localName);
	said["unnamed boxes"] = [...document.querySelectorAll("input")].filter(box => !box.labels[0]?.textContent.trim()).length;
	window.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
	ui.done({ lines: [{ id: "bibkit-import-article", args: { title: "<i>Zea mays</i>" } }], lists: [] });
	said["elements of a message"] = document.querySelectorAll("main i").length;
	document.body.textContent = "BEGIN" + JSON.stringify(said) + "END";`;

if (theme === "dom") {
	let file = path.join(scratch, "use.xhtml");
	fs.writeFileSync(path.join(scratch, "use.js"), `window.addEventListener("load", () => setTimeout(() => { ${USE} }, 50));`);
	fs.writeFileSync(file, pages["zotero-enrich"][2].replace("</head>", scripts(["use.js"]) + "</head>"));
	let dom = chromium("--dump-dom", "file://" + file).toString();
	console.log(/BEGIN(.*)END/s.exec(dom)[1].replaceAll("&amp;", "&"));
	pages = {};
}

for (let [name, [width, height, page]] of Object.entries(pages)) {
	let file = path.join(scratch, name + ".xhtml");
	fs.writeFileSync(file, page);
	chromium(...(theme === "dark" ? ["--blink-settings=preferredColorScheme=0"] : []),
		`--window-size=${width},${height}`, `--screenshot=${path.resolve(target, name + ".png")}`, "file://" + file);
}
fs.rmSync(scratch, { recursive: true });

function chromium(...options) {
	return execFileSync("chromium", ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
		"--allow-file-access-from-files", `--user-data-dir=${scratch}/profile`, "--virtual-time-budget=2000", ...options],
	{ stdio: ["ignore", "pipe", "pipe"] });
}
