//! What the macros make, one snapshot for each attribute, and the rules of parse and check.

mod errors;
mod expansion;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Tokens with a line for each item and statement; `insta` compares them.
fn lines(tokens: TokenStream) -> String {
    let mut out = String::new();
    write(tokens, 0, true, &mut out);
    out
}

fn write(tokens: TokenStream, depth: usize, statements: bool, out: &mut String) {
    let mut fresh = true;
    let mut after = ' ';
    for token in tokens {
        if fresh {
            out.push_str(&"    ".repeat(depth));
        }
        fresh = false;
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let inner = group.stream();
                if inner.is_empty() {
                    out.push_str(" {}\n");
                } else {
                    out.push_str(" {\n");
                    write(inner, depth + 1, true, out);
                    out.push_str(&"    ".repeat(depth));
                    out.push_str("}\n");
                }
                fresh = true;
                after = ' ';
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    _ => ("[", "]"),
                };
                let mut inner = String::new();
                write(group.stream(), 0, false, &mut inner);
                let attribute = after == '#';
                out.push_str(open);
                out.push_str(inner.trim_end());
                out.push_str(close);
                after = ')';
                if attribute {
                    out.push('\n');
                    fresh = true;
                }
            }
            TokenTree::Punct(punct) => {
                let character = punct.as_char();
                if matches!(character, '=' | '-') && after != '=' {
                    out.push(' ');
                }
                out.push(character);
                if matches!(character, ',' | '=') || (character == '>' && after == '-') {
                    out.push(' ');
                }
                after = character;
                if character == ';' {
                    out.push(if statements { '\n' } else { ' ' });
                    fresh = statements;
                }
            }
            word => {
                if after == 'w' {
                    out.push(' ');
                }
                out.push_str(&word.to_string());
                after = 'w';
            }
        }
    }
    if !fresh {
        out.push('\n');
    }
}
