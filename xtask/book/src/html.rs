//! HTML by hand: escaping, and the little markup that catalog texts use.

/// Text, safe between tags and inside double-quoted attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Escaped prose with `` `code` `` as a `<code>` element; an odd backtick stays as it is. Outside code, an apostrophe is
/// curved, as mdBook makes it in the text around.
pub fn inline(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let mut out = String::new();
    for (i, part) in parts.iter().enumerate() {
        let closed = i + 1 < parts.len();
        match (i % 2 == 1, closed) {
            (true, true) => out.push_str(&format!("<code>{}</code>", escape(part))),
            (true, false) => out.push_str(&format!("`{}", escape(part))),
            (false, _) => out.push_str(&escape(&part.replace('\'', "’"))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(
            escape(r#"<a href="x">'&'"#),
            "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;"
        );
    }

    #[test]
    fn backticks_in_pairs_are_code() {
        assert_eq!(
            inline("call `f::<T>` now"),
            "call <code>f::&lt;T&gt;</code> now"
        );
        assert_eq!(inline("a lone ` stays"), "a lone ` stays");
        assert_eq!(
            inline("can't be `'a'`"),
            "can’t be <code>&#39;a&#39;</code>"
        );
    }
}
