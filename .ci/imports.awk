# Run by .ci/imports, which says what it does; portable awk. One path of a source file a line, lib.rs first.

# Tokens of a file: T[1..n] and their lines L[1..n]; words, `::` and the marks that paths need.
function read_tokens(file,    line, number, block, raw, end, text) {
    n = number = block = 0
    end = ""
    while ((getline line < file) > 0) {
        number++
        while (line != "") {
            if (block) {                                  # in /* .. */, which nests
                if (!match(line, /\/\*|\*\//)) break
                block += substr(line, RSTART, 2) == "/*" ? 1 : -1
                line = substr(line, RSTART + 2)
            } else if (end == "\"") {                     # in ".."
                if (!match(line, /^([^"\\]|\\.)*"/)) break
                line = substr(line, RLENGTH + 1)
                end = ""
            } else if (end != "") {                       # in r#".."#
                if (!(raw = index(line, end))) break
                line = substr(line, raw + length(end))
                end = ""
            } else if (line ~ /^\/\//) {
                break
            } else if (line ~ /^\/\*/) {
                block = 1
                line = substr(line, 3)
            } else if (match(line, /^b?r#*"/)) {
                end = substr(line, 1, RLENGTH)
                line = substr(line, RLENGTH + 1)
                sub(/^b?r/, "", end)
                end = "\"" substr(end, 1, length(end) - 1)
            } else if (line ~ /^"/) {
                end = "\""
                line = substr(line, 2)
            } else if (match(line, /^'(\\.[^']*|[^'\\]|[^ -~]+)'/)) {
                line = substr(line, RLENGTH + 1)
            } else if (match(line, /^(r#)?[A-Za-z_][A-Za-z_0-9]*/)) {
                text = substr(line, 1, RLENGTH)
                line = substr(line, RLENGTH + 1)
                sub(/^r#/, "", text)
                n++; T[n] = text; L[n] = number
            } else if (match(line, /^[ \t0-9=<>.&|+!?$@%-]+/)) {
                line = substr(line, RLENGTH + 1)
            } else if (line ~ /^::/) {
                n++; T[n] = "::"; L[n] = number
                line = substr(line, 3)
            } else {
                text = substr(line, 1, 1)
                if (index("{}()[],;#*", text)) { n++; T[n] = text; L[n] = number }
                line = substr(line, 2)
            }
        }
    }
    close(file)
    T[n + 1] = T[n + 2] = T[n + 3] = T[n + 4] = T[n + 5] = T[n + 6] = ""
}

# `#[cfg(test)]` at i: the last token of the item that follows it. A file that it declares is a test.
function skip_test(i, file,    depth) {
    while (T[i] != "]") i++
    if (T[i + 1] == "mod" && T[i + 3] == ";") {
        sub(/\.rs$/, "/" T[i + 2], file)
        test_files[file ".rs"]
        test_files[file "/"]
    }
    for (depth = 0; i < n; i++) {
        if (T[i + 1] == "{" || T[i + 1] == "(" || T[i + 1] == "[") depth++
        if (T[i + 1] == "}" || T[i + 1] == ")" || T[i + 1] == "]") depth--
        if (depth < 0) return i
        if (depth == 0 && T[i + 1] ~ /^[;,}]$/) return i + 1
    }
    return n
}

# `pub use` of lib.rs: which module each name at the root is from; none for a name of another crate.
function read_root(    i, depth, from) {
    for (i = 1; i <= n; i++) {
        if (T[i] == "{") depth++
        if (T[i] == "}") depth--
        if (depth != 0 || T[i] != "pub" || T[i + 1] != "use") continue
        i += 2
        if (T[i] == "crate") i += 2
        from = T[i]
        for (; T[i] != ";"; i++)
            if (T[i] ~ /^[A-Za-z_]/ && T[i + 1] ~ /^[,;}]$/ && (!(T[i] in root) || from in modules))
                root[T[i]] = from
    }
}

# Whether a module's file declares this file, or a folder around it, for tests.
function is_test(file,    known) {
    for (known in test_files)
        if (file == known || known ~ /\/$/ && index(file, known) == 1) return 1
    return 0
}

function problem(text) { print ".ci/imports: " text; failed = 1 }

function import(name, at,    to) {
    if (name == "self") return
    if (name == "*") { problem(at ": `*` at the crate's root: name what is imported"); return }
    to = name in modules ? name : root[name]
    if (to == "") { problem(at ": `crate::" name "` is neither a module nor re-exported by lib.rs"); return }
    if (!(to in modules) || to == module) return
    places[module, to]++
    if (!((module, to, at) in seen) && shown[module, to]++ < 3)
        where[module, to] = where[module, to] "\n    " at "  " module " -> " to
    seen[module, to, at]
    edge[module, to] = 1
}

# A path from the root; T[i] is what follows the `::` after `crate` or the last `super`.
function path(i, file,    depth) {
    if (T[i] != "{") { import(T[i], file ":" L[i]); return }
    for (depth = 0; i <= n; i++) {
        if (depth == 1 && T[i - 1] ~ /^[{,]$/ && T[i] != "}" && T[i] != ",") import(T[i], file ":" L[i])
        if (T[i] == "{") depth++
        if (T[i] == "}" && --depth == 0) return
    }
}

function read_imports(file,    i, j, parts, levels, depth, inside, opened) {
    levels = split(substr(file, length(src) + 1), parts, "/")
    module = parts[1]
    sub(/\.rs$/, "", module)
    depth = inside = 0
    for (i = 1; i <= n; i++) {
        if (T[i] == "#" && T[i + 1] == "[" && T[i + 2] == "cfg" && T[i + 4] == "test" && T[i + 5] == ")") {
            i = skip_test(i, file)
        } else if (T[i] == "mod" && T[i + 2] == "{") {
            opened[++inside] = ++depth
            i += 2
        } else if (T[i] == "{") {
            depth++
        } else if (T[i] == "}") {
            if (inside && opened[inside] == depth) inside--
            depth--
        } else if (T[i] == "crate" && T[i + 1] == "::") {
            path(i + 2, file)
        } else if (T[i] == "super" && T[i + 1] == "::") {
            for (j = 1; T[i + 2] == "super" && T[i + 3] == "::"; i += 2) j++
            if (j == levels + inside && T[i + 2] != "super") path(i + 2, file)
        }
    }
}

# reach[a, b]: b can be come to from a, one import after the other.
function close_over(direct, reach,    a, b, via, key) {
    for (key in reach) delete reach[key]
    for (key in direct) reach[key] = 1
    for (via in modules) for (a in modules) if ((a, via) in reach)
        for (b in modules) if ((via, b) in reach) reach[a, b] = 1
}

{ files[NR] = $0 }

END {
    src = "acton-orm/src/"
    for (f = 2; f <= NR; f++) {
        name = substr(files[f], length(src) + 1)
        sub(/[.\/].*/, "", name)
        modules[name]
    }
    read_tokens(files[1])
    read_root()
    # A module's file is read before the files in its folder are judged by what it declares for tests.
    for (f = 2; f <= NR; f++) {
        name = files[f]
        sub(/\.rs$/, "", name)
        order[f] = gsub(/\//, "/", name)
        if (order[f] > deepest) deepest = order[f]
    }
    for (level = 1; level <= deepest; level++) for (f = 2; f <= NR; f++) {
        if (order[f] != level || is_test(files[f])) continue
        read_tokens(files[f])
        read_imports(files[f])
        count++
    }

    if (ENVIRON["list"] == "--list") {
        for (key in edge) { split(key, pair, SUBSEP); print pair[1] " -> " pair[2] " (" places[key] ")" | "sort" }
        close("sort")
    }

    rules = split(ENVIRON["forbidden"], rule, "\n")
    for (r = 1; r <= rules; r++) {
        if (split(rule[r], side, ":") != 2) continue
        left = split(side[1], from, " ")
        right = split(side[2], to, " ")
        for (x = 1; x <= left; x++) for (y = 1; y <= right; y++) for (name in modules)
            if ((from[x] == "any" || from[x] == name) && (name, to[y]) in edge)
                problem("`" name "` must not import `" to[y] "`:" where[name, to[y]])
    }

    close_over(edge, reach)
    for (key in edge) kept[key] = 1
    rules = split(ENVIRON["exceptions"], rule, "\n")
    for (r = 1; r <= rules; r++) {
        if (rule[r] ~ /^ *$/) continue
        words = split(rule[r], word, " ")
        if (words < 3) problem("the exception `" rule[r] "` has no reason")
        if (!((word[1], word[2]) in edge) || !((word[2], word[1]) in reach))
            problem("the exception `" word[1] " " word[2] "` is not needed: strike it from the list")
        delete kept[word[1], word[2]]
    }
    close_over(kept, reach)
    for (a in modules) {
        if (!((a, a) in reach) || a in told) continue
        text = names = ""
        for (b in modules) if ((a, b) in reach && (b, a) in reach) {
            told[b]
            names = names " " b
            for (c in modules) if ((b, c) in kept && (c, b) in reach) text = text where[b, c]
        }
        problem("these modules import each other:" names text)
    }

    for (key in edge) edges++
    if (!failed) print "imports: " count " files, " edges " pairs of modules, no cycle"
    exit failed
}
