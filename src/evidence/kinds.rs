//! What an evidence file is, by its bytes. The name and the browser's word are not asked.

use std::io::{self, Read, Seek, SeekFrom};

use rocket::http::ContentType;

crate::text_enum!(
    /// The kinds of file that are taken as evidence, by their media type.
    FileKind {
        /// A document as it was printed.
        Pdf => "application/pdf",
        /// A photograph.
        Jpeg => "image/jpeg",
        /// A picture or screenshot.
        Png => "image/png",
        /// A Word document.
        Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        /// A workbook.
        Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
);

crate::text_enum!(
    /// What paper a file is, as its owner says.
    PaperKind {
        /// 教师资格证书、普通话证书 and other certificates
        Certificate => "certificate",
        /// 学历、学位
        Degree => "degree",
        /// 论文、著作
        Publication => "publication",
        /// 公开课、讲座等证明
        Proof => "proof",
        /// 获奖证书
        Award => "award",
        /// 年度考核表
        Assessment => "assessment",
        /// 请假、病历等材料
        Leave => "leave",
        /// 其他
        Other => "other",
    }
);

impl PaperKind {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            PaperKind::Certificate => "paper-certificate",
            PaperKind::Degree => "paper-degree",
            PaperKind::Publication => "paper-publication",
            PaperKind::Proof => "paper-proof",
            PaperKind::Award => "paper-award",
            PaperKind::Assessment => "paper-assessment",
            PaperKind::Leave => "paper-leave",
            PaperKind::Other => "paper-other",
        }
    }
}

/// The largest evidence file: 20 MB.
pub const SIZE_MAX: u64 = 20 * 1024 * 1024;
/// A document of an office program has a few hundred parts; more is not one.
const PARTS_MAX: usize = 10_000;

impl FileKind {
    /// The ending that a download of this kind has.
    pub const fn extension(self) -> &'static str {
        match self {
            FileKind::Pdf => "pdf",
            FileKind::Jpeg => "jpg",
            FileKind::Png => "png",
            FileKind::Docx => "docx",
            FileKind::Xlsx => "xlsx",
        }
    }

    /// The type that it is served with.
    pub fn content_type(self) -> ContentType {
        ContentType::parse_flexible(self.as_str()).unwrap_or(ContentType::Binary)
    }

    /// The name that a download has: the uploader's, with the ending that fits.
    pub fn download_name(self, name: &str) -> String {
        let extension = self.extension();
        match name.rsplit_once('.') {
            Some((_, ending)) if ending.eq_ignore_ascii_case(extension) => name.to_owned(),
            Some((_, ending)) if self == FileKind::Jpeg && ending.eq_ignore_ascii_case("jpeg") => {
                name.to_owned()
            }
            _ => format!("{name}.{extension}"),
        }
    }
}

/// Tells what a file is; none if it is nothing that we take.
pub fn sniff(source: &mut (impl Read + Seek)) -> io::Result<Option<FileKind>> {
    let mut head = Vec::new();
    source.seek(SeekFrom::Start(0))?;
    source.by_ref().take(8).read_to_end(&mut head)?;
    let signatures: [(&[u8], FileKind); 3] = [
        (b"%PDF-", FileKind::Pdf),
        (b"\xFF\xD8\xFF", FileKind::Jpeg),
        (b"\x89PNG\r\n\x1A\n", FileKind::Png),
    ];
    if let Some((_, kind)) = signatures.iter().find(|(bytes, _)| head.starts_with(bytes)) {
        return Ok(Some(*kind));
    }
    if !head.starts_with(b"PK\x03\x04") {
        return Ok(None);
    }
    source.seek(SeekFrom::Start(0))?;
    // Only the directory is read: nothing is unpacked.
    let Ok(archive) = zip::ZipArchive::new(source) else {
        return Ok(None);
    };
    if archive.len() > PARTS_MAX || archive.index_for_name("[Content_Types].xml").is_none() {
        return Ok(None);
    }
    Ok([
        ("word/document.xml", FileKind::Docx),
        ("xl/workbook.xml", FileKind::Xlsx),
    ]
    .into_iter()
    .find(|(part, _)| archive.index_for_name(part).is_some())
    .map(|(_, kind)| kind))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    fn kind(bytes: &[u8]) -> Option<FileKind> {
        sniff(&mut Cursor::new(bytes)).expect("memory can be read")
    }

    fn archive(parts: &[&str]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for part in parts {
            writer
                .start_file(*part, zip::write::SimpleFileOptions::default())
                .expect("a part");
            writer.write_all(b"<x/>").expect("written");
        }
        writer.finish().expect("an archive").into_inner()
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        for (bytes, expected) in [
            (b"%PDF-1.7\n".to_vec(), Some(FileKind::Pdf)),
            (b"\xFF\xD8\xFF\xE0rest".to_vec(), Some(FileKind::Jpeg)),
            (b"\x89PNG\r\n\x1A\n".to_vec(), Some(FileKind::Png)),
            (
                archive(&["[Content_Types].xml", "word/document.xml"]),
                Some(FileKind::Docx),
            ),
            (
                archive(&["[Content_Types].xml", "xl/workbook.xml"]),
                Some(FileKind::Xlsx),
            ),
            (archive(&["word/document.xml"]), None),
            (archive(&["[Content_Types].xml", "evil.exe"]), None),
            (b"PK\x03\x04 and nothing more".to_vec(), None),
            (b"MZ\x90\x00".to_vec(), None),
            (b"<html>".to_vec(), None),
            (b"%PD".to_vec(), None),
            (Vec::new(), None),
        ] {
            assert_eq!(kind(&bytes), expected, "{:?}", bytes.get(..4));
        }
    }

    #[test]
    fn a_download_ends_as_its_kind_does() {
        for (kind, name, expected) in [
            (FileKind::Pdf, "证明.pdf", "证明.pdf"),
            (FileKind::Pdf, "证明.PDF", "证明.PDF"),
            (FileKind::Jpeg, "扫描.jpeg", "扫描.jpeg"),
            (FileKind::Png, "page.html", "page.html.png"),
            (FileKind::Docx, "名单", "名单.docx"),
        ] {
            assert_eq!(kind.download_name(name), expected);
        }
        assert_eq!(FileKind::Png.content_type(), ContentType::PNG);
        for kind in FileKind::ALL {
            assert_eq!(kind.content_type().to_string(), kind.as_str());
        }
    }
}
