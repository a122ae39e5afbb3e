"use strict";

/* global BibkitEnriching, BibkitImporting, BibkitProblem, BibkitRetractions, BibkitWriting */
/* exported BibkitMenus */

/**
 * The plugin's entries in Zotero's menus.
 */
var BibkitMenus = class BibkitMenus {
	static FLUENT = "bibkit.ftl";

	/**
	 * @param {object} options
	 * @param {object} options.environment
	 * @param {string} options.pluginID
	 */
	constructor({ environment, pluginID }) {
		this._environment = environment;
		this._pluginID = pluginID;
		this._registered = [];
		this._writing = new BibkitWriting(environment.Zotero);
		this._enriching = new BibkitEnriching(environment, this._writing);
		this._retractions = new BibkitRetractions(environment, this._writing);
		this._importing = new BibkitImporting(environment);
	}

	/** Put the entries into Tools and into the menu of items. */
	register() {
		let { Zotero } = this._environment;
		let icon = "chrome://bibkit/content/menu.svg";
		let items = context => context.items ?? Zotero.getActiveZoteroPane().getSelectedItems();
		let onItems = (l10nID, work) => ({
			menuType: "menuitem",
			l10nID,
			icon,
			onShowing: (_event, context) => {
				context.setVisible(BibkitEnriching.sendable(items(context)).length > 0);
			},
			onCommand: (_event, context) => this._go(work(items(context))),
		});
		this._add("bibkit-tools", "main/menubar/tools", [
			{
				menuType: "menuitem",
				l10nID: "bibkit-menu-import",
				icon,
				onCommand: () => this._go(this._importing.run(Zotero.getMainWindow())),
			},
			{
				menuType: "menuitem",
				l10nID: "bibkit-menu-undo",
				icon,
				// Zotero 10 has Edit → Undo for it.
				onShowing: (_event, context) => context.setVisible(this._writing.canUndo),
				onCommand: () => this._go(this._undo()),
			},
		]);
		this._add("bibkit-items", "main/library/item", [
			onItems("bibkit-menu-enrich", selected => this._enriching.run(selected)),
			onItems("bibkit-menu-check", selected => this._retractions.run(selected)),
		]);
	}

	/** Take the entries away, and what they left in windows. */
	unregister(windows) {
		for (let menuID of this._registered) {
			this._environment.Zotero.MenuManager.unregisterMenu(menuID);
		}
		for (let window of windows) {
			this.removeFrom(window);
		}
		this._registered = [];
		this._writing.forget();
	}

	/** Give a main window the strings of the entries. */
	addTo(window) {
		window.MozXULElement.insertFTLIfNeeded(BibkitMenus.FLUENT);
	}

	/** Take strings and entries out of a main window. */
	removeFrom(window) {
		window.document.querySelector(`[href="${BibkitMenus.FLUENT}"]`)?.remove();
		// Zotero takes an entry out only when its menu opens next.
		for (let entry of window.document.querySelectorAll('[data-l10n-id^="bibkit-menu-"]')) {
			entry.remove();
		}
	}

	_add(menuID, target, menus) {
		let { MenuManager } = this._environment.Zotero;
		let registered = MenuManager.registerMenu({ menuID, pluginID: this._pluginID, target, menus });
		if (registered) {
			this._registered.push(registered);
		}
	}

	async _undo() {
		let ui = this._environment.windows.open("enrich");
		try {
			ui.busy({ id: "bibkit-busy-undo" });
			let result = await this._writing.undo();
			ui.done({
				lines: [{ id: "bibkit-done-undone", args: { items: result.items.length } }],
				lists: result.stale.length
					? [{ title: { id: "bibkit-done-stale", args: { count: result.stale.length } }, lines: result.stale }]
					: [],
			});
		}
		catch (error) {
			if (!(error instanceof BibkitProblem)) {
				throw error;
			}
			ui.fail({ id: error.id, args: error.args });
		}
	}

	_go(work) {
		work.catch(error => this._environment.Zotero.logError(error));
	}
};
