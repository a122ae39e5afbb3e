### bibkit: what the plugin says. Errors of the server come in the server's own words.

## Menus

bibkit-menu-import =
    .label = Import reference list…
bibkit-menu-enrich =
    .label = Enrich with Crossref and PubMed…
bibkit-menu-check =
    .label = Check for retractions…
bibkit-menu-undo =
    .label = Undo bibkit’s last changes

## Windows

bibkit-window-enrich = Enrich with Crossref and PubMed
bibkit-window-check = Check for retractions
bibkit-window-import = Import reference list
bibkit-cancel = Cancel
bibkit-close = Close
bibkit-all = All
bibkit-none = None
bibkit-only-empty = Only empty fields
bibkit-pick = Choose:
bibkit-chosen = { $chosen } of { $all } chosen
bibkit-group-all =
    .title = Choose every change of this item
bibkit-group-none =
    .title = Choose no change of this item

## What is under way

bibkit-busy-server = Asking bibkit serve…
bibkit-busy-enrich = Asking Crossref and PubMed: { $done } of { $all } done.
bibkit-busy-check = Asking for retractions: { $done } of { $all } done.
bibkit-busy-parse = Reading the list…
bibkit-busy-save =
    { $count ->
        [one] Saving one reference…
       *[other] Saving { $count } references…
    }
bibkit-busy-write = Writing the changes…
bibkit-busy-undo = Taking the last changes back…

## Enriching

bibkit-enrich-intro = Look through what Crossref and PubMed have. Nothing is changed before you choose “Apply”. Only what fills an empty field is chosen at first.
bibkit-enrich-nothing =
    { $items ->
        [one] There is nothing to change in this item.
       *[other] There is nothing to change in these { $items } items.
    }
bibkit-enrich-accept = Apply
bibkit-status-found = found
bibkit-status-conflict = contradictory
bibkit-status-unknown = not found
bibkit-status-failed = not asked
bibkit-status-unchanged = complete
bibkit-kind-fill = fills
bibkit-kind-complete = completes
bibkit-kind-replace = replaces
bibkit-kind-tag = new tag
bibkit-kind-doubtful = check
bibkit-row-tag = Tag
bibkit-old = before:
bibkit-new = after:
bibkit-list-failures = Not everything could be asked:
bibkit-list-sent = What was sent:
bibkit-notice-incomplete = Nothing was found, but not everything could be asked.
bibkit-notice-offline = bibkit serve runs offline: it answers only from what it asked before.
bibkit-notice-left-out =
    { $count ->
        [one] One item cannot be changed and was left out.
       *[other] { $count } items cannot be changed and were left out.
    }

## Retractions

bibkit-check-intro =
    { $found ->
        [one] One of { $items } items needs a look.
       *[other] { $found } of { $items } items need a look.
    }
bibkit-check-nothing =
    { $items ->
        [one] No retraction of this item is known, and no doubt about it.
       *[other] No retraction of these { $items } items is known, and no doubt about them.
    }
bibkit-check-unchecked =
    { $count ->
        [one] One item could not be checked; it says why.
       *[other] { $count } items could not be checked; they say why.
    }
bibkit-check-accept = Add tags
bibkit-status-retracted = retracted
bibkit-status-concern = concern
bibkit-status-notice = look at this
bibkit-status-unchecked = not checked

## Importing

bibkit-import-from-clipboard =
    { $count ->
        [0] There is no reference in what you copied.
        [one] One reference on the clipboard. It goes to { $target }.
       *[other] { $count } references on the clipboard. They go to { $target }.
    }
bibkit-import-from-note =
    { $count ->
        [0] There is no reference in the text that is selected in the note.
        [one] One reference in the text that is selected in the note. It goes to { $target }.
       *[other] { $count } references in the text that is selected in the note. They go to { $target }.
    }
bibkit-import-article = The list of: { $title }
bibkit-import-offline = bibkit serve does not run, so Zotero read the list by itself. It reads PubMed and PMC lists this way; look at the result.
bibkit-import-doubtful =
    { $count ->
        [one] One was hard to read. It gets the tag “{ $tag }”.
       *[other] { $count } were hard to read. They get the tag “{ $tag }”.
    }
bibkit-import-problems =
    { $count ->
        [one] One remark:
       *[other] { $count } remarks:
    }
bibkit-import-not-read = Not a reference: { $line }
bibkit-import-accept = Import

## How it ended

bibkit-done-written =
    { $items ->
        [0] Nothing was changed.
        [one] One item was changed. Changes: { $changes }.
       *[other] { $items } items were changed. Changes: { $changes }.
    }
bibkit-done-zotero-undo = Edit → Undo takes all of it back at once, until a sync brings changes or Zotero is closed.
bibkit-done-own-undo = Tools → “Undo bibkit’s last changes” takes all of it back at once, until Zotero is closed.
bibkit-done-undone =
    { $items ->
        [0] Nothing was taken back.
        [one] One item is as it was before.
       *[other] { $items } items are as they were before.
    }
bibkit-done-stale =
    { $count ->
        [one] One item was changed meanwhile and left alone:
       *[other] { $count } items were changed meanwhile and left alone:
    }
bibkit-done-unfit = Left out, because an item of its type has no such field:
bibkit-done-imported =
    { $count ->
        [0] Nothing was imported.
        [one] One reference was imported to { $target }.
       *[other] { $count } references were imported to { $target }.
    }

## What cannot be done

bibkit-error-no-server = No bibkit serve answers at { $address }. Start it in a terminal with: bibkit serve
bibkit-error-timeout = bibkit serve at { $address } did not answer in time. Try again with fewer items.
bibkit-error-stranger = What answers at { $address } is not bibkit serve. Look at the address in Settings → bibkit.
bibkit-error-version = bibkit serve { $version } and this plugin do not fit together. Update both.
bibkit-error-no-token = The token is missing. “bibkit serve --token” prints it; put it into Settings → bibkit.
bibkit-error-token = bibkit serve does not take the token. “bibkit serve --token” prints the right one; put it into Settings → bibkit.
bibkit-error-address = “{ $address }” is not an address of this computer. Write, for example, http://127.0.0.1:23121
bibkit-error-server = { $message }
bibkit-error-too-much = This is more than bibkit serve takes at once (20 MB). Try again with less.
bibkit-error-no-items = Select items first. Notes, attachments and items in the bin cannot be asked for.
bibkit-error-read-only-items = The items you selected lie in a library that you cannot change.
bibkit-error-read-only-library = You cannot change { $library }. Select another library or collection, then import again.
bibkit-error-several-libraries = Several libraries are selected. Select the one to import to.
bibkit-error-no-text = There is no text on the clipboard. Copy a reference list, or select it in a note, then try again.
bibkit-error-save = Zotero could not save it, so nothing was changed: { $message }
bibkit-error-unexpected = Something went wrong in the plugin. Please report it: { $message }

## Settings

bibkit-preferences-intro = The plugin works with bibkit serve on this computer. Start it in a terminal with “bibkit serve”; “bibkit serve --token” prints the token.
bibkit-preferences-address = Address of bibkit serve
bibkit-preferences-token = Token
bibkit-preferences-show = Show the token
bibkit-preferences-test = Test
bibkit-test-good = bibkit { $version } answers and takes the token.
bibkit-test-offline = bibkit { $version } answers and takes the token. It runs offline.
