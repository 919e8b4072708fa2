//! `#[harness::test]`: a plain `#[test]` whose body runs under the harness.

use proc_macro::{Group, TokenStream, TokenTree};

/// Marks a test function `fn name() { … }`.
///
/// The body becomes a closure handed to `harness::run_test`, which starts the watchdog, takes the
/// grader's nonce before any of the reader's code runs, and sends the completion record at the end.
#[proc_macro_attribute]
pub fn test(_options: TokenStream, item: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = item.into_iter().collect();
    let Some(TokenTree::Group(body)) = tokens.pop() else {
        return r##"compile_error!("#[harness::test] marks a function with a body");"##
            .parse()
            .unwrap();
    };
    let Some(name) = function_name(&tokens) else {
        return r##"compile_error!("#[harness::test] marks a function");"##
            .parse()
            .unwrap();
    };
    let call: TokenStream =
        format!("::harness::run_test(::core::concat!(::core::module_path!(), \"::{name}\"), move || __BODY__)")
            .parse()
            .unwrap();
    let wrapped = Group::new(body.delimiter(), substitute(call, &body));
    let mut out: TokenStream = "#[::core::prelude::v1::test]".parse().unwrap();
    out.extend(tokens);
    out.extend([TokenTree::Group(wrapped)]);
    out
}

fn function_name(tokens: &[TokenTree]) -> Option<String> {
    let at = tokens
        .iter()
        .position(|t| matches!(t, TokenTree::Ident(i) if i.to_string() == "fn"))?;
    Some(tokens.get(at + 1)?.to_string())
}

/// Puts the test's own tokens, spans kept, where the template says `__BODY__`.
fn substitute(template: TokenStream, body: &Group) -> TokenStream {
    template
        .into_iter()
        .map(|t| match t {
            TokenTree::Ident(i) if i.to_string() == "__BODY__" => TokenTree::Group(body.clone()),
            TokenTree::Group(g) => {
                TokenTree::Group(Group::new(g.delimiter(), substitute(g.stream(), body)))
            }
            other => other,
        })
        .collect()
}
