//! The page the browser shows at the end.

/// An HTML page with a heading and a sentence, both escaped.
pub(super) fn page(good: bool, heading: &str, sentence: &str) -> String {
    let (heading, sentence) = (escape(heading), escape(sentence));
    let (colour, mark) = if good {
        ("#1a7f37", "&#10003;")
    } else {
        ("#b42318", "&#10007;")
    };
    format!(
        r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{heading}</title>
<style>
  body {{ font: 17px/1.5 system-ui, sans-serif; color: #1f2328; background: #f6f8fa; display: grid; place-items: center; min-height: 100vh; margin: 0 }}
  main {{ background: #fff; border: 1px solid #d0d7de; border-radius: 12px; padding: 2rem 2.5rem; max-width: 30rem }}
  h1 {{ font-size: 1.3rem; margin: 0 0 .5rem }}
  h1 span {{ color: {colour}; margin-right: .5rem }}
  p {{ margin: 0; overflow-wrap: anywhere }}
  @media (prefers-color-scheme: dark) {{ body {{ color: #e6edf3; background: #0d1117 }} main {{ background: #161b22; border-color: #30363d }} }}
</style>
<main>
  <h1><span aria-hidden="true">{mark}</span>{heading}</h1>
  <p>{sentence}</p>
</main>
</html>
"#
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_said_cannot_become_part_of_the_page() {
        let page = page(false, "No", "<script>alert(\"1\")</script> & more");
        assert!(!page.contains("<script>"));
        assert!(page.contains("&lt;script&gt;") && page.contains("&amp; more"));
    }
}
