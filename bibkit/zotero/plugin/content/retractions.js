"use strict";

/* global BibkitEnriching, BibkitProblem, withWindow, snapshots, sendInBatches, accounts, newTags, tagRow, texts */
/* exported BibkitRetractions */

/**
 * What Crossref and PubMed say of items that were retracted, corrected or doubted.
 *
 * Zotero warns of retractions by a list of its own; this one asks now, and says who says so.
 */
var BibkitRetractions = class BibkitRetractions {
	/**
	 * @param {object} environment
	 * @param {BibkitWriting} writing
	 */
	constructor(environment, writing) {
		this._environment = environment;
		this._writing = writing;
	}

	/**
	 * Ask for the items of a selection, show what is found, tag what is chosen.
	 *
	 * @param {object[]} selected
	 */
	async run(selected) {
		await withWindow(this._environment, "check", async (ui, client) => {
			let items = BibkitEnriching.sendable(selected);
			if (!items.length) {
				throw new BibkitProblem("bibkit-error-no-items");
			}
			let status = await client.status();
			let sent = await snapshots(this._environment.Zotero, items);
			let answer = await sendInBatches(ui, client, "/v1/check", sent, "bibkit-busy-check");
			let found = BibkitRetractions.found(answer.findings, sent);
			let chosen = await ui.choose(BibkitRetractions.view(answer, found, sent.length, status));
			if (!chosen) {
				return null;
			}
			ui.busy({ id: "bibkit-busy-write" });
			let result = await this._writing.write(BibkitRetractions.steps(found, chosen));
			return BibkitEnriching.summary(result, this._writing);
		});
	}

	/**
	 * Findings by item, in the order of the selection.
	 *
	 * @param {object[]} findings - of /v1/check, each with the item it is `of`
	 * @param {object[]} sent
	 * @returns {Array<{of, findings, tags}>}
	 */
	static found(findings, sent) {
		return sent.map(of => {
			let own = findings.filter(finding => finding.of === of);
			let tags = of.item.isEditable() ? newTags(own.flatMap(finding => texts(finding.tags)), of.item) : [];
			return { of, findings: own, tags: [...new Set(tags)] };
		}).filter(each => each.findings.length);
	}

	/** What the window shows. */
	static view(answer, found, asked, { offline = false } = {}) {
		let groups = found.map((each, index) => ({
			title: each.of.json.title || each.of.json.key,
			badge: { id: "bibkit-status-" + gravest(each.findings) },
			status: gravest(each.findings),
			messages: each.findings.map(finding => finding.message),
			rows: each.tags.map((tag, place) => tagRow(tag, `${index}.t${place}`)),
		}));
		let rank = group => RANKS.indexOf(group.status);
		groups.sort((a, b) => rank(a) - rank(b));
		let some = groups.some(group => group.rows.length);
		let unchecked = groups.filter(group => group.status === "unchecked").length;
		let noticed = groups.length - unchecked;
		// Where something could not be asked, nothing found is no reassurance: then it is not said.
		let nothing = answer.failures.length || unchecked ? "bibkit-notice-incomplete" : "bibkit-check-nothing";
		return {
			intro: [
				{ id: noticed ? "bibkit-check-intro" : nothing, args: { found: noticed, items: asked } },
				...(unchecked ? [{ id: "bibkit-check-unchecked", args: { count: unchecked } }] : []),
				...(offline ? [{ id: "bibkit-notice-offline" }] : []),
			],
			groups,
			lists: accounts(answer),
			filters: false,
			accept: some ? { id: "bibkit-check-accept" } : null,
		};
	}

	/** What is to be written, of the rows that were chosen. */
	static steps(found, chosen) {
		let picked = new Set(chosen);
		return found.map((each, index) => ({
			item: each.of.item,
			sent: each.of.json,
			changes: [],
			tags: each.tags.filter((_, place) => picked.has(`${index}.t${place}`)),
		})).filter(step => step.tags.length);
	}
};

var RANKS = ["retracted", "concern", "notice", "unchecked"];

/** The gravest of what is said of an item; that no record of it was found is no notice. */
function gravest(findings) {
	let of = { retracted: "retracted", concern: "concern", "not-found": "unchecked", "cannot-tell": "unchecked" };
	let ranks = findings.map(finding => RANKS.indexOf(of[finding.code] ?? "notice"));
	return RANKS[Math.min(...ranks)];
}
