//! Pages for a person in a browser: plain, self-contained, every value escaped.

use super::Answer;

const STYLE: &str = "\
*{box-sizing:border-box}\
body{font:16px/1.5 system-ui,sans-serif;color:#1f2328;background:#f3f5f8;margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem}\
main{background:#fff;border:1px solid #d5dae1;border-radius:12px;padding:1.75rem 2rem;width:100%;max-width:30rem}\
h1{font-size:1.3rem;line-height:1.3;margin:0 0 .75rem}\
p{margin:0 0 1rem;overflow-wrap:anywhere}ul{margin:0 0 1rem;padding-left:1.2rem}\
label{display:block;font-weight:600;margin-bottom:1rem}\
input{display:block;width:100%;font:inherit;font-weight:400;margin-top:.25rem;padding:.5rem .6rem;border:1px solid #8b949e;border-radius:6px;background:#fff;color:inherit}\
button{font:inherit;font-weight:600;padding:.5rem 1.1rem;margin-right:.5rem;border:1px solid #0b5cad;border-radius:6px;background:#0b5cad;color:#fff;cursor:pointer}\
button.quiet{background:transparent;color:#0b5cad}\
:focus-visible{outline:3px solid #7db4ea;outline-offset:1px}\
[role=alert]{border-left:4px solid #b42318;background:#fdf0ee;padding:.5rem .75rem}\
footer{border-top:1px solid #d5dae1;margin-top:1.5rem;padding-top:.75rem;font-size:.85rem;color:#57606a}\
@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}main{background:#161b22;border-color:#30363d}\
input{background:#0d1117}button.quiet{color:#7db4ea}[role=alert]{background:#3b1512}footer{color:#9aa4af;border-color:#30363d}}";

/// A page with this heading; `content` is HTML whose values went through [`escape`].
pub(crate) fn page(status: u16, heading: &str, content: &str) -> Answer {
    let heading = escape(heading);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{heading}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>{heading}</h1>\n{content}\n\
         <footer>acton-emulator, on this machine. This is not Act&#8209;On.</footer>\n\
         </main>\n</body>\n</html>\n"
    );
    // No `form-action`: browsers apply it to the redirect that follows a form too.
    Answer::new(status, "text/html; charset=utf-8", html)
        .header("cache-control", "no-store")
        .header("referrer-policy", "no-referrer")
        .header(
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
        )
}

/// Text as it may stand in HTML, attribute values in double or single quotes included.
pub(crate) fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn no_character_that_means_something_to_html_passes() {
        assert_eq!(
            escape("<b a='1' c=\"2\"> & é"),
            "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt; &amp; é"
        );
    }
}
