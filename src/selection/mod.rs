//! Selection of specialist teachers (特级教师) and other programmes.
//!
//! Pure engines: [`apportion`] splits seats by largest remainder, [`tally`] counts ballots in exact
//! integers, `matching::assignment` deals candidates out to members; `docs/selection-engines.md` tells
//! their formats on the command line. On top of them: [`programmes`] are the rules as data,
//! [`phases`] says what may be done when, [`rounds`] run a programme, [`quotas`] share its places out,
//! [`nominations`] fill them, [`draws`] and [`committees`] find who decides, and [`conflicts`] who
//! does not decide about whom. [`assignments`] deal candidates out, [`reviews`] are written,
//! [`lessons`] are held, and [`calibration`] says how members scored; members read [`candidates`],
//! [`meetings`] vote, and [`results`] are what follows. [`duties`] tell whoever runs a round what it
//! waits for.

pub mod apportion;
pub mod assignments;
pub mod calibration;
pub mod candidates;
pub mod committees;
pub mod conflicts;
pub mod draws;
pub mod duties;
pub mod exchange;
pub mod lessons;
pub mod meetings;
pub mod nominations;
pub mod phases;
pub mod programmes;
pub mod quotas;
pub mod results;
pub mod reviews;
pub mod rounds;
pub mod tally;
pub mod typed;
