// What the tests of the plugin ask by, and what its server answers there.

/** The plugin's entries in menus. */
export const ENRICH = "bibkit-menu-enrich", CHECK = "bibkit-menu-check", IMPORT = "bibkit-menu-import", UNDO = "bibkit-menu-undo";

/** A change of one field as the server proposes it. */
export const change = (field, value, { old = "", kind = "fill", ...more } = {}) =>
	({ field, old, new: value, label: field, source: "crossref", kind, ...more });

/** A server that enriches: what it has for the items with these keys. */
export const enriching = byKey => ({ "/v1/enrich": body => [200, {
	results: body.items.map(({ key, version }) =>
		({ key, version, title: key, status: "found", changes: [], tags: [], messages: [], ...byKey[key] })),
	sent: ["1 DOI to Crossref (api.crossref.org, 1 request)"], failures: [],
}] });

/** A user who chooses all rows. */
export const everything = view => view.groups.flatMap(group => group.rows).map(row => row.id);
