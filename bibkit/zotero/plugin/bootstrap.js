"use strict";

/* global Zotero, Services, URL, Components, ADDON_UNINSTALL */

/**
 * The plugin's life in Zotero: loads its modules, gives them Zotero, and takes everything back.
 *
 * The modules know nothing global but what they are given here, so that they run in a test too.
 */

var SCRIPTS = [
	"client.js", "asking.js", "writing.js", "enriching.js", "retractions.js", "importing.js",
	"sources.js", "windows.js", "preferences.js", "menus.js",
];
var PREFS = "extensions.bibkit.";

var running = null;

function install() {}

async function startup({ id, version, rootURI }) {
	await Zotero.initializationPromise;

	// A window of chrome:// may use Fluent and Zotero; the handle takes the address back again.
	let chrome = Components.classes["@mozilla.org/addons/addon-manager-startup;1"]
		.getService(Components.interfaces.amIAddonManagerStartup)
		.registerChrome(Services.io.newURI(rootURI + "manifest.json"), [
			["content", "bibkit", rootURI + "content/"],
		]);

	let scope = { Zotero, URL };
	for (let script of SCRIPTS) {
		// From Firefox 153 on, a script out of an archive has to be allowed; before, the word is ignored.
		Services.scriptloader.loadSubScriptWithOptions(rootURI + "content/" + script,
			{ target: scope, ignoreCache: true, allowUnsafeURL: true });
	}

	let windows = new scope.BibkitWindows({
		parent: () => Zotero.getMainWindow(),
		log: error => Zotero.logError(error),
	});
	let environment = {
		Zotero,
		rootURI,
		windows,
		preference: name => Zotero.Prefs.get(PREFS + name, true),
		setPreference: (name, value) => Zotero.Prefs.set(PREFS + name, value, true),
	};
	running = {
		chrome,
		windows,
		menus: new scope.BibkitMenus({ environment, pluginID: id }),
		pane: null,
	};
	// The fragment of the preferences pane finds its script here; shutdown() takes it away.
	Zotero.Bibkit = { preferences: new scope.BibkitPreferences(environment), version };

	running.menus.register();
	for (let window of Zotero.getMainWindows()) {
		if (window.ZoteroPane) {
			running.menus.addTo(window);
		}
	}
	let here = running;
	let pane = await Zotero.PreferencePanes.register({
		id: "bibkit-preferences",
		pluginID: id,
		src: rootURI + "content/preferences.xhtml",
		stylesheets: [rootURI + "content/preferences.css"],
		image: "chrome://bibkit/content/icon.svg",
		label: "bibkit",
	}) || "bibkit-preferences";
	if (running === here) {
		running.pane = pane;
	}
	else {
		Zotero.PreferencePanes.unregister(pane);	// shut down meanwhile
	}
}

function onMainWindowLoad({ window }) {
	running?.menus.addTo(window);
}

function onMainWindowUnload({ window }) {
	running?.menus.removeFrom(window);
}

function shutdown() {
	if (!running) {
		return;
	}
	running.windows.closeAll();
	running.menus.unregister(Zotero.getMainWindows());
	if (running.pane) {
		Zotero.PreferencePanes.unregister(running.pane);
	}
	delete Zotero.Bibkit;
	running.chrome.destruct();
	running = null;
}

function uninstall(_plugin, reason) {
	// An update is an uninstallation too; then address and token are kept.
	if (reason === ADDON_UNINSTALL) {
		Services.prefs.getBranch(PREFS).deleteBranch("");
	}
}
