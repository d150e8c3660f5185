//! Which open courses close the gap at least cost in hours. Pure, and exact.
//!
//! A small knapsack turned round: cover what is missing in each class, and in all, with the fewest
//! hours beyond the need; among those, with the fewest courses. Classes meet only in the total, so
//! each class gets a table of its reachable sums, and the tables are joined when the total asks for
//! more than the classes do. Where the courses do not suffice, as much as they can give is covered,
//! and the rest is told.

use crate::credit_bank::rules::{ByCategory, Shortfall};
use crate::hours::Hours;
use crate::ledger::Category;

/// No more courses are looked at: their choice is kept as bits of one number.
pub const OFFERS_MAX: usize = 64;

/// A course that could be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// The class that it counts in.
    pub category: Category,
    /// Its accredited hours; more than nothing.
    pub hours: Hours,
}

/// The courses to take.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Cure {
    /// Their places in the list of offers, ascending.
    pub chosen: Vec<usize>,
    /// Their hours together.
    pub hours: Hours,
    /// What stays missing after them, because the offers do not suffice.
    pub left: Shortfall,
}

/// How a sum is reached with the fewest courses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pick {
    count: u32,
    courses: u64,
}

/// The best pick of each sum, by the sum in steps of a common measure.
type Table = Vec<Option<Pick>>;

/// The courses that close the gap with the fewest hours, then with the fewest courses. Offers
/// beyond [`OFFERS_MAX`] are not looked at.
pub fn cure(short: &Shortfall, offers: &[Offer]) -> Cure {
    let offers = &offers[..offers.len().min(OFFERS_MAX)];
    let offered = sum_by_category(offers);
    let need = short.by_category.zip(&offered, Hours::min);
    // What the total asks for beyond the classes can come from any class. What a class lacks and
    // nobody offers cannot be made up for by another.
    let extra = (short.total - short.by_category.total()).min(offered.total() - need.total());
    let total = need.total() + extra;
    let measure = offers
        .iter()
        .fold(0, |gcd, it| common_measure(gcd, it.hours.0));
    if measure == 0 || total <= Hours::ZERO {
        return Cure {
            left: *short,
            ..Cure::default()
        };
    }
    let steps = |hours: Hours| usize::try_from((hours.0.max(0) + measure - 1) / measure);
    let steps = |hours| steps(hours).unwrap_or(usize::MAX);
    let tables = Category::ALL.iter().map(|&it| {
        (
            table_of(it, offers, measure, steps(need.of(it) + extra)),
            steps(need.of(it)),
        )
    });
    let joined = tables.fold(
        vec![Some(Pick {
            count: 0,
            courses: 0,
        })],
        |joined, (table, need)| join(&joined, &table, need),
    );
    let best = joined.iter().skip(steps(total)).flatten().next();
    let courses = best.map_or(0, |it| it.courses);
    let chosen: Vec<usize> = (0..offers.len())
        .filter(|place| courses & (1 << place) != 0)
        .collect();
    let taken: Vec<Offer> = chosen.iter().map(|&place| offers[place]).collect();
    let gain = sum_by_category(&taken);
    let by_category = short
        .by_category
        .zip(&gain, |short, gain| gain.short_of(short));
    Cure {
        chosen,
        hours: gain.total(),
        left: Shortfall {
            by_category,
            total: gain.total().short_of(short.total).max(by_category.total()),
        },
    }
}

fn sum_by_category(offers: &[Offer]) -> ByCategory {
    offers.iter().fold(ByCategory::default(), |mut sum, it| {
        *sum.of_mut(it.category) += it.hours;
        sum
    })
}

fn common_measure(one: i64, other: i64) -> i64 {
    if other == 0 {
        one
    } else {
        common_measure(other, one % other)
    }
}

/// Every sum that courses of one class reach. A sum that suffices is not added to: it could only
/// grow beyond the need.
fn table_of(category: Category, offers: &[Offer], measure: i64, enough: usize) -> Table {
    let mut table: Table = vec![Some(Pick {
        count: 0,
        courses: 0,
    })];
    for (place, offer) in offers.iter().enumerate() {
        let Ok(gain) = usize::try_from(offer.hours.0 / measure) else {
            continue;
        };
        if offer.category != category || gain == 0 {
            continue;
        }
        let before = table.clone();
        for (sum, pick) in before.iter().enumerate().take(enough) {
            let Some(pick) = pick else { continue };
            let more = Pick {
                count: pick.count + 1,
                courses: pick.courses | (1 << place),
            };
            offer_pick(&mut table, sum + gain, more);
        }
    }
    table
}

/// Sums of two tables together; of the second, only those that cover its class.
fn join(one: &Table, other: &Table, need: usize) -> Table {
    let mut joined = Table::new();
    for (left, first) in one.iter().enumerate() {
        let Some(first) = first else { continue };
        for (right, second) in other.iter().enumerate().skip(need) {
            let Some(second) = second else { continue };
            let both = Pick {
                count: first.count + second.count,
                courses: first.courses | second.courses,
            };
            offer_pick(&mut joined, left + right, both);
        }
    }
    joined
}

/// Keeps a pick if it reaches its sum with fewer courses; the earlier one stays if neither does.
fn offer_pick(table: &mut Table, sum: usize, pick: Pick) {
    if table.len() <= sum {
        table.resize(sum + 1, None);
    }
    if table[sum].is_none_or(|known| pick.count < known.count) {
        table[sum] = Some(pick);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn offer(category: Category, hundredths: i64) -> Offer {
        Offer {
            category,
            hours: Hours(hundredths),
        }
    }

    fn short(general: i64, professional: i64, elective: i64, beyond: i64) -> Shortfall {
        let by_category = ByCategory {
            general: Hours(general),
            professional: Hours(professional),
            elective: Hours(elective),
        };
        Shortfall {
            by_category,
            total: by_category.total() + Hours(beyond),
        }
    }

    #[test]
    fn takes_the_fewest_hours_and_then_the_fewest_courses() {
        use Category::*;
        let offers = [
            offer(Professional, 800),
            offer(Professional, 400),
            offer(Professional, 350),
            offer(Professional, 1_150),
            offer(Elective, 1_000),
            offer(General, 600),
        ];
        for (gap, chosen) in [
            (short(0, 0, 0, 0), vec![]),
            (short(0, 1_150, 0, 0), vec![3]),
            (short(0, 1_100, 0, 0), vec![3]),
            (short(0, 350, 0, 0), vec![2]),
            (short(0, 360, 0, 0), vec![1]),
            (short(0, 700, 1_000, 0), vec![1, 2, 4]),
            // The total asks for six more, of whatever class: the general course fits exactly.
            (short(0, 350, 0, 600), vec![2, 5]),
            (short(0, 0, 0, 1_800), vec![0, 4]),
        ] {
            assert_eq!(cure(&gap, &offers).chosen, chosen, "{gap:?}");
            assert_eq!(cure(&gap, &offers).left, Shortfall::default());
        }
    }

    #[test]
    fn tells_what_the_offers_cannot_give() {
        let offers = [
            offer(Category::Professional, 800),
            offer(Category::Elective, 400),
        ];
        let found = cure(&short(600, 800, 0, 0), &offers);
        assert_eq!(found.chosen, [0]);
        assert_eq!(found.left, short(600, 0, 0, 0));
        let nothing = cure(&short(600, 0, 0, 0), &[]);
        assert_eq!(
            (nothing.chosen, nothing.left),
            (vec![], short(600, 0, 0, 0))
        );
    }

    #[test]
    fn odd_hours_of_many_courses_are_no_trouble() {
        let offers: Vec<Offer> = (0..OFFERS_MAX)
            .map(|it| {
                let category = Category::ALL[it % 3];
                offer(category, 600 + i64::try_from(it).expect("small") * 7 % 101)
            })
            .collect();
        let found = cure(&short(3_000, 4_200, 1_800, 3_000), &offers);
        assert_eq!(found.left, Shortfall::default());
        assert_eq!(found.hours, Hours::whole(120));
    }

    fn category() -> impl Strategy<Value = Category> {
        prop::sample::select(Category::ALL)
    }

    fn offers() -> impl Strategy<Value = Vec<Offer>> {
        let hours = prop_oneof![(1_i64..24).prop_map(|it| it * 50), 1_i64..1_200];
        prop::collection::vec((category(), hours), 0..10).prop_map(|it| {
            it.into_iter()
                .map(|(category, hours)| offer(category, hours))
                .collect()
        })
    }

    /// Every choice there is, tried: the fewest hours, then courses, among those that leave least.
    fn by_brute_force(gap: &Shortfall, offers: &[Offer]) -> (Hours, usize) {
        let all = sum_by_category(offers);
        let need = gap.by_category.zip(&all, Hours::min);
        let beyond = gap.total - gap.by_category.total();
        let total = (need.total() + beyond).min(all.total());
        (0_u32..1 << offers.len())
            .filter_map(|choice| {
                let taken: Vec<Offer> = (0..offers.len())
                    .filter(|place| choice & (1 << place) != 0)
                    .map(|place| offers[place])
                    .collect();
                let gain = sum_by_category(&taken);
                let covers = Category::ALL.iter().all(|&it| gain.of(it) >= need.of(it));
                (covers && gain.total() >= total).then(|| (gain.total(), taken.len()))
            })
            .min()
            .expect("taking everything covers what can be covered")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn no_choice_is_cheaper(
            offers in offers(),
            need in prop::array::uniform3(0_i64..2_500),
            beyond in prop_oneof![Just(0_i64), 0_i64..2_000],
        ) {
            let [general, professional, elective] = need;
            let gap = short(general, professional, elective, beyond);
            let found = cure(&gap, &offers);
            prop_assert_eq!((found.hours, found.chosen.len()), by_brute_force(&gap, &offers));
        }
    }
}
