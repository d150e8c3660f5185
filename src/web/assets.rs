//! Our own static files, built into the program and served under a name that changes with them.
//!
//! Not here: what people upload (`evidence`), which is never served from memory or inline.

use std::sync::LazyLock;

use rocket::http::{ContentType, Header};
use sha2::{Digest, Sha256};

/// A static file of the product.
#[derive(Debug)]
pub struct Asset {
    /// File name in `static/`.
    pub name: &'static str,
    /// The file itself.
    pub body: &'static str,
}

const ASSETS: [Asset; 5] = [
    Asset {
        name: "xingtan.css",
        body: include_str!("../../static/xingtan.css"),
    },
    Asset {
        name: "xingtan.js",
        body: include_str!("../../static/xingtan.js"),
    },
    Asset {
        name: "drafts.js",
        body: include_str!("../../static/drafts.js"),
    },
    Asset {
        name: "review.js",
        body: include_str!("../../static/review.js"),
    },
    Asset {
        name: "favicon.svg",
        body: include_str!("../../static/favicon.svg"),
    },
];

/// A digest over all of them: one new file renews all addresses, which is rare and simple.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut digest = Sha256::new();
    for asset in &ASSETS {
        digest.update(asset.body);
    }
    digest
        .finalize()
        .iter()
        .take(4)
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
});

/// The address of a static file, with the version by which browsers may keep it for good.
pub fn href(name: &str) -> String {
    format!("/static/{name}?v={}", *VERSION)
}

/// The static file of this name.
pub fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

/// What a browser gets: the file, its type, and leave to keep it.
#[derive(Debug, rocket::Responder)]
pub struct Served {
    body: (ContentType, &'static str),
    keep: Header<'static>,
}

/// Serves a static file; mounted by `app`.
#[rocket::get("/static/<name>")]
pub fn serve(name: &str) -> Option<Served> {
    let asset = find(name)?;
    let content_type = match asset.name.rsplit_once('.') {
        Some((_, "css")) => ContentType::CSS,
        Some((_, "js")) => ContentType::JavaScript,
        Some((_, "svg")) => ContentType::SVG,
        _ => ContentType::Plain,
    };
    let keep = Header::new("Cache-Control", "public, max-age=31536000, immutable");
    Some(Served {
        body: (content_type, asset.body),
        keep,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_files_are_found() {
        assert!(find("xingtan.css").is_some());
        assert!(find("../Cargo.toml").is_none());
        assert!(href("xingtan.css").starts_with("/static/xingtan.css?v="));
    }

    #[test]
    fn each_file_has_its_type() {
        let rocket = rocket::build().mount("/", rocket::routes![serve]);
        let client = rocket::local::blocking::Client::untracked(rocket).expect("a bare rocket");
        for (name, content_type) in [
            ("xingtan.css", ContentType::CSS),
            ("xingtan.js", ContentType::JavaScript),
            ("favicon.svg", ContentType::SVG),
        ] {
            let answer = client.get(href(name)).dispatch();
            assert_eq!(answer.content_type(), Some(content_type));
            assert!(
                answer
                    .headers()
                    .get_one("Cache-Control")
                    .is_some_and(|it| it.contains("immutable"))
            );
        }
        assert_eq!(client.get("/static/none.css").dispatch().status().code, 404);
    }
}
