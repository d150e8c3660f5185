//! Keys and what is done with them: identity numbers at rest, blind indexes, form tokens.
//!
//! One master key of 32 bytes lives in a file beside the database, made at the first start and
//! readable by its owner only. Every use has its own key, derived from the master by name.

use std::fmt;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::lots;
use crate::private;

const NONCE_BYTES: usize = 24;
const SEED_BYTES: usize = 32;

/// What a derived key is for. The names are part of the stored data: never change them.
#[derive(Debug, Clone, Copy)]
pub enum Purpose {
    /// Encrypts identity document numbers.
    DocumentNumber,
    /// Finds a document number without decrypting any.
    DocumentIndex,
    /// Encrypts the seed of an audit until it is drawn.
    AuditSeed,
    /// Encrypts the seed of a draw in a selection until it is opened.
    SelectionSeed,
    /// Ties a form to the session that asked for it.
    FormToken,
    /// Tells whether a form that was sent again carries the same, without keeping what it carried.
    FormDigest,
    /// Finds an activation code without keeping it.
    ActivationCode,
    /// Text and contact of an objection, at rest.
    Objection,
    /// What somebody typed into a form and has not sent yet.
    Draft,
    /// The digest by which a receipt code finds its objection.
    ObjectionReceipt,
}

impl Purpose {
    const fn name(self) -> &'static [u8] {
        match self {
            Purpose::DocumentNumber => b"xingtan document number 1",
            Purpose::DocumentIndex => b"xingtan document index 1",
            Purpose::AuditSeed => b"xingtan audit seed 1",
            Purpose::SelectionSeed => b"xingtan selection seed 1",
            Purpose::FormToken => b"xingtan form token 1",
            Purpose::FormDigest => b"xingtan form digest 1",
            Purpose::ActivationCode => b"xingtan activation code 1",
            Purpose::Objection => b"xingtan objection 1",
            Purpose::Draft => b"xingtan draft 1",
            Purpose::ObjectionReceipt => b"xingtan objection receipt 1",
        }
    }
}

/// The master key. Its `Debug` form shows nothing.
pub struct Keys {
    master: [u8; 32],
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// Keys from a known master; for tests.
    pub const fn from_master(master: [u8; 32]) -> Keys {
        Keys { master }
    }

    /// Reads the key file, or makes it if it does not exist.
    pub fn load_or_make(path: &Path) -> Result<Keys, Error> {
        match fs::read_to_string(path) {
            Ok(text) => {
                let master = decode_hex(text.trim()).ok_or_else(|| {
                    Error::Fault(format!(
                        "{} is not a key file: 64 hex digits",
                        path.display()
                    ))
                })?;
                Ok(Keys { master })
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let master: [u8; 32] = rand::random();
                if let Some(folder) = path.parent() {
                    private::create_folders(folder).map_err(Error::fault)?;
                }
                match private::create_new(path) {
                    Ok(mut file) => {
                        writeln!(file, "{}", hex(&master)).map_err(Error::fault)?;
                        file.sync_all().map_err(Error::fault)?;
                        Ok(Keys { master })
                    }
                    // Another process made it a moment ago: its key is the key.
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                        Keys::load_or_make(path)
                    }
                    Err(error) => Err(Error::fault(error)),
                }
            }
            Err(error) => Err(Error::Fault(format!("{}: {error}", path.display()))),
        }
    }

    /// A keyed digest: equal texts give equal digests, and without the key nothing follows.
    pub fn digest(&self, purpose: Purpose, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.mac(purpose);
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// Encrypts; the context (such as a row's id) must be given again to decrypt.
    pub fn seal(&self, purpose: Purpose, context: &[u8], plain: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE_BYTES] = rand::random();
        let cipher = self.cipher(purpose);
        let sealed = cipher
            .encrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: plain,
                    aad: context,
                },
            )
            .expect("short texts can always be encrypted");
        [nonce.as_slice(), &sealed].concat()
    }

    /// Makes a seed that nobody knows before it is opened: its commitment, to be published, and the
    /// sealed seed.
    pub fn bind_seed(&self, purpose: Purpose, context: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let seed: [u8; SEED_BYTES] = rand::random();
        let commitment = lots::commitment(&seed).to_vec();
        (commitment, self.seal(purpose, context, &seed))
    }

    /// Opens a seed that [`Keys::bind_seed`] made, given its commitment and the sealed seed; an error
    /// means that it is not the one that was promised.
    pub fn open_seed(
        &self,
        purpose: Purpose,
        context: &[u8],
        (commitment, sealed): (&[u8], &[u8]),
    ) -> Result<Vec<u8>, Error> {
        let seed = self.open(purpose, context, sealed)?;
        if lots::commitment(&seed).as_slice() == commitment {
            Ok(seed)
        } else {
            Err(Error::Fault("a seed is not what was promised".to_owned()))
        }
    }

    /// Decrypts; an error means a wrong key or a changed byte.
    pub fn open(&self, purpose: Purpose, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let broken = || Error::Fault("a sealed value does not open with this key".to_owned());
        let (nonce, body) = sealed.split_at_checked(NONCE_BYTES).ok_or_else(broken)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| broken())?;
        self.cipher(purpose)
            .decrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: body,
                    aad: context,
                },
            )
            .map_err(|_| broken())
    }

    fn cipher(&self, purpose: Purpose) -> XChaCha20Poly1305 {
        let key: [u8; 32] = self.mac(purpose).finalize().into_bytes().into();
        XChaCha20Poly1305::new(&key.into())
    }

    fn mac(&self, purpose: Purpose) -> Hmac<Sha256> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.master)
            .expect("HMAC takes keys of any length");
        mac.update(purpose.name());
        mac
    }
}

/// SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            write!(text, "{byte:02x}").expect("writing to a string cannot fail");
            text
        })
}

fn decode_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// Compares without telling by the time it takes where two values differ.
pub fn same_secret(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .fold(0_u8, |difference, (a, b)| difference | (a ^ b))
            == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: Keys = Keys::from_master([7; 32]);

    #[test]
    fn what_was_sealed_opens_only_unchanged_and_in_its_place() {
        let sealed = KEYS.seal(Purpose::DocumentNumber, b"row 1", b"11010519491231002X");
        assert_eq!(
            KEYS.open(Purpose::DocumentNumber, b"row 1", &sealed)
                .expect("the same key"),
            b"11010519491231002X"
        );
        assert!(
            KEYS.open(Purpose::DocumentNumber, b"row 2", &sealed)
                .is_err()
        );
        assert!(KEYS.open(Purpose::AuditSeed, b"row 1", &sealed).is_err());
        for index in [0, NONCE_BYTES, sealed.len() - 1] {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert!(
                KEYS.open(Purpose::DocumentNumber, b"row 1", &changed)
                    .is_err()
            );
        }
        assert!(
            KEYS.open(Purpose::DocumentNumber, b"row 1", &sealed[..3])
                .is_err()
        );
    }

    #[test]
    fn a_digest_depends_on_purpose_and_on_where_parts_end() {
        let index = |parts: &[&[u8]]| KEYS.digest(Purpose::DocumentIndex, parts);
        assert_eq!(index(&[b"ab", b"c"]), index(&[b"ab", b"c"]));
        assert_ne!(index(&[b"ab", b"c"]), index(&[b"a", b"bc"]));
        assert_ne!(index(&[b"ab"]), KEYS.digest(Purpose::FormToken, &[b"ab"]));
    }

    #[test]
    fn a_key_file_is_made_once_and_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("new/secret.key");
        let first = Keys::load_or_make(&path).expect("the key is made");
        let again = Keys::load_or_make(&path).expect("the key is read");
        assert_eq!(first.master, again.master);
        let mode = fs::metadata(&path)
            .expect("the file is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        fs::write(&path, "short").expect("written");
        assert!(Keys::load_or_make(&path).is_err());
    }
}
