//! Formats by the table, and by property that what would help does.

use proptest::prelude::*;

use super::*;

/// Small assignments that often cannot be.
fn inputs() -> impl Strategy<Value = Value> {
    let loads = proptest::collection::vec(0..=3_i64, 0..=4);
    (0..=5_i64, loads, 0..=4_usize).prop_flat_map(|(reviews_each, loads, candidates)| {
        let pair = (0..loads.len().max(1), 0..candidates.max(1));
        let members = loads.len();
        proptest::collection::btree_set(pair, 0..=5).prop_map(move |conflicts| {
            let named = |(at, max): (usize, &i64)| json!({"id": format!("m{at}"), "max": max});
            let exist = |pair: &&(usize, usize)| pair.0 < members && pair.1 < candidates;
            let conflicts = conflicts.iter().filter(exist);
            json!({
                "reviews_each": reviews_each,
                "members": loads.iter().enumerate().map(named).collect::<Vec<_>>(),
                "candidates": (0..candidates)
                    .map(|at| json!({"id": format!("c{at}")}))
                    .collect::<Vec<_>>(),
                "conflicts": conflicts
                    .map(|(m, c)| json!([format!("m{m}"), format!("c{c}")]))
                    .collect::<Vec<_>>(),
            })
        })
    })
}

/// The input with what the answer says would help.
fn relaxed(input: &Value, relaxation: &Value) -> Value {
    let mut input = input.clone();
    if relaxation["kind"] == "fewer_reviews" {
        input["reviews_each"] = relaxation["reviews_each"].clone();
        return input;
    }
    for raise in relaxation["raise"].as_array().expect("raises") {
        let members = input["members"].as_array_mut().expect("members");
        let member = members.iter_mut().find(|it| it["id"] == raise[0]);
        let max = &mut member.expect("a member")["max"];
        let more = raise[1].as_i64().expect("a number");
        *max = json!(max.as_i64().expect("a number") + more);
    }
    input
}

proptest! {
    #[test]
    fn what_would_help_always_helps(input in inputs()) {
        let answer = assign(&input).expect("a right input");
        if answer["feasible"] == false {
            let helped = relaxed(&input, &answer["because"]["relaxation"]);
            let again = assign(&helped).expect("a right input");
            prop_assert_eq!(&again["feasible"], true, "{}", answer);
        }
    }
}

#[test]
fn too_few_members_are_no_conflict_and_loads_count_in_what_would_help() {
    let input = json!({
        "reviews_each": 3,
        "members": [{"id": "m1", "max": 1}, {"id": "m2", "max": 1}],
        "candidates": [{"id": "c1"}, {"id": "c2"}],
    });
    let because = assign(&input).expect("an answer")["because"].clone();
    let constraint = json!({"kind": "members", "members": 2, "needed": 3});
    assert_eq!(because["constraint"], constraint);
    let relaxation = json!({"kind": "fewer_reviews", "reviews_each": 1});
    assert_eq!(because["relaxation"], relaxation);
}

#[test]
fn a_path_is_a_json_pointer_whatever_names_hold() {
    let input = json!({"seats": 1, "weights": {"a/b~c": 1}, "floors": {"a/b~c": 2},
        "caps": {"a/b~c": 1}});
    let error = share(&input).expect_err("a floor above its cap");
    assert_eq!(
        (error.code, &*error.path),
        ("floor_above_cap", "/floors/a~1b~0c")
    );
    assert!(input.pointer(&error.path).is_some());
    let input = json!({
        "committee": 1,
        "present": ["m"],
        "recused": {"x/y": ["m", "m"]},
        "ballots": {"x/y": {"yes": 9}},
        "rule": {"quorum": [1, 2], "pass": [1, 2], "base": "present"},
    });
    let error = count(&input).expect_err("recused twice");
    assert_eq!(
        (error.code, &*error.path),
        ("recused_twice", "/recused/x~1y")
    );
}

#[test]
fn an_assignment_is_answered_with_names() {
    let input = json!({
        "reviews_each": 1,
        "members": [{"id": "m1", "max": 1}, {"id": "m2", "max": 1}],
        "candidates": [{"id": "c1"}, {"id": "c2"}],
        "preferences": [["m1", "c1", 3], ["m1", "c2", 5], ["m2", "c1", 1]],
        "conflicts": [],
    });
    assert_eq!(
        assign(&input).expect("possible"),
        json!({
            "feasible": true,
            "assignments": [["m2", "c1"], ["m1", "c2"]],
            "total": 6,
            "because": null,
        })
    );
}

#[test]
fn what_cannot_be_assigned_names_the_constraint_and_the_smallest_change() {
    let mut input = json!({
        "reviews_each": 2,
        "members": [{"id": "m1", "max": 1}, {"id": "m2", "max": 2}],
        "candidates": [{"id": "c1"}, {"id": "c2"}],
    });
    let because = assign(&input).expect("an answer")["because"].clone();
    assert_eq!(because["constraint"]["kind"], "loads");
    assert_eq!(
        because["relaxation"],
        json!({"kind": "higher_loads", "raise": [["m1", 1]]})
    );
    input["conflicts"] = json!([["m1", "c2"]]);
    let because = assign(&input).expect("an answer")["because"].clone();
    assert_eq!(because["constraint"]["candidate"], "c2");
    assert_eq!(
        because["relaxation"],
        json!({"kind": "fewer_reviews", "reviews_each": 1})
    );
}

#[test]
fn a_mistake_is_named_with_its_place() {
    let good = json!({
        "reviews_each": 1,
        "members": [{"id": "m", "max": 1}],
        "candidates": [{"id": "c"}],
    });
    let with = |name: &str, value: Value| {
        let mut input = good.clone();
        input[name] = value;
        let error = assign(&input).expect_err("a mistake");
        (error.code, error.path)
    };
    for (name, value, code, path) in [
        (
            "members",
            json!([{"id": "m", "max": -1}]),
            "negative",
            "/members/0/max",
        ),
        (
            "members",
            json!([{"id": "m", "max": 1.5}]),
            "not_an_integer",
            "/members/0/max",
        ),
        (
            "members",
            json!([{"id": "m"}]),
            "missing_field",
            "/members/0",
        ),
        (
            "candidates",
            json!([{"id": "c"}, {"id": "c"}]),
            "id_twice",
            "/candidates/1/id",
        ),
        (
            "preferences",
            json!([["m", "x", 1]]),
            "unknown_candidate",
            "/preferences/0/1",
        ),
        (
            "preferences",
            json!([["m", "c"]]),
            "wrong_length",
            "/preferences/0",
        ),
        ("conflicts", json!({}), "not_a_list", "/conflicts"),
        ("colour", json!(1), "unknown_field", ""),
    ] {
        assert_eq!(with(name, value), (code, path.to_owned()));
    }
    assert_eq!(
        assign(&json!([])).expect_err("no object").code,
        "not_an_object"
    );
}

#[test]
fn a_meeting_is_counted() {
    let input = json!({
        "committee": 3,
        "present": ["a", "b", "c"],
        "recused": {"x": ["a"]},
        "ballots": {"x": {"yes": 2, "no": 0, "abstain": 0}, "y": {"yes": 1, "no": 2}},
        "rule": {"quorum": [2, 3], "pass": [2, 3], "base": "present_minus_recused"},
    });
    assert_eq!(
        count(&input).expect("countable"),
        json!({"quorate": true, "results": {
            "x": {"base": 2, "yes": 2, "needed": 2, "passed": true},
            "y": {"base": 3, "yes": 1, "needed": 2, "passed": false},
        }})
    );
}

#[test]
fn seats_are_shared_with_their_arithmetic() {
    let answer = share(&json!({"seats": 3, "weights": {"a": 2, "b": 1, "c": 1}, "caps": {"c": 0}}))
        .expect("possible");
    assert_eq!(answer["seats"], json!({"a": 2, "b": 1, "c": 0}));
    assert_eq!(
        answer["steps"][0],
        json!({"step": "fixed_at_cap", "name": "c", "seats": 0})
    );
    let error = share(&json!({"seats": 1, "weights": {"a/b": 1}, "floors": {"a/b": 2}}));
    assert_eq!(error.expect_err("too many").code, "floors_above_seats");
}
