//! A built page as XHTML: the same elements, written as XML, without what needs a script.

use html5ever::tendril::TendrilSink;
use html5ever::{Attribute, QualName, local_name, ns, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use crate::html::escape;

#[derive(Debug, Default)]
pub struct Page {
    /// The whole document.
    pub text: String,
    /// A package must declare pages with figures in them.
    pub has_svg: bool,
    /// As paths from the book's folder.
    pub images: Vec<String>,
}

/// What a reading system could not work, with all that is in it.
const DROPPED: [&str; 8] = [
    "script", "style", "link", "template", "button", "input", "select", "noscript",
];

/// The part of a built page that is the book's; `None` without one.
pub fn of_page(html: &str, title: &str) -> Option<Page> {
    let dom = parse_document(RcDom::default(), Default::default()).one(html);
    let main = find(&dom.document, "main")?;
    let mut page = Page::default();
    let mut body = String::new();
    for child in main.children.borrow().iter() {
        page.write(child, &mut body);
    }
    page.text = document(&escape(title), "", &body);
    Some(page)
}

/// `title` is escaped already.
pub fn document(title: &str, head: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"en\" xml:lang=\"en\">\n\
         <head>\n<title>{title}</title>\n<link rel=\"stylesheet\" href=\"style.css\"/>\n{head}</head>\n\
         <body>\n{body}</body>\n</html>\n"
    )
}

fn find(node: &Handle, name: &str) -> Option<Handle> {
    if let NodeData::Element { name: own, .. } = &node.data
        && &*own.local == name
    {
        return Some(node.clone());
    }
    let children = node.children.borrow();
    children.iter().find_map(|child| find(child, name))
}

impl Page {
    fn write(&mut self, node: &Handle, out: &mut String) {
        match &node.data {
            NodeData::Text { contents } => out.push_str(&escape(&contents.borrow())),
            NodeData::Element { name, attrs, .. } if !DROPPED.contains(&&*name.local) => {
                self.write_element(node, name, &attrs.borrow(), out);
            }
            _ => {}
        }
    }

    fn write_element(
        &mut self,
        node: &Handle,
        name: &QualName,
        attributes: &[Attribute],
        out: &mut String,
    ) {
        // An element of ours is a `div` to everybody else.
        let tag = match name.local.contains('-') && name.ns == ns!(html) {
            true => "div",
            false => &*name.local,
        };
        out.push_str(&format!("<{tag}"));
        if name.local == local_name!("svg") {
            self.has_svg = true;
            out.push_str(" xmlns=\"http://www.w3.org/2000/svg\"");
        }
        for attribute in attributes {
            self.write_attribute(tag, attribute, out);
        }
        let children = node.children.borrow();
        if children.is_empty() && is_void(tag, name) {
            return out.push_str("/>");
        }
        out.push('>');
        children.iter().for_each(|child| self.write(child, out));
        out.push_str(&format!("</{tag}>"));
    }

    fn write_attribute(&mut self, tag: &str, attribute: &Attribute, out: &mut String) {
        let name = &*attribute.name.local;
        let value = &*attribute.value;
        // What a label or an output was for is left out with the other controls.
        let is_dropped = name.starts_with("on") || matches!(name, "xmlns" | "for");
        if is_dropped || !is_xml_name(name) {
            return;
        }
        let value = match (tag, name) {
            ("a", "href") => of_section(value),
            ("img", "src") => {
                self.images.push(value.to_owned());
                value.to_owned()
            }
            _ => value.to_owned(),
        };
        out.push_str(&format!(" {name}=\"{}\"", escape(&value)));
    }
}

/// HTML's void elements; of a figure, any that holds nothing.
fn is_void(tag: &str, name: &QualName) -> bool {
    name.ns == ns!(svg) || matches!(tag, "br" | "hr" | "img" | "wbr" | "col" | "source")
}

fn is_xml_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// `03-races.html#rule` becomes `03-races.xhtml#rule`; an address outside stays.
fn of_section(address: &str) -> String {
    if address.contains("://") {
        return address.to_owned();
    }
    match address.split_once('#') {
        Some((page, fragment)) => format!("{}#{fragment}", page.replace(".html", ".xhtml")),
        None => address.replace(".html", ".xhtml"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(main: &str) -> Page {
        of_page(&format!("<body><main>{main}</main></body>"), "A & B").unwrap()
    }

    fn body(main: &str) -> String {
        let text = written(main).text;
        let (_, body) = text.split_once("<body>\n").unwrap();
        body.split_once("</body>").unwrap().0.to_owned()
    }

    #[test]
    fn html_becomes_xml() {
        assert_eq!(
            body("<p>a<br>b &amp; c<wbr>d<img src=x.svg alt=''>"),
            "<p>a<br/>b &amp; c<wbr/>d<img src=\"x.svg\" alt=\"\"/></p>"
        );
        assert_eq!(
            body("<details open></details>"),
            "<details open=\"\"></details>"
        );
    }

    #[test]
    fn what_needs_a_script_is_left_out() {
        let html = "<wb-stepper id=s><script>1</script><button>Step</button><p onclick=x>text</p></wb-stepper>";
        assert_eq!(body(html), "<div id=\"s\"><p>text</p></div>");
        let choice = "<label for=a><input id=a type=radio>It hangs.</label>";
        assert_eq!(body(choice), "<label>It hangs.</label>");
    }

    #[test]
    fn a_figure_keeps_its_names() {
        let page = written("<svg viewBox='0 0 1 1'><path d='M0'/></svg>");
        let svg =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><path d=\"M0\"/></svg>";
        assert!(page.text.contains(svg), "{}", page.text);
        assert!(page.has_svg);
    }

    #[test]
    fn links_lead_to_sections() {
        assert_eq!(of_section("03-races.html#rule"), "03-races.xhtml#rule");
        assert_eq!(of_section("#rule"), "#rule");
        assert_eq!(of_section("https://a.b/c.html"), "https://a.b/c.html");
    }
}
