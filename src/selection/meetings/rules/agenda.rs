//! The order in which candidates are talked about, so that recused members leave the room as seldom
//! as can be. Pure.
//!
//! Candidates with the same recusals follow each other, which costs nothing. The groups that are left
//! are points whose distance is the number of members who go in or out between them; a meeting that
//! begins and ends with everybody in the room is a round trip over them. Up to [`EXACT_MAX`] groups the
//! shortest is found exactly (Held and Karp); beyond, nearest neighbour and 2-opt.

use std::collections::BTreeSet;

/// Groups of recusals up to which the order is the best there is.
pub const EXACT_MAX: usize = 12;

/// Candidates by their place in `recused`, in an order in which members leave the room seldom. Where
/// orders are equal, candidates stay as they came.
pub fn order<M: Ord>(recused: &[BTreeSet<M>]) -> Vec<usize> {
    let mut groups: Vec<(&BTreeSet<M>, Vec<usize>)> = Vec::new();
    for (candidate, members) in recused.iter().enumerate() {
        match groups.iter_mut().find(|(known, _)| *known == members) {
            Some((_, candidates)) => candidates.push(candidate),
            None => groups.push((members, vec![candidate])),
        }
    }
    // With everybody in the room: where the round trip begins.
    let (everybody, mut groups): (Vec<_>, Vec<_>) = groups
        .into_iter()
        .partition(|(members, _)| members.is_empty());
    let points: Vec<&BTreeSet<M>> = groups.iter().map(|(members, _)| *members).collect();
    let trip = if points.len() <= EXACT_MAX {
        shortest(&points)
    } else {
        short(&points)
    };
    let mut order: Vec<usize> = everybody.into_iter().flat_map(|(_, it)| it).collect();
    for point in trip {
        order.append(&mut groups[point].1);
    }
    order
}

/// How often a member leaves the room when candidates are talked about in this order.
pub fn exits<'a, M: Ord + 'a>(recused: impl IntoIterator<Item = &'a BTreeSet<M>>) -> usize {
    let mut outside: Option<&BTreeSet<M>> = None;
    let mut exits = 0;
    for members in recused {
        exits += leaving(outside, members);
        outside = Some(members);
    }
    exits
}

/// Members who leave when the meeting comes to a candidate.
fn leaving<M: Ord>(outside: Option<&BTreeSet<M>>, members: &BTreeSet<M>) -> usize {
    outside.map_or(members.len(), |outside| members.difference(outside).count())
}

/// The best order of all: by every set of points that was visited and the last of them.
fn shortest<M: Ord>(points: &[&BTreeSet<M>]) -> Vec<usize> {
    let count = points.len();
    if count == 0 {
        return Vec::new();
    }
    let all = (1_usize << count) - 1;
    // Exits so far, and the point before; none while nothing is known.
    let mut best: Vec<Option<(usize, usize)>> = vec![None; (all + 1) * count];
    for (point, members) in points.iter().enumerate() {
        best[(1 << point) * count + point] = Some((leaving(None, members), point));
    }
    for visited in 1..=all {
        for last in (0..count).filter(|it| visited >> it & 1 == 1) {
            let Some((so_far, _)) = best[visited * count + last] else {
                continue;
            };
            for next in (0..count).filter(|it| visited >> it & 1 == 0) {
                let exits = so_far + leaving(Some(points[last]), points[next]);
                let place = &mut best[(visited | 1 << next) * count + next];
                if place.is_none_or(|(known, _)| exits < known) {
                    *place = Some((exits, last));
                }
            }
        }
    }
    let mut visited = all;
    let by_exits = |it: &usize| best[all * count + it].map_or(usize::MAX, |(exits, _)| exits);
    let mut last = (0..count).min_by_key(by_exits).unwrap_or(0);
    let mut trip = vec![last];
    while let Some((_, before)) = best[visited * count + last] {
        visited &= !(1 << last);
        if visited == 0 {
            break;
        }
        last = before;
        trip.push(last);
    }
    trip.reverse();
    trip
}

/// A good order of many: always to the nearest, then every stretch is turned around where that helps.
fn short<M: Ord>(points: &[&BTreeSet<M>]) -> Vec<usize> {
    // The room with everybody in it is the last point.
    let home = points.len();
    let distance: Vec<Vec<usize>> = (0..=home)
        .map(|one| {
            (0..=home)
                .map(|other| between(points, one, other))
                .collect()
        })
        .collect();
    let mut trip = vec![home];
    let mut left: Vec<usize> = (0..home).collect();
    let mut last = home;
    while let Some(nearest) = (0..left.len()).min_by_key(|it| distance[last][left[*it]]) {
        last = left.remove(nearest);
        trip.push(last);
    }
    trip.push(home);
    while turn_one_around(&mut trip, &distance) {}
    trip[1..=home].to_vec()
}

fn between<M: Ord>(points: &[&BTreeSet<M>], one: usize, other: usize) -> usize {
    match (points.get(one), points.get(other)) {
        (Some(one), Some(other)) => one.symmetric_difference(other).count(),
        (Some(only), None) | (None, Some(only)) => only.len(),
        (None, None) => 0,
    }
}

/// Turns the first stretch around that makes the trip shorter; false if none does.
fn turn_one_around(trip: &mut [usize], distance: &[Vec<usize>]) -> bool {
    for from in 1..trip.len() - 1 {
        for to in from + 1..trip.len() - 1 {
            let (before, first) = (trip[from - 1], trip[from]);
            let (last, after) = (trip[to], trip[to + 1]);
            let now = distance[before][first] + distance[last][after];
            if distance[before][last] + distance[first][after] < now {
                trip[from..=to].reverse();
                return true;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exits_in(order: &[usize], recused: &[BTreeSet<u8>]) -> usize {
        exits(order.iter().map(|it| &recused[*it]))
    }

    /// The fewest exits over every order there is.
    fn fewest(recused: &[BTreeSet<u8>]) -> usize {
        fn go(done: &mut Vec<usize>, recused: &[BTreeSet<u8>]) -> usize {
            if done.len() == recused.len() {
                return exits_in(done, recused);
            }
            let mut fewest = usize::MAX;
            for next in 0..recused.len() {
                if !done.contains(&next) {
                    done.push(next);
                    fewest = fewest.min(go(done, recused));
                    done.pop();
                }
            }
            fewest
        }
        go(&mut Vec::new(), recused)
    }

    fn sets(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<BTreeSet<u8>>> {
        let set = proptest::collection::btree_set(0_u8..5, 0..4);
        proptest::collection::vec(set, count)
    }

    #[test]
    fn whoever_is_recused_from_several_leaves_once() {
        let recused = [
            [1].into(),
            BTreeSet::new(),
            [1, 2].into(),
            [2].into(),
            [1].into(),
        ];
        let order = order(&recused);
        assert_eq!(order, [1, 3, 2, 0, 4]);
        assert_eq!(exits_in(&order, &recused), 2);
        assert_eq!(exits_in(&[0, 1, 2, 3, 4], &recused), 4);
    }

    #[test]
    fn nobody_recused_changes_nothing() {
        assert_eq!(order::<u8>(&[]), [] as [usize; 0]);
        assert_eq!(order(&vec![BTreeSet::<u8>::new(); 4]), [0, 1, 2, 3]);
    }

    proptest! {
        #[test]
        fn a_few_are_in_the_best_order(recused in sets(0..7)) {
            let mut order = order(&recused);
            prop_assert_eq!(exits_in(&order, &recused), fewest(&recused));
            order.sort_unstable();
            prop_assert_eq!(order, (0..recused.len()).collect::<Vec<_>>());
        }

        #[test]
        fn a_good_order_is_whole_and_near_the_best(recused in sets(1..7)) {
            let points: Vec<&BTreeSet<u8>> = recused.iter().collect();
            let mut order = short(&points);
            let exits = exits_in(&order, &recused);
            prop_assert!(exits <= 2 * fewest(&recused), "{} exits", exits);
            order.sort_unstable();
            prop_assert_eq!(order, (0..recused.len()).collect::<Vec<_>>());
        }
    }
}
