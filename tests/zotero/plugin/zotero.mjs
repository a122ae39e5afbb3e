// A Zotero as far as the plugin knows one, and the plugin started in it.

import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";
import { fileURLToPath } from "node:url";

import { formatted, readFluent } from "./fluent.mjs";

export const PLUGIN = path.resolve(
	path.dirname(fileURLToPath(import.meta.url)), "../../../bibkit/zotero/plugin");
export const ROOT = "jar:file:///profile/extensions/bibkit@bibkit.app.xpi!/";

const FIELDS = {
	journalArticle: ["title", "publicationTitle", "journalAbbreviation", "volume", "pages", "date", "DOI", "PMID", "extra"],
	preprint: ["title", "repository", "date", "DOI", "extra"],
	book: ["title", "publisher", "date", "ISBN", "extra"],
};
const TYPES = Object.keys(FIELDS);
const ALL_FIELDS = [...new Set(Object.values(FIELDS).flat())];

const READ_HERE = [{ itemType: "journalArticle", title: "Read here", creators: [], tags: [], notes: [] }];

/** Values as this realm's, so that they can be compared: the plugin runs in one of its own. */
export const plain = value => JSON.parse(JSON.stringify(value));

export class FakeItem {
	constructor(zotero, { key, itemType = "journalArticle", libraryID = 1, version = 7, creators = [], tags = [],
			dateModified = "2026-01-01T00:00:00Z", regular = true, editable = true, ...fields }) {
		Object.assign(this, { zotero, key, libraryID, version, dateModified, regular, editable });
		this.id = zotero.items.length + 1;
		this.deleted = false;
		this.saves = 0;
		this.failing = false;
		this.state = { itemType, fields, creators, tags: tags.map(tag => ({ tag })) };
		this.committed = structuredClone(this.state);
		zotero.items.push(this);
	}

	isRegularItem() {
		return this.regular;
	}

	isEditable() {
		return this.editable;
	}

	get itemTypeID() {
		return TYPES.indexOf(this.state.itemType) + 1;
	}

	toJSON() {
		let { itemType, fields, creators, tags } = structuredClone(this.state);
		return { key: this.key, version: this.version, itemType, ...fields, creators, tags, collections: [],
			dateModified: this.dateModified };
	}

	getField(name) {
		return this.state.fields[name] ?? "";
	}

	setField(name, value) {
		if (!FIELDS[this.state.itemType].includes(name)) {
			throw new Error(`'${name}' is not a valid field for type ${this.state.itemType}`);
		}
		if (value === "") {
			delete this.state.fields[name];
		}
		else {
			this.state.fields[name] = value;
		}
	}

	setType(id) {
		this.state.itemType = TYPES[id - 1];
		for (let name of Object.keys(this.state.fields)) {
			if (!FIELDS[this.state.itemType].includes(name)) {
				delete this.state.fields[name];
			}
		}
	}

	setCreators(creators) {
		this.state.creators = plain(creators);
	}

	hasTag(tag) {
		return this.state.tags.some(each => each.tag === tag);
	}

	addTag(tag) {
		this.state.tags.push({ tag });
	}

	setTags(tags) {
		this.state.tags = plain(tags);
	}

	async save() {
		if (!this.zotero.transaction) {
			throw new Error("save() outside a transaction");
		}
		if (this.failing) {
			throw new Error("disk is full");
		}
		this.saves += 1;
		this.dateModified = "2026-02-02T00:00:00Z";
		this.zotero.transaction.push(this);
	}

	async reload() {
		this.state = structuredClone(this.committed);
	}
}

/**
 * @param {object} options
 * @param {number} options.version - of Zotero: from 10 on there is undo, and several collections
 * @param {object[]} options.readHere - items of the import translator, as Zotero gives them: without ids
 * @param {function} options.server - (method, path, body, headers) => [status, answer]; null: none runs
 */
export function fakeZotero({ version = 10, server = null, clipboard = {}, editable = true, libraries = [1],
		collections = [{ id: 5, libraryID: 1, name: "ALS" }], translators = [], files = {}, readHere = READ_HERE } = {}) {
	let zotero = {
		items: [], requests: [], menus: new Map(), panes: new Map(), prefs: new Map(), errors: [], transactions: 0,
		transaction: null, undo: [], windows: [], imported: [], debug: [], translated: [], selected: null,
		onChoose: view => view.groups.flatMap(group => group.rows).filter(row => row.checked).map(row => row.id),
	};
	let pane = {
		getSelectedItems: () => zotero.items,
		selectItems: async ids => {
			zotero.selected = ids;
		},
	};
	let old = () => {
		throw new Error("is no longer supported");
	};
	Object.assign(pane, version >= 10
		? { getSelectedLibraryIDs: () => libraries, getSelectedCollections: () => collections,
			getSelectedLibraryID: old, getSelectedCollection: old }
		: { getSelectedLibraryID: () => libraries[0], getSelectedCollection: () => collections[0] });
	let links = [];
	let mainWindow = {
		ZoteroPane: pane,
		MozXULElement: { insertFTLIfNeeded: href => links.push(href) },
		document: {
			querySelector: selector => ({ remove: () => links.splice(links.indexOf(/"(.*)"/.exec(selector)[1]), 1) }),
			querySelectorAll: () => [],
		},
		openDialog: (address, _name, features, channel) => openDialog(zotero, address, features, channel),
	};
	zotero.mainWindow = mainWindow;
	zotero.links = links;

	zotero.Zotero = {
		version: `${version}.0`,
		initializationPromise: Promise.resolve(),
		getMainWindow: () => mainWindow,
		getMainWindows: () => [mainWindow],
		getActiveZoteroPane: () => pane,
		logError: error => zotero.errors.push(error),
		debug: text => zotero.debug.push(text),
		Prefs: {
			get: name => zotero.prefs.get(name),
			set: (name, value) => zotero.prefs.set(name, value),
		},
		MenuManager: {
			registerMenu: options => {
				zotero.menus.set("ns-" + options.menuID, options);
				return "ns-" + options.menuID;
			},
			unregisterMenu: id => zotero.menus.delete(id),
		},
		PreferencePanes: {
			register: async options => {
				zotero.panes.set(options.id, options);
				return version >= 10 ? options.id : undefined;
			},
			unregister: id => zotero.panes.delete(id),
		},
		HTTP: { request: (...request) => respond(zotero, server, ...request) },
		DB: {
			executeTransaction: async work => {
				zotero.transactions += 1;
				zotero.transaction = [];
				zotero.staged = null;
				try {
					await work();
					for (let item of zotero.transaction) {
						item.committed = structuredClone(item.state);
					}
					if (zotero.staged && zotero.transaction.length) {
						zotero.undo.push(zotero.staged);
					}
				}
				finally {
					zotero.transaction = null;
				}
			},
		},
		Items: { loadDataTypes: async () => {}, exists: id => zotero.items.some(item => item.id === id) },
		ItemTypes: { getID: name => TYPES.indexOf(name) + 1 || false, getLocalizedString: name => `type ${name}` },
		ItemFields: {
			getID: name => ALL_FIELDS.indexOf(name) + 1 || false,
			isValidForType: (field, type) => FIELDS[TYPES[type - 1]].includes(ALL_FIELDS[field - 1]),
			getLocalizedString: name => {
				if (!ALL_FIELDS.includes(name)) {
					throw new Error(`no field ${name}`);
				}
				return `field ${name}`;
			},
		},
		Libraries: {
			userLibraryID: 1,
			get: id => ({ libraryID: id, name: id === 1 ? "My Library" : `Group ${id}`, editable }),
		},
		Notes: { _editorInstances: [] },
		Utilities: { Internal: { getClipboard: type => clipboard[type] ?? null } },
		Translators: { getAllForType: async () => translators },
		Translator: class {
			constructor(info) {
				Object.assign(this, info);
			}
		},
		Translate: {
			Import: class {
				setString(text) {
					this.text = text;
				}

				setTranslator(translator) {
					this.translator = translator;
				}

				async translate(options) {
					zotero.translated.push({ text: this.text, translator: this.translator, options: plain(options) });
					return plain(readHere);
				}
			},
			ItemSaver: class {
				static ATTACHMENT_MODE_IGNORE = 0;

				constructor(options) {
					this.options = plain(options);
				}

				async saveItems(items) {
					if (zotero.saveFails) {
						throw new Error("disk is full");
					}
					zotero.imported.push({ items: plain(items), options: this.options });
					return items.map((_, place) => ({ id: 100 + place, isRegularItem: () => true }));
				}
			},
		},
		File: {
			getContentsFromURLAsync: async url => {
				if (!(url in files)) {
					throw new Error(`no ${url}`);
				}
				return files[url];
			},
		},
	};
	if (version >= 10) {
		zotero.Zotero.UndoHistory = {
			isEnabled: () => true,
			stageAction: (action, args) => {
				if (!zotero.transaction) {
					throw new Error("not in a transaction");
				}
				zotero.staged = { action, args: plain(args) };
			},
		};
	}
	return zotero;
}

const MESSAGES = readFluent(fs.readFileSync(path.join(PLUGIN, "locale/en-US/bibkit.ftl"), "utf8"));

/** Every text of a state as the user reads it; throws where a message or one of its arguments is missing. */
export function written(state) {
	if (Array.isArray(state)) {
		return state.flatMap(written);
	}
	if (state && typeof state === "object") {
		if (typeof state.id === "string" && state.id.startsWith("bibkit-")) {
			return [formatted(MESSAGES.get(state.id).value, state.args)];
		}
		return Object.values(state).flatMap(written);
	}
	return typeof state === "string" ? [state] : [];
}

/** A window that does what window.js does, with a user who answers at once. */
function openDialog(zotero, address, features, channel) {
	let window = { address, features, channel, states: [], closed: false };
	window.ended = new Promise(resolve => {
		window.close = () => {
			if (!window.closed) {
				window.closed = true;
				channel.draw = null;
				channel.closed();
			}
			resolve(window);
		};
		channel.draw = () => {
			let state = plain(channel.state);
			window.states.push(state);
			written(state);
			if (state.name === "choose") {
				setImmediate(() => {
					let chosen = state.view.accept ? zotero.onChoose(state.view) : null;
					chosen ? channel.accept(chosen) : window.close();
				});
			}
			else if (state.name === "done" || state.name === "fail") {
				resolve(window);
			}
		};
	});
	zotero.windows.push(window);
	return window;
}

async function respond(zotero, server, method, url, options) {
	zotero.requests.push({ method, url, options: plain({ ...options, cancellerReceiver: null }) });
	if (options.logBodyLength !== 0 || options.debug) {
		zotero.debug.push(options.body ?? "");
	}
	if (!server) {
		return { status: 0, responseText: "" };
	}
	let { pathname } = new URL(url);
	let [status, answer] = await server(method, pathname, options.body && JSON.parse(options.body), options);
	return { status, responseText: typeof answer === "string" ? answer : JSON.stringify(answer) };
}

/** A `bibkit serve` that takes the token "right". */
export function serving(answers = {}, { api = 1, offline = false } = {}) {
	return (method, name, body, { headers }) => {
		let fits = headers.Authorization === undefined ? undefined : headers.Authorization === "Bearer right";
		if (name === "/v1/status") {
			return [200, { bibkit: "0.1.0", api, offline, ...(fits === undefined ? {} : { token: fits }) }];
		}
		if (!fits) {
			return [401, { error: { code: "token", message: "The token is not the server's." } }];
		}
		if (headers["Content-Type"] !== "application/json") {
			return [415, { error: { code: "content-type", message: "Send JSON." } }];
		}
		let answer = answers[name];
		return typeof answer === "function" ? answer(body) : [200, answer];
	};
}

/** Some of the plugin's scripts alone. */
export function scripts(...names) {
	let scope = vm.createContext({ URL });
	for (let name of names) {
		vm.runInContext(fs.readFileSync(path.join(PLUGIN, "content", name), "utf8"), scope, name);
	}
	return scope;
}

/** Start the plugin as Zotero does. */
export async function start(zotero, { token = "right", address = "http://127.0.0.1:23121" } = {}) {
	let defaults = vm.createContext({ pref: (name, value) => {
		if (!zotero.prefs.has(name)) {
			zotero.prefs.set(name, value);
		}
	} });
	vm.runInContext(fs.readFileSync(path.join(PLUGIN, "prefs.js"), "utf8"), defaults);
	zotero.prefs.set("extensions.bibkit.token", token);
	zotero.prefs.set("extensions.bibkit.address", address);
	let chrome = { registered: null };
	let sandbox = vm.createContext({
		Zotero: zotero.Zotero,
		URL,
		ADDON_DISABLE: 4,
		ADDON_UNINSTALL: 6,
		ADDON_UPGRADE: 7,
		Components: {
			classes: { "@mozilla.org/addons/addon-manager-startup;1": { getService: () => ({
				registerChrome: (_manifest, entries) => {
					chrome.registered = plain(entries);
					return { destruct: () => chrome.registered = null };
				},
			}) } },
			interfaces: {},
		},
		Services: {
			io: { newURI: uri => uri },
			prefs: { getBranch: branch => ({ deleteBranch: name => {
				for (let key of [...zotero.prefs.keys()].filter(each => each.startsWith(branch + name))) {
					zotero.prefs.delete(key);
				}
			} }) },
			scriptloader: { loadSubScriptWithOptions: (uri, { target, allowUnsafeURL }) => {
				if (!allowUnsafeURL) {
					throw new Error("Trying to load untrusted URI.");	// Firefox 153
				}
				let file = path.join(PLUGIN, uri.slice(ROOT.length));
				vm.runInContext(fs.readFileSync(file, "utf8"), vm.isContext(target) ? target : vm.createContext(target), file);
			} },
		},
	});
	vm.runInContext(fs.readFileSync(path.join(PLUGIN, "bootstrap.js"), "utf8"), sandbox, "bootstrap.js");
	let about = { id: "bibkit@bibkit.app", version: "0.1.0", rootURI: ROOT };
	await sandbox.startup(about);

	let entry = l10nID => [...zotero.menus.values()].flatMap(each => each.menus).find(each => each.l10nID === l10nID);
	return {
		sandbox,
		chrome,
		about,
		shutdown: () => sandbox.shutdown(about, 4),
		uninstall: reason => sandbox.uninstall(about, reason),
		visible(l10nID, items) {
			let seen = true;
			entry(l10nID).onShowing?.({}, { items, setVisible: on => seen = on });
			return seen;
		},
		/** Choose an entry; what its window showed last. */
		async choose(l10nID, items) {
			let before = zotero.windows.length;
			entry(l10nID).onCommand({}, { items });
			let window = zotero.windows[before];
			await window.ended;
			await new Promise(setImmediate);
			return window;
		},
	};
}

export const last = window => window.states.at(-1);
