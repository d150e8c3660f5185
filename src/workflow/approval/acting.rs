//! Who acts, as the engine knows people.

use super::case::{Actor, Capacity, Office, Person, Seat};
use crate::access::{self, Role};

/// The person behind the account, else the account itself, with a seat wherever one of these roles
/// is held today. The program itself is the clock, which only lets things expire. None for nobody.
pub fn acting(actor: &access::Actor, roles: &[Role]) -> Option<Actor> {
    if actor.is_system() {
        return Some(Actor::Clock);
    }
    let account = actor.account?;
    let seats = roles
        .iter()
        .flat_map(|role| actor.places(*role))
        .map(|grant| Seat {
            office: Office(grant.organization.0),
            capacity: Capacity::Own,
        })
        .collect();
    Some(Actor::Person {
        person: Person(actor.person.map_or(account.0, |person| person.0)),
        seats,
    })
}
