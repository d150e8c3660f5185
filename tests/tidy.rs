//! The house rules that no compiler checks: words, templates, colours.
//!
//! Each test reads the repository as text and names the file to repair.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use xingtan::web::language::SENTENCE_FILES;

const TAGS: [&str; 2] = ["zh-CN", "en"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder with this ending, in a stable order.
fn files_below(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the repository") {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The program text that speaks to people: sources without their tests, and templates.
fn speaking_files() -> Vec<(PathBuf, String)> {
    let sources = files_below("src", "rs").into_iter().map(|path| {
        let text = read(&path);
        let speaking = text
            .split("#[cfg(test)]\nmod tests")
            .next()
            .unwrap_or_default();
        (path, speaking.to_owned())
    });
    let templates = files_below("templates", "html").into_iter().map(|path| {
        let text = read(&path);
        (path, text)
    });
    sources.chain(templates).collect()
}

/// The sentences of one language: key to text.
type Sentences = BTreeMap<String, String>;

/// Reads the keys and texts of one file of sentences; a key in use twice is an error.
fn sentences(tag: &str, name: &str) -> Sentences {
    let path = root().join("locales").join(tag).join(format!("{name}.ftl"));
    let mut found = Sentences::new();
    let mut current = None;
    for line in read(&path).lines() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        if !line.starts_with([' ', '}']) {
            let (key, text) = line
                .split_once('=')
                .unwrap_or_else(|| panic!("{}: not a sentence: {line}", path.display()));
            let key = key.trim().to_owned();
            let is_kebab = key
                .bytes()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-');
            assert!(is_kebab, "{}: keys are kebab-case: {key}", path.display());
            let before = found.insert(key.clone(), text.trim().to_owned());
            assert!(
                before.is_none(),
                "{}: {key} stands there twice",
                path.display()
            );
            current = Some(key);
        } else if let Some(text) = current.as_ref().and_then(|key| found.get_mut(key)) {
            text.push('\n');
            text.push_str(line);
        }
    }
    found
}

fn all_sentences(tag: &str) -> Sentences {
    let mut all = Sentences::new();
    for file in SENTENCE_FILES {
        for (key, text) in sentences(tag, file.name) {
            let before = all.insert(key.clone(), text);
            assert!(before.is_none(), "locales/{tag}: {key} stands in two files");
        }
    }
    all
}

/// The facts that a sentence asks for: every `$name` in it.
fn facts(text: &str) -> BTreeSet<&str> {
    text.split('$')
        .skip(1)
        .map(|rest| {
            let end = rest.find(|it: char| !(it.is_ascii_alphanumeric() || "_-".contains(it)));
            &rest[..end.unwrap_or(rest.len())]
        })
        .collect()
}

#[test]
fn every_file_of_sentences_is_built_in() {
    let built_in: Vec<&str> = SENTENCE_FILES.iter().map(|file| file.name).collect();
    for tag in TAGS {
        let on_disk: Vec<String> = files_below(&format!("locales/{tag}"), "ftl")
            .iter()
            .map(|path| {
                path.file_stem()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        assert_eq!(
            on_disk, built_in,
            "locales/{tag} and the list in src/web/language.rs"
        );
    }
}

#[test]
fn every_sentence_parses() {
    for tag in TAGS {
        for path in files_below(&format!("locales/{tag}"), "ftl") {
            let parsed = fluent_bundle::FluentResource::try_new(read(&path));
            assert!(
                parsed.is_ok(),
                "{}: {:?}",
                path.display(),
                parsed.err().map(|it| it.1)
            );
        }
    }
}

#[test]
fn both_languages_say_the_same_with_the_same_facts() {
    for file in SENTENCE_FILES {
        let name = file.name;
        let [chinese, english] = TAGS.map(|tag| sentences(tag, name));
        let keys = |it: &Sentences| it.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&chinese), keys(&english), "keys of {name}.ftl");
        for (key, text) in &chinese {
            assert_eq!(
                facts(text),
                facts(&english[key]),
                "facts of {key} in {name}.ftl"
            );
        }
    }
}

#[test]
fn every_sentence_is_used() {
    let files = speaking_files();
    // Whatever stands between two quotation marks is among the pieces.
    let pieces = files.iter().flat_map(|(_, text)| text.split('"'));
    let said: HashSet<&str> = pieces.collect();
    let unused: Vec<String> = all_sentences("zh-CN")
        .into_keys()
        .filter(|key| !said.contains(key.as_str()))
        .collect();
    assert!(unused.is_empty(), "nobody says: {unused:#?}");
}

#[test]
fn every_sentence_that_is_said_exists() {
    let known = all_sentences("zh-CN");
    let mut missing = Vec::new();
    for (path, text) in speaking_files() {
        for opening in ["say(", "Message::new(", "Fact::Key(", "key:"] {
            for rest in text.split(opening).skip(1) {
                let Some(literal) = rest.trim_start().strip_prefix('"') else {
                    continue;
                };
                let key = literal.split('"').next().unwrap_or_default();
                // Rule sets have a `key:` too; theirs have dots.
                let is_sentence = opening != "key:" || (key.contains('-') && !key.contains('.'));
                if is_sentence && !known.contains_key(key) {
                    missing.push(format!("{}: {key}", path.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "locales/ lacks: {missing:#?}");
}

fn is_chinese(letter: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&letter)
}

/// Placeables become one neutral character: they may hold Chinese or Latin.
fn without_placeables(text: &str) -> String {
    let mut depth = 0;
    let mut plain = String::new();
    for letter in text.chars() {
        match letter {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                plain.push('\u{fffc}');
            }
            _ if depth == 0 => plain.push(letter),
            _ => {}
        }
    }
    plain
}

#[test]
fn chinese_has_chinese_punctuation_and_room_around_latin() {
    let mut wrong = Vec::new();
    for (key, text) in all_sentences("zh-CN") {
        let letters: Vec<char> = without_placeables(&text).chars().collect();
        for pair in letters.windows(2) {
            let (left, right) = (pair[0], pair[1]);
            let is_half_width = |it: char| ",;:?!()".contains(it);
            let punctuation = is_chinese(left) && is_half_width(right)
                || is_half_width(left) && is_chinese(right);
            let crowded = is_chinese(left) && right.is_ascii_alphanumeric()
                || left.is_ascii_alphanumeric() && is_chinese(right);
            if punctuation || crowded {
                wrong.push(format!("{key}: {left}{right}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn templates_leave_the_words_to_the_locales() {
    for path in files_below("templates", "html") {
        // The gallery is for us, and never served.
        if path.ends_with("gallery.html") {
            continue;
        }
        for (index, line) in read(&path).lines().enumerate() {
            let place = format!("{}:{}", path.display(), index + 1);
            assert!(
                !line.contains(is_chinese),
                "{place}: words belong to locales/: {line}"
            );
            assert!(
                !line.contains("style=\""),
                "{place}: the content policy forbids inline style"
            );
            assert!(
                !line.contains("<script>"),
                "{place}: the content policy forbids inline script"
            );
        }
    }
}

/// A palette: name of a token to its colour.
type Palette = BTreeMap<String, [u8; 3]>;

/// Reads `--name: #rrggbb;` lines.
fn palette(css: &str) -> Palette {
    css.lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(':')?;
            let digits = value.trim().strip_prefix('#')?.strip_suffix(';')?;
            let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
            Some((name.to_owned(), [byte(0)?, byte(2)?, byte(4)?]))
        })
        .collect()
}

/// Relative luminance as WCAG 2.2 defines it.
fn luminance(colour: [u8; 3]) -> f64 {
    let linear = colour.map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn text_stands_out_by_day_and_by_night() {
    // What is written with, and what it is written on; WCAG 1.4.3 asks for 4.5.
    const TEXT: [(&str, &[&str]); 8] = [
        (
            "ink",
            &[
                "paper",
                "card",
                "sunken",
                "apricot-soft",
                "indigo-soft",
                "rose-soft",
            ],
        ),
        (
            "ink-2",
            &["paper", "card", "sunken", "apricot-soft", "indigo-soft"],
        ),
        ("apricot", &["paper", "card", "sunken", "apricot-soft"]),
        ("jade", &["card", "jade-soft"]),
        ("indigo", &["card", "indigo-soft"]),
        ("rose", &["paper", "card", "sunken", "rose-soft"]),
        ("on-apricot", &["apricot"]),
        ("on-rose", &["rose"]),
    ];
    // Edges of fields and fills of charts; WCAG 1.4.11 asks for 3.
    const SHAPES: [(&str, &[&str]); 4] = [
        ("edge", &["paper", "card"]),
        ("apricot-fill", &["card", "sunken"]),
        ("jade", &["sunken"]),
        ("indigo", &["indigo-soft", "sunken"]),
    ];
    let css = read(&root().join("static/xingtan.css"));
    let (day, rest) = css
        .split_once("prefers-color-scheme: dark")
        .expect("a dark palette");
    let (night, _) = rest
        .split_once("\n  }\n}")
        .expect("the end of the dark palette");
    for (theme, palette) in [("light", palette(day)), ("dark", palette(night))] {
        for (pairs, least) in [(&TEXT[..], 4.5), (&SHAPES[..], 3.0)] {
            for (front, backs) in pairs {
                for back in *backs {
                    let ratio = contrast(palette[*front], palette[*back]);
                    assert!(ratio >= least, "{theme}: {front} on {back} is {ratio:.2}");
                }
            }
        }
    }
}
