"use strict";

/* global BibkitProblem, withWindow, snapshots, sendInBatches, accounts, tagRow, texts */
/* exported BibkitEnriching */

/**
 * Items completed from Crossref and PubMed: asked, shown, and written where the user says so.
 */
var BibkitEnriching = class BibkitEnriching {
	// A value that the item itself says elsewhere has no service behind it.
	static SOURCES = { crossref: "Crossref", pubmed: "PubMed", input: "" };

	/**
	 * @param {object} environment - Zotero, rootURI, windows, preference, setPreference
	 * @param {BibkitWriting} writing
	 */
	constructor(environment, writing) {
		this._environment = environment;
		this._writing = writing;
	}

	/**
	 * The items of a selection that can be sent: no attachment, no note, nothing in the bin.
	 *
	 * @param {object[]} items
	 * @returns {object[]}
	 */
	static sendable(items) {
		return (items ?? []).filter(item => item?.isRegularItem?.() && !item.deleted && !item.isFeedItem);
	}

	/**
	 * Ask for the items of a selection, show what would change, write what is chosen.
	 *
	 * @param {object[]} selected
	 */
	async run(selected) {
		await withWindow(this._environment, "enrich", async (ui, client) => {
			let items = BibkitEnriching.sendable(selected);
			let editable = items.filter(item => item.isEditable());
			if (!items.length) {
				throw new BibkitProblem("bibkit-error-no-items");
			}
			if (!editable.length) {
				throw new BibkitProblem("bibkit-error-read-only-items");
			}
			let status = await client.status();
			let sent = await snapshots(this._environment.Zotero, editable);
			let answer = await sendInBatches(ui, client, "/v1/enrich", sent, "bibkit-busy-enrich");
			let view = this.view(answer, sent, { offline: status.offline, leftOut: items.length - editable.length });
			let chosen = await ui.choose(view);
			if (!chosen) {
				return null;
			}
			ui.busy({ id: "bibkit-busy-write" });
			let steps = BibkitEnriching.steps(answer.results, sent, chosen);
			let result = await this._writing.write(steps);
			return BibkitEnriching.summary(result, this._writing);
		});
	}

	/**
	 * What the window shows: a group an item, a row a change; changes that fill an empty field, and
	 * tags, are chosen.
	 *
	 * @param {{results, sent, failures}} answer - of /v1/enrich
	 * @param {object[]} sent - of snapshots()
	 * @param {{offline: boolean, leftOut: number}} about
	 * @returns {object}
	 */
	view(answer, sent, { offline = false, leftOut = 0 } = {}) {
		let groups = answer.results.map((result, index) => ({
			title: result.title || sent[index].json.title || result.key,
			badge: { id: "bibkit-status-" + standing(result) },
			status: standing(result),
			messages: texts(result.messages),
			rows: [
				...(result.changes ?? []).map((change, place) =>
					this._row(change, `${index}.${place}`, sent[index].json)),
				...texts(result.tags).map((tag, place) => tagRow(tag, `${index}.t${place}`))
					.filter(row => !sent[index].item.hasTag(row.new)),
			],
		}));
		// What can be chosen first, then what has something to say.
		let rank = group => group.rows.length ? 0 : group.messages.length ? 1 : 2;
		groups.sort((a, b) => rank(a) - rank(b));
		let rows = groups.flatMap(group => group.rows);
		let nothing = answer.failures.length ? "bibkit-notice-incomplete" : "bibkit-enrich-nothing";
		return {
			intro: [
				{ id: rows.length ? "bibkit-enrich-intro" : nothing, args: { items: groups.length } },
				...(leftOut ? [{ id: "bibkit-notice-left-out", args: { count: leftOut } }] : []),
				...(offline ? [{ id: "bibkit-notice-offline" }] : []),
			],
			groups,
			lists: accounts(answer),
			filters: rows.some(row => row.kind === "complete" || row.kind === "replace"),
			accept: rows.length ? { id: "bibkit-enrich-accept" } : null,
		};
	}

	/**
	 * What is to be written, of the rows that were chosen.
	 *
	 * @param {object[]} results - of /v1/enrich
	 * @param {object[]} sent
	 * @param {string[]} chosen - ids of rows
	 * @returns {object[]} steps for BibkitWriting
	 */
	static steps(results, sent, chosen) {
		let picked = new Set(chosen);
		return results.map((result, index) => ({
			item: sent[index].item,
			sent: sent[index].json,
			changes: (result.changes ?? []).filter((_, place) => picked.has(`${index}.${place}`)),
			tags: texts(result.tags).filter((_, place) => picked.has(`${index}.t${place}`)),
		})).filter(step => step.changes.length || step.tags.length);
	}

	/** What was done, for the window. */
	static summary(result, writing) {
		let lines = [{
			id: "bibkit-done-written",
			args: { items: result.items.length, changes: result.changes },
		}];
		if (result.items.length) {
			lines.push({ id: writing.zoteroUndoes ? "bibkit-done-zotero-undo" : "bibkit-done-own-undo" });
		}
		let lists = [];
		if (result.stale.length) {
			lists.push({ title: { id: "bibkit-done-stale", args: { count: result.stale.length } }, lines: result.stale });
		}
		if (result.unfit.length) {
			lists.push({ title: { id: "bibkit-done-unfit" }, lines: [...new Set(result.unfit)] });
		}
		return { lines, lists };
	}

	_row(change, id, json) {
		let { ItemFields, ItemTypes } = this._environment.Zotero;
		let label = change.label || change.field;
		let shown = which => {
			let text = change[which + "Text"] ?? change[which];
			if (change.field === "itemType") {
				return localised(() => ItemTypes.getLocalizedString(text), text);
			}
			return typeof text === "string" ? text : text == null ? "" : creatorsText(text);
		};
		if (change.field !== "itemType" && change.field !== "creators") {
			label = localised(() => ItemFields.getLocalizedString(change.field), label);
		}
		return {
			id,
			label: { text: label },
			old: shown("old"),
			new: shown("new"),
			source: BibkitEnriching.SOURCES[change.source] ?? change.source ?? "",
			kind: change.kind,
			checked: fills(change, json[change.field]),
		};
	}
};

/** Whether a change only adds: to an empty field, or lines to Extra. */
function fills(change, now) {
	if (change.kind !== "fill") {
		return false;
	}
	if (change.field === "extra") {
		let lines = new Set(String(change.new).split(/\r?\n/));
		return String(now ?? "").split(/\r?\n/).every(line => !line.trim() || lines.has(line));
	}
	return Array.isArray(now) ? !now.length : !now;
}

function standing(result) {
	let known = ["found", "conflict", "unknown", "failed", "unchanged"];
	let status = known.includes(result.status) ? result.status : "unknown";
	return texts(result.tags).includes("Retracted") ? "retracted" : status;
}

function creatorsText(creators) {
	return [...creators].map(each => each.name ?? [each.lastName, each.firstName].filter(Boolean).join(", ")).join("; ");
}

function localised(ask, otherwise) {
	try {
		return ask() || otherwise;
	}
	catch {
		return otherwise;
	}
}
