//! Which actions are brought to the chain, whose each is, and who has signed it: read from the bytes alone.
//!
//! Whether the signer is the one whom the action is of takes rows, and is asked in [`user`](super::user).

use antelope::{
    Action, Checksum256, Crypto, ExtendedAsset, ExtendedSymbol, Name, Unpack, pack, unpack,
};
use protocol::{
    force::{
        actions::{
            Accept, Appeal, Assign, Cancel, EditCampaign, JoinStandby, LeaveStandby, MakeBatch,
            MakeCampaign, Pause, Payout, PublishBatch, Refund, Reject, ReleaseTask, RemoveBatch,
            RemoveCampaign, ReserveTask, SetOwner, SetReview, SkipTask, SubmitTask,
        },
        batch::split_batch_key,
    },
    signed::{Place, Signed, Terms},
    vaccount::actions::{Open, VTransfer, Withdraw},
    vaddress::{Address, VAddress},
};

use super::refusal::Refusal;
use crate::signer::SoftwareCrypto;

/// Opens a virtual account; signed by nobody.
pub const OPEN: Name = Open::NAME;

/// Serves those who stand by; signed by nobody.
pub const ASSIGN: Name = Assign::NAME;

/// One of the two contracts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contract {
    Force,
    Vaccount,
}

/// By what it is known whose an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// The action says it.
    User(VAddress),
    /// The user of a virtual account, by its id.
    Row(u64),
    /// The worker of a payment.
    Payment(u64),
    /// The owner of the campaign of a payment.
    OwnerOfPayment(u64),
    /// The owner of a campaign.
    Owner(u32),
    /// The user of a virtual account, or the owner of a campaign.
    WorkerOrOwner(u32, u32),
}

/// The fee of an action that has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Toll {
    pub(super) fee: Option<ExtendedAsset>,
    /// The token that moves; that of the payment, without one.
    pub(super) token: Option<ExtendedSymbol>,
}

/// What somebody has signed.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) contract: Contract,
    pub(super) name: Name,
    pub(super) subject: Subject,
    pub(super) signer: Address,
    pub(super) terms: Terms,
    pub(super) toll: Option<Toll>,
    /// Of its data, signature and all.
    pub(super) digest: Checksum256,
}

/// An action that is brought to the chain.
#[derive(Clone, Debug)]
pub(super) enum Reading {
    /// The user's, who has signed it. It stays as it is.
    Signed(Claim),
    /// A virtual account for somebody.
    Open { user: Address, token: ExtendedSymbol, data: Vec<u8> },
    /// Anybody's.
    Anyones { data: Vec<u8> },
}

/// What an action that key holders sign says about itself.
trait Claimed: Signed + Unpack {
    const CONTRACT: Contract;

    fn subject(&self) -> Subject;

    /// Who pays for RAM, where the action says it.
    fn payer(&self) -> Option<Name> {
        None
    }

    fn toll(&self) -> Option<Toll> {
        None
    }
}

/// An action that key holders sign.
struct Rule {
    contract: Contract,
    name: Name,
    read: fn(&[u8], &Place<'_>, Name) -> Result<Claim, Refusal>,
}

impl Rule {
    const fn of<A: Claimed>() -> Self {
        Self { contract: A::CONTRACT, name: A::NAME, read: read_as::<A> }
    }
}

/// The list of actions that key holders sign. What is not in it is not brought to the chain.
macro_rules! claimed {
    ($($contract:ident $action:ident($this:ident): $subject:expr
        $(, payer: $payer:expr)? $(, toll: $toll:expr)?;)*) => {
        $(impl Claimed for $action {
            const CONTRACT: Contract = Contract::$contract;

            fn subject(&self) -> Subject {
                let $this = self;
                $subject
            }

            $(fn payer(&self) -> Option<Name> {
                let $this = self;
                $payer
            })?

            $(fn toll(&self) -> Option<Toll> {
                let $this = self;
                Some($toll)
            })?
        })*

        /// The actions that key holders sign.
        pub const ACTIONS: &[Name] = &[$($action::NAME),*];

        const RULES: &[Rule] = &[$(Rule::of::<$action>()),*];
    };
}

const fn worker(account_id: u32) -> Subject {
    // Rows have ids of 32 bits, and actions on them of 64.
    Subject::Row(account_id as u64)
}

const fn owner_of_batch(key: u64) -> Subject {
    Subject::Owner(split_batch_key(key).0)
}

claimed! {
    Force MakeCampaign(it): Subject::User(it.owner), payer: Some(it.payer);
    Force EditCampaign(it): Subject::Owner(it.campaign_id), payer: Some(it.payer);
    Force RemoveCampaign(it): Subject::Owner(it.campaign_id);
    Force SetOwner(it): Subject::Owner(it.campaign_id), payer: Some(it.payer);
    Force Pause(it): Subject::Owner(it.campaign_id);
    Force Cancel(it): Subject::Owner(it.campaign_id);
    Force SetReview(it): Subject::Owner(it.campaign_id);
    Force MakeBatch(it): Subject::Owner(it.campaign_id), payer: Some(it.payer);
    Force PublishBatch(it): owner_of_batch(it.batch_id);
    Force RemoveBatch(it): Subject::Owner(it.campaign_id);
    Force Refund(it): owner_of_batch(it.batch_id);
    Force Accept(it): Subject::OwnerOfPayment(it.payment_id);
    Force Reject(it): owner_of_batch(it.batch_id), payer: it.payer.0;
    Force ReserveTask(it): worker(it.account_id), payer: it.payer.0;
    Force SkipTask(it): worker(it.account_id), payer: it.payer.0;
    Force ReleaseTask(it): Subject::WorkerOrOwner(it.account_id, it.campaign_id), payer: it.payer.0;
    Force SubmitTask(it): worker(it.account_id), payer: it.payer.0;
    Force JoinStandby(it): worker(it.account_id), payer: it.payer.0;
    Force LeaveStandby(it): worker(it.account_id), payer: it.payer.0;
    Force Appeal(it): worker(it.account_id);
    Force Payout(it): Subject::Payment(it.payment_id),
        toll: Toll { fee: it.fee.0.flatten(), token: None };
    Vaccount VTransfer(it): Subject::Row(it.from_id),
        toll: Toll { fee: it.fee, token: Some(it.quantity.token()) };
    Vaccount Withdraw(it): Subject::Row(it.from_id),
        toll: Toll { fee: it.fee, token: Some(it.quantity.token()) };
}

/// Reads an action of a contract at a place, as its data for `relayer` to bring it. Gives nothing if it is none that is
/// ever brought to the chain.
///
/// # Errors
/// When the data are not its arguments; when it is signed by nobody, or not for this place, moment and relayer.
pub(super) fn read(
    contract: Contract,
    data: &[u8],
    place: &Place<'_>,
    relayer: Name,
) -> Option<Result<Reading, Refusal>> {
    let name = place.action;
    match contract {
        Contract::Vaccount if name == OPEN => return Some(read_open(data, relayer)),
        Contract::Force if name == ASSIGN => return Some(read_assign(data, relayer)),
        _ => {}
    }
    let rule = RULES.iter().find(|rule| rule.contract == contract && rule.name == name)?;
    Some((rule.read)(data, place, relayer).map(Reading::Signed))
}

fn read_as<A: Claimed>(data: &[u8], place: &Place<'_>, relayer: Name) -> Result<Claim, Refusal> {
    let action: A = arguments(data)?;
    let proof = action.proof();
    let terms = *proof.terms()?;
    terms.check(place)?;
    if terms.relayer != relayer {
        return Err(Refusal::OtherRelayer(terms.relayer));
    }
    if let Some(payer) = action.payer().filter(|payer| *payer != relayer) {
        return Err(Refusal::OtherPayer(payer));
    }
    let signer = proof.signer(place, &mut data.to_vec(), &SoftwareCrypto)?;
    let (contract, name) = (A::CONTRACT, A::NAME);
    let (subject, toll, digest) = (action.subject(), action.toll(), SoftwareCrypto.sha256(data));
    Ok(Claim { contract, name, subject, signer, terms, toll, digest })
}

fn read_open(data: &[u8], relayer: Name) -> Result<Reading, Refusal> {
    let open: Open = arguments(data)?;
    let user = match open.acc {
        VAddress::Address(user) => user,
        VAddress::Name(name) => return Err(Refusal::HasAccount(name)),
    };
    let token = open.symbol;
    Ok(Reading::Open { user, token, data: pack(&Open { payer: relayer, ..open }) })
}

fn read_assign(data: &[u8], relayer: Name) -> Result<Reading, Refusal> {
    let assign: Assign = arguments(data)?;
    Ok(Reading::Anyones { data: pack(&Assign { payer: relayer, ..assign }) })
}

/// The arguments that the data are, in the one form that we would give them.
fn arguments<A: Action + Unpack>(data: &[u8]) -> Result<A, Refusal> {
    let malformed = |reason: &dyn std::fmt::Display| {
        Refusal::Malformed(format!("the data of {} are not its arguments: {reason}", A::NAME))
    };
    let action: A = unpack(data).map_err(|reason| malformed(&reason))?;
    if pack(&action) != data {
        return Err(malformed(&"packed in another way"));
    }
    Ok(action)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use antelope::{TimePointSec, name};
    use proptest::prelude::*;

    use super::*;

    const CHAIN: Checksum256 = Checksum256([9; 32]);

    fn read_at(contract: Contract, action: Name, data: &[u8]) -> Option<Result<Reading, Refusal>> {
        let place =
            Place { chain_id: &CHAIN, contract: name!("force"), action, now: TimePointSec(0) };
        read(contract, data, &place, name!("relayer"))
    }

    /// An action that is signed from now on is not forgotten here.
    #[test]
    fn the_list_is_that_of_the_contracts() {
        let signed = |abi: antelope::abi::Abi| {
            let has_terms = move |name: &str| {
                let one = abi.structs.iter().find(|one| one.name == name);
                one.is_some_and(|one| one.fields.iter().any(|field| field.name == "terms"))
            };
            (abi.actions.clone(), has_terms)
        };
        let mut expected = BTreeSet::new();
        for abi in [protocol::force::abi(), protocol::vaccount::abi()] {
            let (actions, has_terms) = signed(abi);
            let names = actions.iter().filter(|action| has_terms(&action.type_name));
            expected.extend(names.map(|action| action.name));
        }
        assert_eq!(ACTIONS.iter().copied().collect::<BTreeSet<_>>(), expected);
    }

    #[test]
    fn actions_are_those_of_their_contract() {
        for rule in RULES {
            let other = match rule.contract {
                Contract::Force => Contract::Vaccount,
                Contract::Vaccount => Contract::Force,
            };
            assert!(read_at(rule.contract, rule.name, &[]).is_some());
            assert!(read_at(other, rule.name, &[]).is_none(), "{}", rule.name);
        }
        assert!(read_at(Contract::Force, OPEN, &[]).is_none());
        assert!(read_at(Contract::Vaccount, ASSIGN, &[]).is_none());
        assert!(read_at(Contract::Force, name!("setchain"), &[0; 32]).is_none());
    }

    #[test]
    fn who_pays_for_what_nobody_signs_is_the_relayer() {
        let assign = Assign { campaign_id: 7, max: 3, payer: name!("victim") };
        let Some(Ok(Reading::Anyones { data })) = read_at(Contract::Force, ASSIGN, &pack(&assign))
        else {
            panic!("refused")
        };
        let expected = Assign { payer: name!("relayer"), ..assign };
        assert_eq!(unpack::<Assign>(&data).unwrap(), expected);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// No bytes make it panic, and none that nobody has signed are taken.
        #[test]
        fn bytes_of_all_kinds_are_refused(data in prop::collection::vec(any::<u8>(), 0..400)) {
            for rule in RULES {
                let reading = read_at(rule.contract, rule.name, &data);
                prop_assert!(matches!(reading, Some(Err(_))), "{}", rule.name);
            }
            let _ = read_at(Contract::Vaccount, OPEN, &data);
            let _ = read_at(Contract::Force, ASSIGN, &data);
        }
    }
}
