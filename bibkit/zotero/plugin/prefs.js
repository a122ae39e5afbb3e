pref("extensions.bibkit.address", "http://127.0.0.1:23121");
pref("extensions.bibkit.token", "");
