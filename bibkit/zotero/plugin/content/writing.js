"use strict";

/* global BibkitProblem */
/* exported BibkitWriting */

/**
 * Changes to items, written all or none, and only into items that are as they were when sent.
 *
 * Zotero 10 and later take what one transaction changes as one step of Edit → Undo, where the
 * transaction names it. Before that, what was there is kept here until the next writing.
 */
var BibkitWriting = class BibkitWriting {
	// Of an item's JSON: what is no field of it.
	static NOT_FIELDS = new Set([
		"key", "version", "itemType", "creators", "tags", "collections", "relations", "dateAdded",
		"dateModified", "deleted", "inPublications", "parentItem",
	]);

	/**
	 * @param {object} Zotero
	 */
	constructor(Zotero) {
		this._Zotero = Zotero;
		this._before = [];	// of the last writing, where Zotero has no undo of its own
	}

	/** Whether undo() has something to take back. */
	get canUndo() {
		return this._before.length > 0;
	}

	/** Whether Zotero takes it back itself, by Edit → Undo. */
	get zoteroUndoes() {
		let history = this._Zotero.UndoHistory;
		return typeof history?.stageAction === "function" && history.isEnabled?.() !== false;
	}

	/**
	 * Write changes.
	 *
	 * @param {Array<{item, sent, changes: Array<{field, new}>, tags: string[]}>} steps - `sent` is the
	 *     JSON of the item that the changes were made from
	 * @returns {Promise<{items: object[], changes: number, stale: string[], unfit: string[]}>} the
	 *     items changed; titles of those left alone because they were changed meanwhile; fields that
	 *     an item of its type cannot have
	 * @throws {BibkitProblem} nothing was written
	 */
	async write(steps) {
		let result = { items: [], changes: 0, stale: [], unfit: [] };
		let before = [];
		await this._transaction(steps.map(step => step.item), async () => {
			for (let step of steps) {
				let now = this._json(step.item);
				if (!now || isStale(step, now)) {
					result.stale.push(title(step.sent));
					continue;
				}
				let { changes, unfit } = this._set(step);
				result.unfit.push(...unfit);
				if (!changes) {
					continue;
				}
				await step.item.save();
				result.items.push(step.item);
				result.changes += changes;
				before.push({ item: step.item, before: now, after: this._json(step.item) });
			}
			if (result.items.length && this.zoteroUndoes) {
				// Undo is labelled by Zotero's own strings: there is none for "enrich".
				this._Zotero.UndoHistory.stageAction(
					"undo-action-edit-metadata", { count: result.items.length });
			}
		});
		if (before.length) {
			this._before = this.zoteroUndoes ? [] : before;
		}
		return result;
	}

	/**
	 * Take the last writing back, from every item that was not changed since.
	 *
	 * @returns {Promise<{items: object[], stale: string[]}>}
	 * @throws {BibkitProblem} nothing was written
	 */
	async undo() {
		let steps = this._before;
		let result = { items: [], stale: [] };
		await this._transaction(steps.map(step => step.item), async () => {
			for (let { item, before, after } of steps) {
				let now = this._json(item);
				if (!now || !sameContent(now, after)) {
					result.stale.push(title(before));
					continue;
				}
				this._restore(item, before, after);
				await item.save();
				result.items.push(item);
			}
		});
		this._before = [];
		return result;
	}

	/** Forget what undo() could take back. */
	forget() {
		this._before = [];
	}

	async _transaction(items, work) {
		try {
			await this._Zotero.DB.executeTransaction(work);
		}
		catch (error) {
			// The database has rolled back, the objects in memory have not.
			for (let item of items) {
				try {
					await item.reload?.(null, true);
				}
				catch (reloading) {
					this._Zotero.logError(reloading);
				}
			}
			this._Zotero.logError(error);
			throw new BibkitProblem("bibkit-error-save", { message: String(error?.message ?? error) });
		}
	}

	/** An item's JSON; null where it lies in the bin or was deleted. */
	_json(item) {
		let gone = item.deleted || this._Zotero.Items.exists?.(item.id) === false;
		return gone ? null : item.toJSON();
	}

	_set({ item, changes, tags }) {
		let { ItemTypes } = this._Zotero;
		let count = 0;
		let unfit = [];
		// The type first: it decides which fields there are.
		let first = changes.filter(change => change.field === "itemType");
		for (let change of [...first, ...changes.filter(each => !first.includes(each))]) {
			if (change.field === "itemType") {
				item.setType(ItemTypes.getID(change.new));
			}
			else if (change.field === "creators") {
				item.setCreators(change.new);
			}
			else if (this._fits(item, change.field)) {
				item.setField(change.field, change.new);
			}
			else {
				unfit.push(change.field);
				continue;
			}
			count += 1;
		}
		for (let tag of tags) {
			if (!item.hasTag(tag)) {
				item.addTag(tag);
				count += 1;
			}
		}
		return { changes: count, unfit };
	}

	_fits(item, field) {
		let { ItemFields } = this._Zotero;
		let fieldID = ItemFields.getID(field);
		return Boolean(fieldID) && ItemFields.isValidForType(fieldID, item.itemTypeID);
	}

	_restore(item, before, after) {
		if (before.itemType !== after.itemType) {
			item.setType(this._Zotero.ItemTypes.getID(before.itemType));
		}
		for (let field of new Set([...Object.keys(before), ...Object.keys(after)])) {
			let changed = value(before, field) !== value(after, field);
			if (changed && !BibkitWriting.NOT_FIELDS.has(field) && this._fits(item, field)) {
				item.setField(field, before[field] ?? "");
			}
		}
		item.setCreators(before.creators ?? []);
		item.setTags(before.tags ?? []);
	}
};

function title(json) {
	return json.title || json.caseName || json.nameOfAct || json.subject || json.key || "";
}

/** Whether an item is no longer what was sent: by its version, its date, or what is to be changed. */
function isStale({ sent, changes }, now) {
	return now.version !== sent.version
		|| now.dateModified !== sent.dateModified
		|| now.itemType !== sent.itemType
		|| changes.some(change => value(now, change.field) !== value(sent, change.field));
}

function value(json, field) {
	return JSON.stringify(json[field] ?? (field === "creators" ? [] : ""));
}

/** Whether two items say the same; where they lie (collections, relations) is not asked. */
function sameContent(one, other) {
	let said = json => JSON.stringify(Object.entries(json)
		.filter(([name]) => !["version", "dateModified", "collections", "relations"].includes(name))
		.sort());
	return said(one) === said(other);
}
