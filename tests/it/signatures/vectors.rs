//! Vectors that ethers and packing in JavaScript have made: `vectors/make.mjs` makes them again.

use antelope::{Action, Checksum256, Name, Unpack, name};
use protocol::{
    force::{
        actions::{MakeBatch, MakeCampaign, Payout, PublishBatch, ReserveTask, SubmitTask},
        batch::batch_key,
    },
    signed::Signed,
    vaccount::actions::{VTransfer, Withdraw},
};
use sdk::signer::SigningRequest;
use serde_json::Value;
use tests::{World, active, efx, exactly};

const FORCE: Name = name!("force.vec");
const VACCOUNT: Name = name!("vaccount.vec");
const RELAYER: Name = name!("relayer.vec");

/// A signed action, and what was signed on the way to it.
struct Vector {
    contract: Name,
    action: Name,
    digest: Checksum256,
    text: String,
    signed: Checksum256,
    data: Vec<u8>,
}

fn vectors() -> (Value, Vec<Vector>) {
    let all: Value = serde_json::from_str(include_str!("vectors.json")).unwrap();
    let text = |row: &Value, field: &str| row[field].as_str().unwrap().to_owned();
    let vectors = all["vectors"].as_array().unwrap().iter().map(|row| Vector {
        contract: text(row, "contract").parse().unwrap(),
        action: text(row, "action").parse().unwrap(),
        digest: text(row, "digest").parse().unwrap(),
        text: text(row, "text"),
        signed: text(row, "signed").parse().unwrap(),
        data: bytes(&text(row, "data")),
    });
    let vectors = vectors.collect();
    (all, vectors)
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2);
    digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// Checks that the same action is given to its user to sign in the same form.
fn check<A: Signed + Unpack + Clone>(vector: &Vector) {
    let action: A = antelope::unpack(&vector.data).unwrap();
    assert_eq!((A::NAME, antelope::pack(&action)), (vector.action, vector.data.clone()));
    let terms = *action.proof().terms.unwrap();
    assert_eq!((terms.contract, terms.relayer), (vector.contract, RELAYER));
    let signature = action.proof().signature.unwrap().clone();
    let request = SigningRequest::new(action, terms).unwrap();
    assert_eq!(request.text(), vector.text);
    assert!(request.text().ends_with(&vector.digest.to_string()));
    assert_eq!(*request.digest(), vector.signed, "{}", vector.action);
    assert_eq!(antelope::pack(&request.complete(signature)), vector.data);
}

#[test]
fn the_client_signs_what_another_implementation_signs() {
    let (all, vectors) = vectors();
    let address = World::address().0.to_string();
    assert_eq!(all["address"].as_str(), Some(address.as_str()));
    for vector in &vectors {
        match vector.action {
            VTransfer::NAME => check::<VTransfer>(vector),
            Withdraw::NAME => check::<Withdraw>(vector),
            MakeCampaign::NAME => check::<MakeCampaign>(vector),
            MakeBatch::NAME => check::<MakeBatch>(vector),
            PublishBatch::NAME => check::<PublishBatch>(vector),
            ReserveTask::NAME => check::<ReserveTask>(vector),
            SubmitTask::NAME => check::<SubmitTask>(vector),
            Payout::NAME => check::<Payout>(vector),
            other => panic!("{other} is not checked"),
        }
    }
}

/// The contracts take what another implementation has packed and signed, in both ways of signing.
#[tokio::test]
async fn the_contracts_take_what_another_implementation_signs() {
    let (all, vectors) = vectors();
    let world = World::with(|network| (network.force, network.vaccount) = (FORCE, VACCOUNT)).await;
    world.create_accounts([RELAYER]).await;
    world.open_row(RELAYER, world.token).await.unwrap();
    world.set_chain(all["chain"].as_str().unwrap().parse().unwrap()).await.unwrap();
    world.deposit(world.key_holder, efx("500.0000")).await.unwrap();
    let mut published = 0;
    for vector in vectors {
        if vector.action == PublishBatch::NAME {
            let batch = batch_key(published, 0);
            world.fund(batch, exactly(efx("3.0000"), 1)).await.unwrap();
            published += 1;
        }
        if vector.action == Payout::NAME {
            world.pass(2).await;
        }
        let Vector { contract, action, data, .. } = vector;
        let action = antelope::PackedAction {
            account: contract,
            name: action,
            authorization: active(RELAYER),
            data,
        };
        let pushed = world.push_all(&[action]).await;
        pushed.unwrap_or_else(|error| panic!("{contract}::{}: {error}", vector.action));
    }
    let relayer = world.vaccount.account_of(RELAYER.into(), world.token).await.unwrap().unwrap();
    assert_eq!(relayer.balance.quantity, efx("0.7000"), "four fees");
    assert_eq!(world.credit(world.key_holder).await, efx("405.2976"));
    world.finish().await;
}
