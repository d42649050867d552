use antelope::{Checksum160, Extension};
use protocol::{
    force::campaign::Content,
    v1::{Qualification, UserQualification},
    vaccount::Account,
    vaddress::Address,
};

use super::*;

fn account(id: u32, address: VAddress) -> Account {
    Account { id, nonce: 0, address, balance: antelope::ExtendedAsset::default() }
}

fn holder(account_id: u32, quali_id: u32) -> UserQualification {
    UserQualification { account_id, quali_id, value: Extension(Some(format!("{account_id}"))) }
}

const ALICE: VAddress = VAddress::Name(name!("alice"));
const HOLDER: VAddress = VAddress::Address(Address(Checksum160([7; 20])));

/// Alice has two accounts, one for each of two tokens; account 9 is nobody's, qualification 8 is none.
fn input() -> Input {
    let qualification =
        |id| Qualification { id, content: Content::ipfs(format!("Qm{id}")), account_id: 0 };
    Input {
        qualifications: vec![qualification(0), qualification(5)],
        holders: vec![
            holder(1, 5),
            holder(2, 5),
            holder(3, 0),
            holder(3, 5),
            holder(9, 0),
            holder(3, 8),
        ],
        accounts: vec![account(1, ALICE), account(2, ALICE), account(3, HOLDER)],
    }
}

fn asset(quali_id: u32, user: VAddress, value: &str) -> Step {
    Step::Asset { quali_id, user, value: value.into() }
}

#[test]
fn everything_is_missing_at_first_and_each_thing_once() {
    let template = |quali_id| Step::Template { quali_id, content: format!("Qm{quali_id}") };
    let expected = Plan {
        steps: vec![
            Step::Collection,
            Step::Schema,
            template(0),
            template(5),
            Step::Account(HOLDER),
            Step::Account(ALICE),
            asset(0, HOLDER, "3"),
            asset(5, HOLDER, "3"),
            asset(5, ALICE, "1"),
        ],
        problems: vec![Problem::NoRow(9), Problem::NoQualification(8)],
    };
    assert_eq!(plan(&input(), &State::default()), expected);
}

#[test]
fn what_is_there_is_left_out() {
    let mut state = State {
        has_collection: true,
        has_schema: true,
        templates: BTreeMap::from([(0, 70), (5, 75)]),
        accounts: BTreeMap::from([(ALICE, 4)]),
        missing: BTreeSet::new(),
        held: BTreeSet::from([(HOLDER, 70), (ALICE, 70)]),
    };
    let steps = |state: &State| plan(&input(), state).steps;
    assert_eq!(
        steps(&state),
        [Step::Account(HOLDER), asset(5, HOLDER, "3"), asset(5, ALICE, "1")],
        "an asset of another template is not the one"
    );
    state.missing.insert(name!("alice"));
    let without = plan(&input(), &state);
    assert_eq!(without.steps, [Step::Account(HOLDER), asset(5, HOLDER, "3")]);
    assert!(without.problems.contains(&Problem::NoAccount(name!("alice"))));
    state.missing.clear();
    state.accounts.insert(HOLDER, 5);
    state.held.extend([(HOLDER, 75), (ALICE, 75)]);
    assert_eq!(steps(&state), []);
}
