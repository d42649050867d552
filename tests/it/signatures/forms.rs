//! The bytes of a signature: one kind, one form.

use antelope::{PackedAction, Signature, key::WebAuthnSignature};
use protocol::signed::{Error, Signed};
use tests::{
    Refusal, World,
    key_holders::{foreign_key, sign_with},
};

use super::{funded, transfer};

/// The order of secp256k1.
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
    0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
];

/// The other signatures that anybody can make of one: with n − s for s and the other parity of the recovery id, and with
/// the recovery id written for an uncompressed key.
pub(super) fn remade(signature: &[u8; 65]) -> [[u8; 65]; 3] {
    let mut negated = *signature;
    negated[0] = 31 + ((signature[0] - 31) ^ 1);
    let mut borrow = 0;
    for at in (0..32).rev() {
        let difference = i16::from(ORDER[at]) - i16::from(signature[33 + at]) - borrow;
        borrow = i16::from(difference < 0);
        negated[33 + at] = difference.rem_euclid(256) as u8;
    }
    let uncompressed = |mut bytes: [u8; 65]| {
        bytes[0] -= 4;
        bytes
    };
    [negated, uncompressed(*signature), uncompressed(negated)]
}

/// The chain takes all four for the same key's; a contract that did would let anybody change what was signed.
#[tokio::test]
async fn a_remade_signature_is_refused() {
    let world = funded().await;
    let signed = world.signed_spending(transfer(&world, world.alice.id, "1.0000")).await;
    let Some(Signature::K1(bytes)) = &signed.sig else { panic!("not K1") };
    let terms = signed.terms.0.unwrap().unwrap();
    for remade in remade(bytes) {
        let mut action = signed.clone();
        action.set_proof(Signature::K1(remade), terms);
        world.refuses(Error::NotCanonical, world.push_spending(&action)).await;
    }
    world.push_spending(&signed).await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn a_signature_of_another_kind_is_refused() {
    let world = funded().await;
    let signed = world.signed_spending(transfer(&world, world.alice.id, "1.0000")).await;
    let Some(Signature::K1(bytes)) = &signed.sig else { panic!("not K1") };
    let web_authn = WebAuthnSignature {
        signature: *bytes,
        auth_data: vec![0; 37],
        client_json: r#"{"type":"webauthn.get","challenge":""}"#.into(),
    };
    for signature in [Signature::R1(*bytes), Signature::WebAuthn(web_authn)] {
        let mut action = signed.clone();
        action.set_proof(signature, signed.terms.0.unwrap().unwrap());
        world.refuses(Error::NotCanonical, world.push_spending(&action)).await;
    }
    world.finish().await;
}

#[tokio::test]
async fn a_signature_of_another_key_or_of_none_is_refused() {
    let world = funded().await;
    let signed = world.signed_spending(transfer(&world, world.alice.id, "1.0000")).await;
    let terms = signed.terms.0.unwrap().unwrap();
    let foreign = sign_with(&foreign_key(), transfer(&world, world.alice.id, "1.0000"), terms);
    world.refuses(Error::Invalid, world.push_spending(&foreign)).await;

    let Some(Signature::K1(bytes)) = &signed.sig else { panic!("not K1") };
    let with = |head: u8, r: &[u8], s: &[u8]| {
        let mut action = signed.clone();
        let bytes = [&[head], r, s].concat().try_into().unwrap();
        action.set_proof(Signature::K1(bytes), terms);
        action
    };
    let (head, r, s) = (bytes[0], &bytes[1..33], &bytes[33..]);
    for action in [
        with(head, &[0; 32], s),
        with(head, r, &[0; 32]),
        with(head, &[0; 32], &[0; 32]),
        with(head, &ORDER, s),
        with(head, &[0xff; 32], s),
        with(31 + ((head - 31) ^ 1), r, s),
        // No x coordinate is that large: r plus the order is beyond the field.
        with(33, r, s),
        with(34, r, s),
    ] {
        world.refuses(Error::Invalid, world.push_spending(&action)).await;
    }
    for head in [0, 1, 26, 27, 30, 35, 127, 128, 255] {
        world.refuses(Error::NotCanonical, world.push_spending(&with(head, r, s))).await;
    }
    world.finish().await;
}

/// "action data is malformed": bytes that are no argument list.
#[derive(Debug)]
struct Malformed;

impl Refusal for Malformed {
    fn is_in(&self, error: &sdk::Error) -> bool {
        error.assertion_message() == Some("action data is malformed")
    }
}

#[tokio::test]
async fn a_truncated_or_overlong_signature_is_refused() {
    let world = funded().await;
    let signed = world.signed_spending(transfer(&world, world.alice.id, "1.0000")).await;
    let whole = world.vaccount.action(world.stranger, &signed);
    let proof = signed.proof();
    let end = whole.data.len() - proof.after;
    let start = end - 65;
    let with = |signature: &[u8]| {
        let data = [&whole.data[..start], signature, &whole.data[end..]].concat();
        PackedAction { data, ..whole.clone() }
    };
    let bytes = whole.data[start..end].to_vec();
    assert_eq!(with(&bytes), whole);
    for length in [0, 1, 32, 64] {
        world.refuses(Malformed, world.push_all(&[with(&bytes[..length])])).await;
    }
    for more in [1, 2, 65] {
        let longer = [bytes.as_slice(), &vec![0; more]].concat();
        world.refuses(Malformed, world.push_all(&[with(&longer)])).await;
    }
    // The kind of a signature is 0, 1 or 2.
    let mut unknown = whole.clone();
    unknown.data[start - 1] = 3;
    world.refuses(Malformed, world.push_all(&[unknown])).await;
    world.push_all(&[whole]).await.unwrap();
    world.finish().await;
}

/// Accounts of the chain act by their own authority, and whoever signs for them is not asked.
#[tokio::test]
async fn a_signature_does_not_act_for_an_account() {
    let world = World::new().await;
    world.deposit(world.alice.id, efx()).await.unwrap();
    let mut terms =
        world.terms_of::<protocol::vaccount::actions::VTransfer>(world.vaccount.account()).await;
    terms.nonce = 0;
    let mut of_alice = transfer(&world, world.bob.id, "1.0000");
    of_alice.from_id = world.alice.id.into();
    let signed = sign_with(&foreign_key(), of_alice, terms);
    let error = protocol::vaccount::Error::SignatureNotAllowed;
    world.refuses(error, world.push_spending(&signed)).await;
    let by_alice = world.vaccount.action(world.alice.name, &signed);
    world.refuses(error, world.push_all(&[by_alice])).await;
    world.finish().await;
}

fn efx() -> antelope::Asset {
    tests::efx("2.0000")
}
