"use strict";

/* exported BibkitSources */

/**
 * Where a reference list comes from (a note, the clipboard), and where its items go.
 */
var BibkitSources = class BibkitSources {
	/**
	 * @param {object} Zotero
	 */
	constructor(Zotero) {
		this._Zotero = Zotero;
	}

	/**
	 * The text selected in a note that is open in a window; where none is, the clipboard's.
	 *
	 * @param {Window} window
	 * @returns {{from: "note"|"clipboard", text: string, html: string}|null} null where neither has text
	 */
	list(window) {
		return this._selected(window) ?? this._clipboard();
	}

	/**
	 * The library and collection selected in a window.
	 *
	 * @param {Window} window
	 * @returns {{libraryID: number, collections: number[], name: string, editable: boolean}|null} null
	 *     where several libraries are selected
	 */
	target(window) {
		let { Libraries } = this._Zotero;
		let pane = window.ZoteroPane;
		let libraries, collections;
		// Zotero 10 lets several collections be selected; the old names throw there.
		if (typeof pane.getSelectedLibraryIDs === "function") {
			libraries = [...new Set(pane.getSelectedLibraryIDs())];
			collections = pane.getSelectedCollections() ?? [];
		}
		else {
			libraries = [pane.getSelectedLibraryID()].filter(Boolean);
			let collection = pane.getSelectedCollection();
			collections = collection ? [collection] : [];
		}
		if (libraries.length > 1) {
			return null;
		}
		let library = Libraries.get(libraries[0] ?? Libraries.userLibraryID);
		collections = collections.filter(each => each.libraryID === library.libraryID);
		return {
			libraryID: library.libraryID,
			collections: collections.map(each => each.id),
			name: [library.name, collections.map(each => each.name).join(", ")].filter(Boolean).join(" / "),
			editable: Boolean(library.editable),
		};
	}

	_clipboard() {
		let text = this._flavour("text/plain");
		let html = this._flavour("text/html");
		return text.trim() || html.trim() ? { from: "clipboard", text, html } : null;
	}

	_flavour(type) {
		try {
			return this._Zotero.Utilities.Internal.getClipboard(type) || "";
		}
		catch {
			return "";
		}
	}

	_selected(window) {
		for (let editor of this._Zotero.Notes._editorInstances ?? []) {
			try {
				let inside = editor._iframeWindow;
				let frame = inside.frameElement ?? inside.docShell?.chromeEventHandler;
				// An editor in a tab that is not shown may still have a selection: it is not meant.
				if (frame?.ownerDocument.defaultView !== window || !frame.getClientRects().length) {
					continue;
				}
				let selection = inside.getSelection();
				let text = String(selection ?? "");
				if (text.trim() && selection.rangeCount) {
					let holder = inside.document.createElement("div");
					holder.append(selection.getRangeAt(0).cloneContents());
					return { from: "note", text, html: holder.innerHTML };
				}
			}
			catch {
				// The window of a closed editor is dead: any look at it throws.
			}
		}
		return null;
	}
};
