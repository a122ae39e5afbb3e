"use strict";

/* global BibkitClient, BibkitProblem */
/* exported withWindow, snapshots, sendInBatches, accounts, newTags, tagRow, texts */

/* What enriching, checking and importing share: a window, a server, items sent and answers read. */

var ITEMS_A_REQUEST = 50;

/**
 * Open a window, do the work in it, and show there how it ended.
 *
 * @param {object} environment
 * @param {string} kind - "enrich", "check" or "import"
 * @param {function(ui, BibkitClient): Promise<object|null>} work - gives the last view, or null where
 *     the user gave up
 */
async function withWindow(environment, kind, work) {
	let ui = environment.windows.open(kind);
	try {
		let client = new BibkitClient({
			http: (...request) => environment.Zotero.HTTP.request(...request),
			address: environment.preference("address"),
			token: environment.preference("token"),
		});
		ui.onClose(() => client.cancel());
		ui.busy({ id: "bibkit-busy-server" });
		let last = await work(ui, client);
		if (last) {
			ui.done(last);
		}
	}
	catch (error) {
		if (!(error instanceof BibkitProblem)) {
			environment.Zotero.logError(error);
			ui.fail({ id: "bibkit-error-unexpected", args: { message: String(error?.message ?? error) } });
		}
		else if (error.id !== "bibkit-cancelled") {
			ui.fail({ id: error.id, args: error.args });
		}
	}
}

/** What is sent of each item, and the item: by what comes back it is known which it is. */
async function snapshots(Zotero, items) {
	await Zotero.Items.loadDataTypes?.(items);
	return items.map(item => ({ item, libraryID: item.libraryID, json: item.toJSON() }));
}

/**
 * Send items, at most fifty of one library at a time, and put the answers together.
 *
 * @returns {Promise<{results, findings, sent, failures}>} `results` one for each of `sent`
 * @throws {BibkitProblem} where the first request fails already
 */
async function sendInBatches(ui, client, path, sent, busy) {
	let whole = { results: [], findings: [], sent: [], failures: [] };
	let results = new Map();
	let done = 0;
	for (let batch of batches(sent, ITEMS_A_REQUEST)) {
		ui.busy({ id: busy, args: { done, all: sent.length } }, done / sent.length);
		let answer;
		try {
			answer = await client.post(path, {
				items: batch.map(({ json }) => ({ key: json.key, version: json.version, data: json })),
			});
		}
		catch (error) {
			if (!done || !(error instanceof BibkitProblem) || error.id === "bibkit-cancelled") {
				throw error;
			}
			// What has come is not lost for what has not.
			whole.failures.push({ id: error.id, args: error.args });
			break;
		}
		let byKey = new Map(batch.map(each => [each.json.key, each]));
		for (let result of answer.results ?? []) {
			results.set(byKey.get(result.key), result);
		}
		for (let finding of answer.findings ?? []) {
			whole.findings.push({ ...finding, of: byKey.get(finding.key) });
		}
		whole.sent.push(...texts(answer.sent));
		whole.failures.push(...texts(answer.failures));
		done += batch.length;
	}
	whole.results = sent.map(each => results.get(each)
		?? { key: each.json.key, status: "failed", changes: [], tags: [], messages: [] });
	whole.sent = [...new Set(whole.sent)];
	whole.failures = [...new Set(whole.failures)];
	return whole;
}

function batches(sent, size) {
	let libraries = new Map();
	for (let each of sent) {
		libraries.set(each.libraryID, [...libraries.get(each.libraryID) ?? [], each]);
	}
	return [...libraries.values()].flatMap(items =>
		Array.from({ length: Math.ceil(items.length / size) }, (_, place) =>
			items.slice(place * size, (place + 1) * size)));
}

function accounts(answer) {
	return [
		...(answer.failures.length ? [{ title: { id: "bibkit-list-failures" }, lines: answer.failures, warning: true }] : []),
		...(answer.sent.length ? [{ title: { id: "bibkit-list-sent" }, lines: answer.sent }] : []),
	];
}

function newTags(tags, item) {
	return texts(tags).filter(tag => !item.hasTag(tag));
}

function tagRow(tag, id) {
	return { id, label: { id: "bibkit-row-tag" }, old: "", new: tag, source: "", kind: "tag", checked: true };
}

function texts(list) {
	return Array.isArray(list) ? list.filter(each => typeof each === "string" && each) : [];
}
