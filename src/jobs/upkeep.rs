//! What happens by itself when time has passed: what waited too long expires.
//!
//! Each duty works in short write transactions until nothing is left. It is done by whoever does
//! jobs, at the start and once an hour; two workers at once do no harm, since each transaction looks
//! anew. Not here: the duties; `app` lists them.

use std::sync::Arc;

use crate::access::Actor;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;

use super::worker::Worker;

/// Does at most so many of what is due, and tells how many. Acts as the program itself.
pub type Duty = fn(&mut Conn, &Context, i64) -> Result<usize, Error>;

/// Rows in one transaction.
const AT_ONCE: i64 = 500;

impl Worker {
    /// Does all that is due now; tells how many things that were.
    pub fn keep_up(&self) -> Result<usize, Error> {
        let mut total = 0;
        for duty in self.duties {
            loop {
                let done = self.db.write(|conn| {
                    let house = Arc::clone(&self.house);
                    let context = Context::new(Actor::system("xingtan"), self.clock.now(), house);
                    duty(conn, &context, AT_ONCE)
                })?;
                total += done;
                if done == 0 {
                    break;
                }
            }
        }
        Ok(total)
    }
}
