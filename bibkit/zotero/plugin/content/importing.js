"use strict";

/* global BibkitProblem, BibkitSources, withWindow, texts */
/* exported BibkitImporting */

/**
 * A reference list into items: read by `bibkit serve`, or where none runs by the import translator.
 */
var BibkitImporting = class BibkitImporting {
	static TRANSLATOR = "NCBI Reference List";
	static DOUBTFUL_TAG = "check reference";

	/**
	 * @param {object} environment
	 */
	constructor(environment) {
		this._environment = environment;
		this._sources = new BibkitSources(environment.Zotero);
	}

	/**
	 * Read the list that is selected in a note or lies on the clipboard, show it, save it.
	 *
	 * @param {Window} window - the main window that was asked in
	 */
	async run(window) {
		// Before the window opens, which takes the focus from the note.
		let list = this._sources.list(window);
		await withWindow(this._environment, "import", async (ui, client) => {
			let target = this._sources.target(window);
			if (!target) {
				throw new BibkitProblem("bibkit-error-several-libraries");
			}
			if (!target.editable) {
				throw new BibkitProblem("bibkit-error-read-only-library", { library: target.name });
			}
			if (!list) {
				throw new BibkitProblem("bibkit-error-no-text");
			}
			let read = await this._read(ui, client, list);
			let chosen = await ui.choose(BibkitImporting.view(read, list, target));
			if (!chosen) {
				return null;
			}
			ui.busy({ id: "bibkit-busy-save", args: { count: chosen.length } });
			let items = await this._save(BibkitImporting.marked(read, chosen), target);
			await this._select(window, items);
			return { lines: [{ id: "bibkit-done-imported", args: { count: items.length, target: target.name } }], lists: [] };
		});
	}

	/**
	 * What the window shows: a row a reference, all of them chosen.
	 *
	 * @param {{items, problems, doubtful, article, offlineReader}} read
	 * @param {{from: string}} list
	 * @param {{name: string}} target
	 * @returns {object}
	 */
	static view(read, list, target) {
		let doubtful = new Set(read.doubtful);
		let rows = read.items.map((item, place) => ({
			id: String(place),
			label: { text: `${place + 1}.` },
			old: "",
			new: oneLine(item),
			source: "",
			kind: doubtful.has(item.id) ? "doubtful" : "reference",
			checked: true,
		}));
		let count = rows.filter(row => row.kind === "doubtful").length;
		return {
			intro: [
				{ id: list.from === "note" ? "bibkit-import-from-note" : "bibkit-import-from-clipboard",
					args: { count: rows.length, target: target.name } },
				...(read.article?.title ? [{ id: "bibkit-import-article", args: { title: read.article.title } }] : []),
				...(read.offlineReader ? [{ id: "bibkit-import-offline" }] : []),
				...(count ? [{ id: "bibkit-import-doubtful", args: { count, tag: BibkitImporting.DOUBTFUL_TAG } }] : []),
			],
			groups: rows.length ? [{ title: "", badge: null, status: "", messages: [], rows }] : [],
			lists: read.problems.length
				? [{ title: { id: "bibkit-import-problems", args: { count: read.problems.length } },
					lines: read.problems.map(problemLine), warning: true }]
				: [],
			filters: false,
			accept: rows.length ? { id: "bibkit-import-accept" } : null,
		};
	}

	/** The items that were chosen; the doubtful ones with a tag. */
	static marked(read, chosen) {
		let doubtful = new Set(read.doubtful);
		let picked = new Set(chosen);
		return read.items.filter((_, place) => picked.has(String(place))).map(item => ({
			...item,
			tags: doubtful.has(item.id) && !isTagged(item)
				? [...item.tags ?? [], BibkitImporting.DOUBTFUL_TAG] : item.tags ?? [],
			attachments: [],
		}));
	}

	async _read(ui, client, list) {
		try {
			await client.status();
		}
		catch (error) {
			if (error.id !== "bibkit-error-no-server") {
				throw error;
			}
			return this._readHere(list, error);
		}
		ui.busy({ id: "bibkit-busy-parse" });
		let asked = { text: list.text, format: null, ...(list.html ? { html: list.html } : {}) };
		let answer = await client.post("/v1/parse", asked);
		return {
			items: Array.isArray(answer.items) ? answer.items : [],
			problems: (Array.isArray(answer.problems) ? answer.problems : []).filter(each => each.severity !== "info"),
			doubtful: texts(answer.doubtful),
			article: answer.article ?? null,
			offlineReader: false,
		};
	}

	async _readHere(list, noServer) {
		let { Zotero } = this._environment;
		let translator = await this._translator();
		if (!translator || !list.text.trim()) {
			throw noServer;
		}
		let translate = new Zotero.Translate.Import();
		translate.setString(list.text);
		translate.setTranslator(translator);
		let items;
		try {
			// Without a library nothing is saved, the items come back as they are.
			items = await translate.translate({ libraryID: false, saveAttachments: false });
		}
		catch (error) {
			Zotero.logError(error);
			throw noServer;
		}
		// Lines that are no reference come as a note of their own.
		let isNote = item => item.itemType === "note";
		let references = items.filter(item => !isNote(item)).map((item, place) => ({ ...item, id: String(place) }));
		return {
			items: references,
			problems: items.filter(isNote).flatMap(item => paragraphs(item.note))
				.map(line => ({ line: { id: "bibkit-import-not-read", args: { line } } })),
			doubtful: references.filter(isTagged).map(item => item.id),
			article: null,
			offlineReader: true,
		};
	}

	/** The translator that is installed in Zotero or the one that lies in the plugin: the newer. */
	async _translator() {
		let installed = (await this._environment.Zotero.Translators.getAllForType("import"))
			.find(each => each.label === BibkitImporting.TRANSLATOR);
		let own = await this._ownTranslator();
		let isNewer = own && (own.lastUpdated ?? "") > (installed?.lastUpdated ?? "");
		return isNewer || !installed ? own : installed;
	}

	/** The translator in the plugin, as an object that Zotero runs without having it among its own. */
	async _ownTranslator() {
		let { Zotero, rootURI } = this._environment;
		let code;
		try {
			code = await Zotero.File.getContentsFromURLAsync(
				`${rootURI}translator/${encodeURIComponent(BibkitImporting.TRANSLATOR)}.js`);
		}
		catch {
			return null;
		}
		let header = /^\s*\{[^]*?\n\}/.exec(code)?.[0];
		if (!header) {
			return null;
		}
		let translator = new Zotero.Translator(JSON.parse(header));
		translator.code = code;
		return translator;
	}

	async _save(items, target) {
		let { Zotero } = this._environment;
		let { ItemSaver } = Zotero.Translate;
		let saver = new ItemSaver({
			libraryID: target.libraryID,
			collections: target.collections,
			attachmentMode: ItemSaver.ATTACHMENT_MODE_IGNORE,
			saveOptions: { skipSelect: true },
		});
		try {
			let saved = await saver.saveItems(items, () => {}, () => {});	// one transaction
			return saved.filter(item => item.isRegularItem());
		}
		catch (error) {
			Zotero.logError(error);
			throw new BibkitProblem("bibkit-error-save", { message: String(error?.message ?? error) });
		}
	}

	async _select(window, items) {
		try {
			await window.ZoteroPane.selectItems(items.map(item => item.id));
		}
		catch (error) {
			this._environment.Zotero.logError(error);	// saved all the same
		}
	}
};

function oneLine(item) {
	let names = (item.creators ?? []).map(each => each.lastName ?? each.name ?? "").filter(Boolean);
	let who = names.length > 2 ? `${names[0]} et al.` : names.join(", ");
	let year = /\d{4}/.exec(item.date ?? "")?.[0] ?? "";
	return [who, year && `(${year})`, item.title || item.caseName || item.nameOfAct || item.subject]
		.filter(Boolean).join(" ");
}

/** Whether the translator found an item hard to read. */
function isTagged(item) {
	return (item.tags ?? []).some(tag => (tag.tag ?? tag) === BibkitImporting.DOUBTFUL_TAG);
}

/** The paragraphs of a note of the translator, as text. */
function paragraphs(html) {
	return [...html.matchAll(/<p>([^<]*)<\/p>/g)].map(([, text]) =>
		text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"));
}

function problemLine(problem) {
	return problem.line ?? [problem.message, problem.raw].filter(each => typeof each === "string" && each).join(" — ");
}
